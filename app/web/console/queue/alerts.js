// @ts-check
/** How somebody is told that work has come: a sound and a notification of the computer, both off until they are chosen. */
import { preferences } from "../preferences.js";

/** How much later than a page that is looked at others tell, and those that the browser keeps silent. */
const HIDDEN_MS = 300;
const MUTE_MS = 600;
/** Tabs that are slower by less than this have nothing left to tell. */
const HELD_MS = 5_000;

/** @type {AudioContext | null} */
let audio = null;

/** Whether this browser can show notifications, and may still be asked. */
export function desktopPossible() {
  return "Notification" in window && Notification.permission !== "denied";
}

/** Whether this browser shows them. */
export function desktopAllowed() {
  return "Notification" in window && Notification.permission === "granted";
}

/** A sound with what comes, or none; choosing it lets one hear it. @param {boolean} on */
export function setSound(on) {
  preferences.set({ sound: on });
  if (on) ring();
}

/**
 * Notifications of the computer, or none. Asked for only here, where somebody has just said that they want it.
 * @param {boolean} on @returns {Promise<boolean>} whether they are on now
 */
export async function setNotify(on) {
  const notify = on && desktopPossible() && (await Notification.requestPermission()) === "granted";
  preferences.set({ notify });
  return notify;
}

/** Whether the browser lets this page sound: somebody has touched it since it was loaded. */
function mayRing() {
  return audio?.state === "running" || navigator.userActivation?.hasBeenActive !== false;
}

/** Two soft tones, made here: no file to fetch. */
function ring() {
  if (!mayRing()) return;
  audio ??= new AudioContext();
  void audio.resume();
  const { currentTime, destination } = audio;
  for (const [place, hertz] of [659, 880].entries()) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    const from = currentTime + place * 0.18;
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, from);
    loud.gain.exponentialRampToValueAtTime(0.2, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, from + 0.35);
    tone.connect(loud).connect(destination);
    tone.start(from);
    tone.stop(from + 0.4);
  }
}

/**
 * Whether it is this page that tells. Of several tabs one does: before all others one that is looked at, for whose
 * reader no notification is needed, and one that may sound. @param {string} tag @param {boolean} sound
 */
async function tells(tag, sound) {
  if (!navigator.locks) return true;
  const later = (document.hidden ? HIDDEN_MS : 0) + (sound && !mayRing() ? MUTE_MS : 0);
  if (later) await new Promise((go) => { setTimeout(go, later); });
  return new Promise((resolve) => {
    void navigator.locks.request(`alert ${tag}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise((over) => { setTimeout(over, HELD_MS); });
    });
  });
}

/**
 * Tell of something new, as was chosen. A notification only where the page is out of sight.
 * @param {{ title: string, text: string, tag: string, turn?: string, onOpen: () => void }} what
 *   `turn`: the same thing again is told again
 */
export async function alert({ title, text, tag, turn = "", onOpen }) {
  const { sound, notify } = preferences.all();
  if ((!sound && !notify) || !await tells(`${tag} ${turn}`, sound)) return;
  if (sound) ring();
  if (!notify || !document.hidden || !desktopAllowed()) return;
  try {
    const shown = new Notification(title, /** @type {any} */ ({ body: text, tag, renotify: true }));
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen();
    };
  } catch {
    // Browsers of telephones have them for installed programs only, and say so no earlier.
    preferences.set({ notify: false });
  }
}
