// @ts-check
/** A short sound when a message comes, for those who have asked for it. */

/** @type {AudioContext | null} */
let audio = null;

/** Two soft notes, made here: no file is loaded. */
export function chime() {
  audio ??= new AudioContext();
  void audio.resume();
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
