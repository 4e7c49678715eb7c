"""A clock in words, in English and Russian: what was promised, what has counted, what decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from app.rules.sla_clocks import Clock
from app.rules.sla_explaining import Interval
from app.rules.sla_policies import Metric, Policy
from app.rules.wording import Language, span

METRIC_NAMES: dict[Language, dict[Metric, str]] = {
    "en": {
        "first_reply": "First reply",
        "next_reply": "Next reply",
        "periodic_update": "Periodic update",
        "requester_wait": "Requester's wait",
        "agent_work": "Agents' work",
        "resolution": "Resolution",
        "chat_accept": "Acceptance of the chat",
    },
    "ru": {
        "first_reply": "Первый ответ",
        "next_reply": "Следующий ответ",
        "periodic_update": "Регулярное сообщение о ходе работ",
        "requester_wait": "Ожидание клиента",
        "agent_work": "Работа агентов",
        "resolution": "Решение",
        "chat_accept": "Принятие чата",
    },
}
_STATES: dict[Language, dict[str, str]] = {
    "en": {
        "pending": "the ticket waits for the customer",
        "on_hold": "the ticket is on hold",
        "solved": "the ticket is solved",
        "closed": "the ticket is closed",
        "merged": "the ticket is merged",
        "snoozed": "the ticket is snoozed",
        "incident": "the ticket is part of an incident that is not over",
    },
    "ru": {
        "pending": "ждём клиента",
        "on_hold": "заявка отложена",
        "solved": "заявка решена",
        "closed": "заявка закрыта",
        "merged": "заявка объединена с другой",
        "snoozed": "заявка скрыта до срока",
        "incident": "заявка относится к инциденту, который ещё не закончился",
    },
}


_SAID: dict[Language, dict[str, str]] = {
    "en": {
        "promise": "{metric}: {target} of {hours} promised to {priority} tickets by “{policy}”, version {number}.",
        "business": "business hours",
        "calendar": "calendar time",
        "counted": "It counts from {start}; {counted} have counted.",
        "paused": "{span} did not count: {state}.",
        "closed": "{span} did not count, because the calendar was closed.",
        "in_time": "It was kept in time, at {end}.",
        "late": "It was kept late, at {end}: the deadline was missed at {breach}.",
        "cancelled": "It was given up at {end}, because nothing was owed any more.",
        "missed": "The deadline was missed at {breach}.",
        "still": "It stands still now, because {state}.",
        "overdue": "It was due at {due} and is overdue.",
        "due": "It is due at {due}.",
    },
    "ru": {
        "promise": "{metric}: обещано {target} {hours}, приоритет {priority}, политика «{policy}», версия {number}.",
        "business": "рабочего времени",
        "calendar": "календарного времени",
        "counted": "Отсчёт от {start}; засчитано {counted}.",
        "paused": "Не засчитано {span}: {state}.",
        "closed": "Не засчитано {span}: нерабочее время по календарю.",
        "in_time": "Выполнено вовремя, {end}.",
        "late": "Выполнено с опозданием, {end}: срок был пропущен {breach}.",
        "cancelled": "Снято {end}: обязательство больше не действовало.",
        "missed": "Срок был пропущен {breach}.",
        "still": "Сейчас отсчёт остановлен: {state}.",
        "overdue": "Срок был {due} и просрочен.",
        "due": "Срок: {due}.",
    },
}


def sentences(
    clock: Clock, policy: Policy, spans: Sequence[Interval], *, language: Language, zone: tzinfo, now: datetime
) -> list[str]:
    """The clock in a few sentences; times are shown in `zone`."""
    words = _SAID[language]
    told = {
        "metric": METRIC_NAMES[language][clock.metric],
        "target": span(clock.target, language),
        "hours": words["business" if clock.calendar is not None else "calendar"],
        "priority": clock.priority,
        "policy": policy.name,
        "number": policy.number,
        "start": _at(clock.started_at, zone),
        "counted": span(sum(each.seconds for each in spans), language),
        "end": _at(clock.ended_at, zone),
        "breach": _at(clock.breached_at, zone),
        "due": _at(clock.due_at, zone),
    }
    latest = next((each.because for each in reversed(spans) if each.kind == "paused"), "")
    told["state"] = _STATES[language].get(latest, latest)
    said = [words["promise"].format(**told), words["counted"].format(**told)]
    for state, seconds in _paused(spans).items():
        because = _STATES[language].get(state, state)
        said.append(words["paused"].format(span=span(seconds, language), state=because))
    if closed := _closed(spans):
        said.append(words["closed"].format(span=span(closed, language)))
    return [*said, *(words[each].format(**told) for each in _endings(clock, now))]


def _endings(clock: Clock, now: datetime) -> list[str]:
    missed = clock.breached_at is not None
    if clock.outcome == "fulfilled":
        return ["late" if missed else "in_time"]
    if clock.outcome == "cancelled":
        return ["cancelled", "missed"] if missed else ["cancelled"]
    if clock.due_at is not None:
        return ["overdue" if clock.due_at < now else "due"] + (["still"] if clock.paused else [])
    return ["still"]


def _paused(spans: Sequence[Interval]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in spans:
        if each.kind == "paused":
            found[each.because] = found.get(each.because, 0) + _seconds(each)
    return {state: seconds for state, seconds in found.items() if seconds}


def _closed(spans: Sequence[Interval]) -> int:
    return sum(_seconds(each) for each in spans if each.kind == "closed")


def _seconds(span: Interval) -> int:
    return (span.ends_at - span.begins_at) // timedelta(seconds=1)


def _at(at: datetime | None, zone: tzinfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"
