// @ts-check
/** Whether I take work, of which kind, and how I want to be told of it: the menu in the head of the console. */
import { html, useEffect, useState } from "../../shared/view.js";
import { t, when, word } from "../../shared/texts.js";
import { Menu, toast } from "../../shared/parts.js";
import { lineOf } from "../../shared/refusals.js";
import { api } from "../caller.js";
import { preferences } from "../preferences.js";
import { useAgent } from "./agent.js";
import { desktopAllowed, desktopPossible, setNotify, setSound } from "./alerts.js";

/** @typedef {import("api").components["schemas"]["PresenceOut"]} Presence */

const STATUSES = ["online", "busy", "away", "offline"];
const CHANNELS = ["chat", "ticket", "call"];
/** @type {Record<string, string>} */
const TONES = { online: "ok", busy: "bad", away: "warn", offline: "" };

export default function PresenceMenu() {
  const agent = useAgent();
  const [said, setSaid] = useState(/** @type {Presence | null} */ (null));
  const [, draw] = useState(0);
  // What the desk says is newer than what was pressed here: three offers in a row let pass make one `away`.
  useEffect(() => setSaid(null), [agent.data]);
  const presence = said ?? agent.data?.presence ?? null;
  if (presence === null) return null;

  const put = async (/** @type {any} */ wanted) => {
    try {
      setSaid(await api.put("/v1/agents/me/presence", wanted));
      await agent.reload();
    } catch (problem) {
      toast(lineOf(problem), { tone: "bad" });
    }
  };
  const { sound, notify: wanted } = preferences.all();
  const notify = wanted && desktopAllowed();
  const duty = agent.data?.duty;
  const now = word("presence", presence.status);
  return html`<${Menu} label=${t("inbox.presence_now", { status: now })} kind="quiet" end items=${[
    ...STATUSES.map((status) => ({
      label: t(`inbox.presence_${status}`), checked: presence.status === status, run: () => put({ status }),
    })),
    ...CHANNELS.map((channel) => ({
      label: t(`inbox.take_${channel}`), checked: presence.channels.includes(/** @type {any} */ (channel)),
      // Somebody who takes nothing at all is not online.
      disabled: presence.channels.length === 1 && presence.channels[0] === channel,
      run: () => put({ status: presence.status, channels: flipped(presence.channels, channel) }),
    })),
    {
      label: t("inbox.alert_sound"), checked: sound,
      run: () => { setSound(!sound); draw((count) => count + 1); },
    },
    desktopPossible() ? {
      label: t("inbox.alert_desktop"), checked: notify,
      run: async () => {
        const on = await setNotify(!notify);
        if (!notify && !on) toast(t("inbox.desktop_refused"), { tone: "warn" });
        draw((count) => count + 1);
      },
    } : null,
    duty?.off ? {
      label: duty.changes_at === null ? t(`inbox.duty_${duty.off}`)
        : t("inbox.duty_until", { duty: t(`inbox.duty_${duty.off}`), when: when(duty.changes_at) }),
      disabled: true,
    } : null,
  ]}><span class=${`dot ${TONES[presence.status]}`}></span><span class="inbox-presence">${now}</span><//>`;
}

/** @param {string[]} channels @param {string} channel */
function flipped(channels, channel) {
  return channels.includes(channel) ? channels.filter((each) => each !== channel) : [...channels, channel];
}
