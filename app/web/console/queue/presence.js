// @ts-check
/** Whether I take work, of which kind, and how I want to be told of it: the menu in the head of the console. */
import { html, useRef, useState } from "../../shared/view.js";
import { t, when, word } from "../../shared/texts.js";
import { Menu, toast } from "../../shared/parts.js";
import { lineOf } from "../../shared/refusals.js";
import { api } from "../caller.js";
import { preferences } from "../preferences.js";
import { useChosen } from "../use-chosen.js";
import { useAgent } from "./agent.js";
import { desktopAllowed, desktopPossible, setNotify, setSound } from "./alerts.js";

/** @typedef {import("api").components["schemas"]["AgentOut"]} Agent */
/** @typedef {Pick<Agent["presence"], "status" | "channels">} Wanted */

/** @type {Wanted["status"][]} */
const STATUSES = ["online", "busy", "away", "offline"];
/** @type {Wanted["channels"]} */
const CHANNELS = ["chat", "ticket", "call"];
/** @type {Record<string, string>} */
const TONES = { online: "ok", busy: "bad", away: "warn", offline: "" };

export default function PresenceMenu() {
  const agent = useAgent();
  const [, draw] = useState(0);
  const turn = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
  const send = async (/** @type {Wanted} */ { status, channels }) => {
    try {
      await api.put("/v1/agents/me/presence", channels.length ? { status, channels } : { status });
    } catch (problem) {
      toast(lineOf(problem), { tone: "bad" });
    }
    // What the desk says is newer than what was pressed here: three offers in a row let pass make one `away`.
    await agent.reload();
  };
  const [presence, put] = useChosen(wantedOf(agent.data), (wanted) => {
    // One after the other: what was pressed last is what stays.
    turn.current = turn.current.then(() => send(/** @type {Wanted} */ (wanted)));
    return turn.current;
  });
  if (presence === null) return null;

  const { sound, notify: wanted } = preferences.all();
  const notify = wanted && desktopAllowed();
  const duty = agent.data?.duty;
  const now = word("presence", presence.status);
  return html`<${Menu} label=${t("inbox.presence_now", { status: now })} kind="quiet" end items=${[
    ...STATUSES.map((status) => ({
      label: t(`inbox.presence_${status}`), checked: presence.status === status, run: () => put(moved(presence, status, agent.data)),
    })),
    ...CHANNELS.map((channel) => ({
      label: t(`inbox.take_${channel}`), checked: presence.channels.includes(channel),
      // Somebody who takes nothing at all is not online, and whoever is offline takes nothing.
      disabled: presence.status === "offline" || (presence.channels.length === 1 && presence.channels[0] === channel),
      run: () => put({ ...presence, channels: flipped(presence.channels, channel) }),
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

/** @param {Agent | null} agent @returns {Wanted | null} */
function wantedOf(agent) {
  return agent && { status: agent.presence.status, channels: agent.presence.channels };
}

/** Whoever comes back takes all that they have room for. @param {Wanted} from @param {Wanted["status"]} status @param {Agent} agent @returns {Wanted} */
function moved(from, status, agent) {
  if (status === "offline") return { status, channels: [] };
  return { status, channels: from.channels.length ? from.channels : CHANNELS.filter((each) => agent.capacity[each] > 0) };
}

/** @param {Wanted["channels"]} channels @param {Wanted["channels"][number]} channel */
function flipped(channels, channel) {
  return channels.includes(channel) ? channels.filter((each) => each !== channel) : [...channels, channel];
}
