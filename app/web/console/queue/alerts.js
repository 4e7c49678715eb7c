// @ts-check
/** How somebody is told that work has come: a sound and a notification of the computer, both off until they are chosen. */
import { preferences } from "../preferences.js";

/** @type {AudioContext | null} */
let audio = null;

/** Whether this browser can show notifications, and may still be asked. */
export function desktopPossible() {
  return "Notification" in window && Notification.permission !== "denied";
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

/** Two soft tones, made here: no file to fetch. */
function ring() {
  audio ??= new AudioContext();
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
 * Tell of something new, as was chosen. A notification only where the page is out of sight.
 * @param {{ title: string, text: string, tag: string, onOpen: () => void }} what
 */
export function alert({ title, text, tag, onOpen }) {
  const { sound, notify } = preferences.all();
  if (sound) ring();
  if (!notify || !document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const shown = new Notification(title, { body: text, tag });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onOpen();
  };
}
