// @ts-check
/** What can be done with a ticket as a whole: hand it on, put it off, push it up, make it one with another. */
import { html, useState } from "../../../shared/view.js";
import { Button, Dialog, Field, Input, Menu, Problem, confirm } from "../../../shared/parts.js";
import { navigate } from "../../../shared/router.js";
import { t, now } from "../../../shared/texts.js";
import { useSending } from "../../../shared/sending.js";
import { api } from "../desk.js";
import { CallbackDialog } from "./callback.js";
import { MergeDialog } from "./merge.js";
import { TransferDialog } from "./transfer.js";
import { useDoing } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */

const HOUR = 3_600_000;

/** @param {Panelled} props */
export function Actions({ ticket, me, change, directory, reload, split }) {
  const [dialog, setDialog] = useState(/** @type {string | null} */ (null));
  const { busy, run } = useDoing(reload);
  const path = `/v1/tickets/${ticket.id}`;
  const close = () => setDialog(null);
  const open = ticket.status !== "solved" && ticket.status !== "closed" && ticket.status !== "merged";
  const notMine = async () => {
    if (await confirm(t("thread.not_my_area_question"), { action: t("thread.not_my_area") })) {
      await run(() => api.post(`${path}/not-my-area`, { tell_customer: false }));
    }
  };
  const unmerge = async () => {
    if (await confirm(t("thread.unmerge_question"), { action: t("thread.unmerge") })) {
      await run(() => api.post(`${path}/unmerge`));
    }
  };
  const more = [
    ticket.status === "merged" ? { label: t("thread.unmerge"), icon: "undo-2", run: () => void unmerge() }
      : { label: t("thread.merge.label"), icon: "git-merge", run: () => setDialog("merge") },
    { label: t("thread.split.label"), icon: "split", run: split },
    me.may("reviews:write") && { label: t("thread.review"), icon: "award", run: () => navigate(`/console/reviews?ticket=${ticket.id}`) },
    open && { label: t("thread.callback.label"), icon: "phone", run: () => setDialog("callback") },
    open && { label: t("thread.deescalate"), icon: "arrow-down", run: () => setDialog("deescalate") },
    open && ticket.assignee_id === me.id && { label: t("thread.not_my_area"), icon: "hand", run: () => void notMine() },
    open && { label: t("thread.place.first"), icon: "arrow-up", run: () => void run(() => api.post(`${path}/queue-place`, { place: "first" })) },
    open && { label: t("thread.place.in_order"), icon: "list", run: () => void run(() => api.post(`${path}/queue-place`, { place: "in_order" })) },
  ].filter(Boolean);
  return html`
    <div class="toolbar ticket-actions" role="group" aria-label=${t("thread.actions")}>
      ${ticket.assignee_id !== me.id && open && html`
        <${Button} small icon="user-check" busy=${busy} onClick=${() => void change({ assignee_id: me.id })}>
          ${t("thread.take")}<//>`}
      ${open && html`<${Button} small icon="forward" onClick=${() => setDialog("transfer")}>${t("thread.transfer.label")}<//>`}
      ${open && html`<${Button} small icon="arrow-up" id="ticket-escalate" onClick=${() => setDialog("escalate")}>
        ${t("thread.escalate")}<//>`}
      ${open && (ticket.snoozed_until
        ? html`<${Button} small icon="alarm-clock" busy=${busy} onClick=${() => void run(() => api.post(`${path}/wake`))}>
            ${t("thread.wake")}<//>`
        : html`<${Button} small icon="alarm-clock" onClick=${() => setDialog("snooze")}>${t("thread.snooze")}<//>`)}
      <${Menu} label=${t("thread.more_actions")} icon="ellipsis" small items=${more} end />
      ${dialog === "transfer" && html`<${TransferDialog} path=${`${path}/transfer`} directory=${directory} onClose=${close} onDone=${reload} />`}
      ${dialog === "merge" && html`<${MergeDialog} ticket=${ticket} onClose=${close} onDone=${reload} />`}
      ${(dialog === "escalate" || dialog === "deescalate") && html`
        <${WithReason} kind=${dialog} path=${`${path}/${dialog}`} onClose=${close} onDone=${reload} />`}
      ${dialog === "callback" && html`<${CallbackDialog} ticket=${ticket.id} onClose=${close} onDone=${reload} />`}
      ${dialog === "snooze" && html`<${Snooze} path=${`${path}/snooze`} onClose=${close} onDone=${reload} />`}
    </div>`;
}

/** @param {{ kind: string, path: string, onClose: () => void, onDone: () => void }} props */
function WithReason({ kind, path, onClose, onDone }) {
  const [reason, setReason] = useState("");
  const { busy, error, submit } = useSending();
  const go = (/** @type {Event} */ event) => submit(event, async () => {
    await api.post(path, { reason });
    onDone();
    onClose();
  });
  return html`
    <${Dialog} title=${t(`thread.${kind}`)} onClose=${onClose} actions=${html`
      <${Button} kind="primary" busy=${busy} disabled=${!reason.trim()} onClick=${go}>${t(`thread.${kind}`)}<//>`}>
      <form onSubmit=${go}><${Field} label=${t("thread.reason")} required>
        <${Input} value=${reason} onInput=${setReason} maxlength="255" autofocus /><//></form>
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}

/** Until when a ticket is put off: some hours, or days at nine in the morning. @returns {{ key: string, at: Date }[]} */
function presets() {
  const soon = (/** @type {number} */ hours) => new Date(now() + hours * HOUR);
  const morning = (/** @type {number} */ days) => {
    const day = new Date(now());
    day.setDate(day.getDate() + days);
    day.setHours(9, 0, 0, 0);
    return day;
  };
  const untilMonday = (8 - new Date(now()).getDay()) % 7 || 7;
  return [{ key: "hour", at: soon(1) }, { key: "hours", at: soon(4) }, { key: "tomorrow", at: morning(1) },
    { key: "monday", at: morning(untilMonday) }];
}

/** @param {{ path: string, onClose: () => void, onDone: () => void }} props */
function Snooze({ path, onClose, onDone }) {
  const [at, setAt] = useState("");
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const go = async (/** @type {Date} */ until) => {
    try {
      await api.post(path, { until: until.toISOString() });
      onDone();
      onClose();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`
    <${Dialog} title=${t("thread.snooze")} onClose=${onClose} actions=${html`
      <${Button} kind="primary" disabled=${!at} onClick=${() => void go(new Date(at))}>${t("thread.snooze")}<//>`}>
      <div class="row">${presets().map((each) => html`
        <${Button} key=${each.key} onClick=${() => void go(each.at)}>${t(`thread.until.${each.key}`)}<//>`)}</div>
      <${Field} label=${t("thread.until.at")}><${Input} type="datetime-local" value=${at} onInput=${setAt} /><//>
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}
