// @ts-check
/** What is offered to me and rings at me, for every page at once: fetched when the socket says so, and now and then. */
import { useEffect, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { navigate } from "../../shared/router.js";
import { live } from "../../shared/live.js";
import { api } from "../caller.js";
import { useMe } from "../who.js";
import { alert } from "./alerts.js";

/** @typedef {import("api").components["schemas"]["ChatOut"]} Chat */
/** @typedef {import("api").components["schemas"]["CallOut"]} Call */
/** @typedef {{ offers: Chat[], calls: Call[] }} Mine */

// The socket tells at once; this is for when it cannot.
const LOOK_AGAIN_MS = 10_000;
const FRAMES = ["offer", "offer_ended", "call", "call_ended"];

/** @type {Mine} */
let state = { offers: [], calls: [] };
/** @type {Set<() => void>} */
const listeners = new Set();
let who = "";
let fetching = false;
let again = false;
/** How often something was answered here: what was fetched before that is not true any more. */
let answered = 0;

/** Fetch them; asked while one is under way, once more after it. */
export async function refreshOffers() {
  again = fetching;
  if (fetching) return;
  fetching = true;
  const before = answered;
  try {
    const [offers, calls] = await Promise.all([
      api.page("/v1/chats", { mine: true, status: "offered", limit: 20 }),
      api.page("/v1/calls", { state: "ringing", limit: 20 }),
    ]);
    const next = {
      offers: offers.items.filter((each) => each.offer !== null),
      calls: calls.items.filter((each) => each.ringing_at.includes(who)),
    };
    if (before === answered) {
      announce(next);
      state = next;
      for (const each of listeners) each();
    } else {
      again = true;
    }
  } catch {
    // The desk is away: the frame, or the clock, asks again, and the page itself says that it is offline.
  } finally {
    fetching = false;
  }
  if (again) await refreshOffers();
}

/** Ring for what was not there before. @param {Mine} next */
function announce(next) {
  for (const chat of next.offers) {
    if (state.offers.some((each) => each.id === chat.id && each.offer?.expires_at === chat.offer?.expires_at)) continue;
    void alert({
      title: t("inbox.offer_title"), text: chat.customer.name ?? chat.subject, tag: chat.id,
      turn: chat.offer?.expires_at,
      onOpen: () => navigate("/console/queue"),
    });
  }
  for (const call of next.calls) {
    if (state.calls.some((each) => each.id === call.id)) continue;
    void alert({
      title: t("inbox.call_title"), text: call.customer?.name ?? call.number ?? t("inbox.somebody"), tag: call.id,
      onOpen: () => navigate("/console/queue"),
    });
  }
}

/** An offer that has been answered here is gone at once, and not after a round trip. @param {string} chat */
export function dropOffer(chat) {
  answered += 1;
  state = { ...state, offers: state.offers.filter((each) => each.id !== chat) };
  for (const each of listeners) each();
}

/** @type {(() => void) | null} */
let stop = null;

function start() {
  const timer = setInterval(refreshOffers, LOOK_AGAIN_MS);
  const offs = FRAMES.map((frame) => live.on(frame, refreshOffers));
  refreshOffers();
  return () => {
    clearInterval(timer);
    for (const off of offs) off();
  };
}

/** What is offered to me now. @returns {Mine} */
export function useMine() {
  const { id } = useMe();
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = () => draw((count) => count + 1);
    who = id;
    listeners.add(listener);
    stop ??= start();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stop?.();
      stop = null;
    };
  }, [id]);
  return state;
}
