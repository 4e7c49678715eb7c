// @ts-check
/** What the widget shows, in one place: whoever changes it says so, and the page is drawn anew once. */

/**
 * @typedef {import("api").components["schemas"]["ChatOut"]} ChatOut
 * @typedef {import("api").components["schemas"]["MessageOut"]} MessageOut
 * @typedef {import("api").components["schemas"]["ContactBrandOut"]} Contact
 * @typedef {import("api").components["schemas"]["HelpHit"]} HelpHit
 * @typedef {{ id: string, name: string, size: number, content_type: string, state?: string }} FileOf
 * @typedef {{ cmid: string, body: string, files: FileOf[], code?: string, ticket?: string }} Waiting  `code`: it was refused with this
 * @typedef {{ seq: number, at: string, message?: MessageOut, note?: string, name?: string }} Entry
 * @typedef {{ id: string, subject: string, status: string, updated_at: string }} Past
 * @typedef {object} State
 * @property {boolean} open
 * @property {"home" | "thread" | "article" | "help" | "offline" | "mail"} view
 * @property {"idle" | "connecting" | "open" | "waiting"} line  the socket
 * @property {boolean} online  as the browser says
 * @property {boolean} expired  the session is over, and nobody can renew it
 * @property {any} look  the brand's appearance
 * @property {Contact | null} contact
 * @property {string | null} ticket  whose thread is shown; null: a conversation that has not begun
 * @property {ChatOut | null} chat
 * @property {Entry[]} entries
 * @property {boolean} earlier  there is more before the first entry
 * @property {Waiting[]} waiting
 * @property {string | null} typist
 * @property {number} seen  how far somebody of the desk has read
 * @property {number | null} position
 * @property {number[] | null} wait
 * @property {string | null} survey  its token
 * @property {Past[]} past
 * @property {number} unread
 * @property {string} said  for screen readers
 * @property {{ id: string, search: string | null, from?: "help" } | null} article
 * @property {boolean} sound
 * @property {string} theme
 * @property {number} words  counts changes of the language
 */

/** @returns {State} */
function beginning() {
  return {
    open: false, view: "home", line: "idle", online: navigator.onLine, expired: false, look: null, contact: null,
    ticket: null, chat: null, entries: [], earlier: false, waiting: [], typist: null, seen: 0, position: null,
    wait: null, survey: null, past: [], unread: 0, said: "", article: null, sound: false, theme: "auto", words: 0,
  };
}

export class Store {
  constructor() {
    this.state = beginning();
    /** @type {() => void} */
    this.draw = () => {};
    this._due = false;
  }

  /** @param {Partial<State>} change */
  set(change) {
    Object.assign(this.state, change);
    if (this._due) return;
    this._due = true;
    queueMicrotask(() => {
      this._due = false;
      this.draw();
    });
  }

  /** Nothing of a conversation: of another person, or of none yet. @param {Partial<State>} [more] */
  clear(more) {
    const { ticket, chat, entries, earlier, waiting, typist, seen, position, wait, survey } = beginning();
    this.set({ ticket, chat, entries, earlier, waiting, typist, seen, position, wait, survey, ...more });
  }
}
