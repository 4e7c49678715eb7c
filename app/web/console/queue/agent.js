// @ts-check
/** Whoever is signed in, as an agent: their presence, load, capacity and duty, as they change. */
import { useEffect } from "../../shared/view.js";
import { useFetch } from "../../shared/parts.js";
import { useRoom } from "../../shared/live.js";
import { useMe } from "../who.js";

// Duty changes by the clock, and offers that are let pass make one `away`: no room says so.
const LOOK_AGAIN_MS = 30_000;

/** @returns {ReturnType<typeof useFetch>} its `data` is an `AgentOut` */
export function useAgent() {
  const me = useMe();
  const agent = useFetch(`/v1/agents/${me.id}`);
  useRoom("mine", agent.reload);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) agent.reload(); }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [agent.reload]);
  return agent;
}
