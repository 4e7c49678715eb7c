// @ts-check
/** A short sound when a message comes, for those who have asked for it. */

// Browsers begin to play after the first press on a page; what is older than this by then is no news.
const PATIENCE_MS = 500;
const LONG_MS = 500;

/** @type {AudioContext | null} */
let audio = null;

/** Two soft notes, made here: no file is loaded. Of several tabs one plays them. */
export async function chime() {
  if (!navigator.locks) return play();
  await navigator.locks.request("otklik:sound", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await play();
    await pause(LONG_MS);
  }).catch(play); // a page without an origin of its own has the locks, and may not use them
}

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function play() {
  audio ??= new AudioContext();
  await Promise.race([audio.resume(), pause(PATIENCE_MS)]);
  // Or all that came meanwhile would sound at once.
  if (audio.state !== "running") return;
  const { currentTime: from, destination } = audio;
  for (const [index, pitch] of [660, 880].entries()) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const at = from + index * 0.11;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
    tone.connect(volume).connect(destination);
    tone.start(at);
    tone.stop(at + 0.32);
  }
}
