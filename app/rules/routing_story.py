"""A ticket's way through the desk, told event by event: what happened to its place and its agent, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from app.rules import routing_sentences
from app.rules.routing_records import Record, at, place, read
from app.rules.routing_story_words import SAID
from app.rules.routing_words import Names, line
from app.rules.sla_sentences import METRIC_NAMES
from app.rules.wording import Language, instant, name, quoted, reason

# What a step of an SLA may do with a ticket's place.
MOVES = frozenset({"requeue", "transfer", "escalate"})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a ticket's log."""

    seq: int
    at: datetime
    type: str
    actor_kind: str
    actor_id: UUID
    actor_name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """The same in words: a sentence, and what stands behind it. With a decision of routing: whom it chose, and it."""

    summary: str
    sentences: tuple[str, ...] = ()
    agent_id: UUID | None = None
    record: Record | None = None


def tell(event: Happened, names: Names, *, language: Language) -> Told:
    """What an event says. A kind that is not known is told by its name."""
    return _TELLERS.get(event.type, _other)(_Teller(event, names, language))


class _Teller:
    """One event, and the words to tell it in."""

    def __init__(self, event: Happened, names: Names, language: Language) -> None:
        self.event = event
        self.data = event.data
        self.names = names
        self.language = language

    def say(self, key: str, **values: str) -> str:
        words = SAID[self.language]
        return words[key].format(actor=self.actor(), **values)

    def told(self, key: str, *sentences: str, **values: str) -> Told:
        return Told(self.say(key, **values), sentences)

    def actor(self) -> str:
        kind = self.event.actor_kind
        if kind == "agent":
            return self.agent(self.event.actor_id, self.event.actor_name)
        return SAID[self.language].get(kind) or name(self.event.actor_name) or SAID[self.language]["somebody"]

    def agent(self, agent_id: UUID | None, stored: str = "") -> str:
        if agent_id is None:
            return name(stored) or SAID[self.language]["somebody"]
        return self.names.agent(agent_id)

    def named(self, key: str) -> str:
        """Who stands as `{"id", "name"}` in the data."""
        found = place(self.data.get(key))
        return self.agent(None if found is None else found[0])

    def team(self, team_id: UUID | None) -> str:
        if team_id is None:
            return SAID[self.language]["somebody"]
        return self.names.team(team_id, self.language)

    def line(self) -> str:
        """Where it stands after this event, as far as the event says."""
        queue = place(self.data.get("queue"))
        queue_id = queue[0] if queue is not None else _id(self.set("queue_id"))
        team_id = _id(self.set("team_id"))
        return line(queue_id, queue[1] if queue else None, team_id, self.names, self.language)

    def set(self, field: str) -> Any:  # noqa: ANN401 - a ticket field's value as JSON
        changed = self.data.get("set")
        return changed.get(field) if isinstance(changed, Mapping) else None

    def reason(self) -> tuple[str, ...]:
        stored = self.data.get("reason")
        shown = reason(stored) if isinstance(stored, str) and not self.by_sla() else ""
        return (self.say("reason", reason=quoted(shown, self.language)),) if shown else ()

    def by_sla(self) -> bool:
        return str(self.data.get("cause", "")).startswith("sla")

    def metric(self, stored: object) -> str:
        known = METRIC_NAMES[self.language]
        metric = next((each for each in known if each == stored), None)
        return name(str(stored)) if metric is None else known[metric].lower()

    def metric_of_cause(self) -> str:
        parts = str(self.data.get("cause", "")).split(":")
        return self.metric(parts[1]) if len(parts) > 1 else "SLA"

    def decided(self, how: routing_sentences.How) -> Told | None:
        record = read(self.data.get("decision"))
        agent_id = _chosen(self.data)
        if record is None or agent_id is None:
            return None
        at, language = self.event.at, self.language
        first = routing_sentences.summary(record, agent_id, how, self.names, at=at, language=language)
        behind = routing_sentences.sentences(record, agent_id, self.names, at=at, language=language)
        return Told(first, tuple(behind), agent_id, record)


def _id(stored: object) -> UUID | None:
    found = place({"id": stored})
    return None if found is None else found[0]


def _chosen(data: Mapping[str, Any]) -> UUID | None:
    """Whom an event is about: the agent that it names, else the one that the ticket has by it."""
    found, changed = place(data.get("agent")), data.get("set")
    if found is not None:
        return found[0]
    return _id(changed.get("assignee_id")) if isinstance(changed, Mapping) else None


def _created(it: _Teller) -> Told:
    by_hand = [it.say("by_hand")] if it.set("routed_by_hand") else []
    return it.told("created", *by_hand, line=it.line())


def _queued(it: _Teller) -> Told:
    because = str(it.data.get("because", "conditions"))
    if because == "conditions" and it.data.get("queue") is None:
        because = "no_queue"
    key = f"queued:{because}"
    return it.told(key if key in SAID["en"] else "queued:conditions", line=it.line())


def _transferred(it: _Teller) -> Told:
    to = it.data.get("to")
    found = to if isinstance(to, Mapping) else {}
    kind, known = str(found.get("kind", "")), place(found)
    called = name(str(found.get("name") or ""))
    if kind == "agent" and known is not None:
        called = it.agent(known[0])
    elif kind == "team" and known is not None:
        called = name(it.names.teams.get(known[0], "")) or called
    elif kind == "queue" and known is not None:
        called = name(it.names.queues.get(known[0], "")) or called
    key = f"to:{kind}" if called and f"to:{kind}" in SAID["en"] else "to:"
    shown = it.say(key, name=called, quoted=quoted(called, it.language))
    instead = []
    if place(it.data.get("instead_of")) is not None:
        instead.append(it.say("instead_of", other=it.named("instead_of"), agent=called))
    return it.told("not_my_area" if it.data.get("not_my_area") else "transferred", *it.reason(), *instead, to=shown)


def _requeued(it: _Teller) -> Told:
    return _transferred(it) if isinstance(it.data.get("to"), Mapping) else it.told("requeued", *it.reason())


def _assigned(it: _Teller) -> Told:
    decided = it.decided("assigned")
    if decided is not None:
        return decided
    agent_id = _chosen(it.data)
    agent = it.agent(agent_id)
    if place(it.data.get("instead_of")) is not None:
        return it.told("assigned:substitute", agent=agent, other=it.named("instead_of"))
    if it.event.actor_kind == "system":
        return it.told("assigned", agent=agent)
    mine = it.event.actor_kind == "agent" and it.event.actor_id == agent_id
    return it.told("assigned:self" if mine else "assigned:by", agent=agent)


def _unassigned(it: _Teller) -> Told:
    if it.data.get("cause") == "agent_not_there":
        return it.told("unassigned:not_there", agent=it.named("agent"))
    if it.by_sla():
        return it.told("unassigned:sla", metric=it.metric_of_cause())
    return it.told("unassigned:by")


def _updated(it: _Teller) -> Told:
    changed = it.data.get("set")
    if not isinstance(changed, Mapping) or "team_id" not in changed:
        return it.told("updated")
    team_id = _id(changed["team_id"])
    if team_id is None:
        return it.told("updated:no_team")
    if it.by_sla():
        return it.told("updated:sla", team=it.team(team_id), metric=it.metric_of_cause())
    return it.told("updated:team", team=it.team(team_id))


def _between(key: str, it: _Teller) -> Told:
    teams = {side: place(it.data.get(side)) for side in ("from_team", "to_team")}
    shown = {side: it.team(None if found is None else found[0]) for side, found in teams.items()}
    return it.told(key, *it.reason(), **shown)


def _escalated(it: _Teller) -> Told:
    return _between("escalated:sla" if it.by_sla() else "escalated", it)


def _reordered(it: _Teller) -> Told:
    key = f"reordered:{it.data.get('place')}"
    return it.told(key if key in SAID["en"] else "reordered:in_order", *it.reason())


def _snoozed(it: _Teller) -> Told:
    until = at(it.set("snoozed_until"))
    return it.told("snoozed", until="…" if until is None else instant(until))


def _status(it: _Teller) -> Told:
    key = f"status:{it.set('status')}"
    return it.told(key if key in SAID["en"] else "status:open")


def _offered(it: _Teller) -> Told:
    if it.data.get("warm") and place(it.data.get("from_agent")) is not None:
        told = it.told("asked_to_take_over", *it.reason(), agent=it.named("agent"), other=it.named("from_agent"))
        decided = it.decided("offered")
        record = None if decided is None else decided.record
        return Told(told.summary, (*told.sentences, it.say("warm")), told.agent_id, record)
    warm = [it.say("warm")] if it.data.get("warm") else []
    told = it.decided("offered") or it.told("offered", agent=it.named("agent"))
    return Told(told.summary, (*told.sentences, *warm), told.agent_id, told.record)


def _offer_ended(it: _Teller) -> Told:
    key = f"offer_ended:{it.data.get('outcome')}"
    return it.told(key if key in SAID["en"] else "offer_ended:withdrawn", agent=it.named("agent"))


def _accepted(it: _Teller) -> Told:
    decided = it.decided("accepted")
    if decided is not None:
        return decided
    if place(it.data.get("from_agent")) is not None:
        return it.told("accepted:from", agent=it.named("agent"), other=it.named("from_agent"))
    return it.told("accepted", agent=it.named("agent"))


def _chat_ended(it: _Teller) -> Told:
    by = str(it.data.get("ended_by") or it.event.actor_kind)
    return it.told(f"chat_ended:{by}" if by in {"customer", "system"} else "chat_ended:agent")


def _step(it: _Teller) -> Told:
    actions = it.data.get("actions")
    for each in actions if isinstance(actions, list) else ():
        if isinstance(each, Mapping) and str(each.get("type")) in MOVES and "skipped" not in each:
            team = it.team(_id(each.get("team_id")))
            return it.told(f"step:{each['type']}", metric=it.metric(it.data.get("metric")), team=team)
    return _other(it)


def _other(it: _Teller) -> Told:
    return it.told("other", kind=it.event.type)


_Tell: TypeAlias = Callable[[_Teller], Told]
_TELLERS: Mapping[str, _Tell] = {
    "ticket.created": _created,
    "ticket.queued": _queued,
    "ticket.transferred": _transferred,
    "ticket.assigned": _assigned,
    "ticket.unassigned": _unassigned,
    "ticket.updated": _updated,
    "ticket.escalated": _escalated,
    "ticket.deescalated": lambda it: _between("deescalated", it),
    "ticket.reordered": _reordered,
    "ticket.snoozed": _snoozed,
    "ticket.woken": lambda it: it.told("woken:agent" if it.data.get("cause") == "agent" else "woken:time"),
    "message.created": lambda it: it.told("woken:message"),
    **dict.fromkeys(("ticket.status_changed", "ticket.merged", "ticket.unmerged"), _status),
    **dict.fromkeys(("ticket.marked_spam", "ticket.unmarked_spam"), _status),
    "chat.started": lambda it: it.told("chat_started"),
    "chat.offered": _offered,
    "chat.offer_ended": _offer_ended,
    "chat.requeued": _requeued,
    "chat.accepted": _accepted,
    "chat.ended": _chat_ended,
    "sla.step_reached": _step,
    "sla.breached": _step,
}
TOLD = frozenset(_TELLERS)
