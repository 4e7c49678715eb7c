// @ts-check
/** What the desk tells of the thread that is shown, put into what is shown. */

/**
 * @typedef {import("./talk.js").Talk} Talk
 * @typedef {import("./store.js").Entry} Entry
 */

/** @param {Talk} talk @param {string} type @param {any} action of the client */
export function heard(talk, type, action) {
  const { store } = talk;
  if ((action.ticket ?? action.room) !== store.state.ticket) return;
  const mine = talk.visitor.session?.id;
  switch (type) {
    case "update":
      updated(talk, action);
      break;
    case "reset":
      store.set({ entries: [], earlier: false });
      break;
    case "gone":
      talk.reset();
      break;
    case "followed": {
      const others = Object.entries(action.read ?? {}).filter(([who]) => who !== mine).map(([, seq]) => seq);
      store.set({ seen: Math.max(store.state.seen, 0, ...others) });
      break;
    }
    case "read":
      if (action.who !== mine) store.set({ seen: Math.max(store.state.seen, action.seq) });
      break;
    case "typing":
      store.set({ typist: action.on ? action.name ?? "" : null });
      break;
    case "queue":
      store.set({ position: action.position, wait: action.wait_s });
      break;
    default:
  }
}

/** @param {Talk} talk @param {any} event */
function updated(talk, event) {
  const { store } = talk;
  const { seq, at, kind, from, data } = event;
  const { chat, entries } = store.state;
  switch (kind) {
    case "message.created": {
      const message = { author: { kind: from.role, ...from }, created_at: at, ...data.message, generated: data.generated };
      store.set({ entries: [...entries, { seq, at, message }] });
      if (from.id === talk.visitor.session?.id) talk.out.arrived(event.cmid);
      else if (seq > talk.known) came(talk, message);
      break;
    }
    case "message.edited": case "message.redacted": case "attachment.scanned": case "attachment.added":
      store.set({ entries: entries.map((each) => changed(each, data.message)) });
      break;
    case "chat.accepted":
      store.set({ typist: null, entries: [...entries, { seq, at, note: "joined", name: data.agent?.name ?? "" }] });
      if (seq > talk.known) void talk.chat(data.chat_id);
      break;
    case "chat.requeued": case "chat.ended":
      if (kind === "chat.ended") store.set({ entries: [...entries, { seq, at, note: "ended" }] });
      if (seq > talk.known || chat?.status !== "ended") void talk.chat(data.chat_id);
      if (kind === "chat.ended") talk.page.emit("ended", { chat_id: data.chat_id });
      break;
    case "survey.invited":
      if (data.survey_token) store.set({ survey: data.survey_token });
      break;
    case "ticket.reopened":
      store.set({ survey: null });
      break;
    default:
  }
}

/** @param {Entry} entry @param {any} message as it is now @returns {Entry} */
function changed(entry, message) {
  return entry.message && entry.message.id === message?.id
    ? { ...entry, message: { ...entry.message, ...message, seq: entry.message.seq } } : entry;
}

/** Somebody of the desk has written. @param {Talk} talk @param {any} message */
function came(talk, message) {
  const { store } = talk;
  const { open, view, unread } = store.state;
  const looking = open && view === "thread" && document.visibilityState === "visible";
  store.set({ typist: null, unread: looking ? 0 : unread + 1 });
  talk.page.came(message);
}
