// @ts-check
/** Who is signed in at the console, for every page of it. */
import { createContext, useContext } from "../shared/view.js";

/** @type {any} who is signed in: `GET /v1/auth/me` with `may(permission)` */
export const Me = createContext(null);

/** Who is signed in. @returns {{ id: string, name: string, role: string | null, email?: string, avatar_url?: string | null, permissions: string[], may: (permission: string) => boolean, reload: () => Promise<void> }} */
export function useMe() {
  return useContext(Me);
}
