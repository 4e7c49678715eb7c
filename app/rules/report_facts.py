"""Folding a ticket's log into the facts that reports count: what happened, when, and who and where it was then.

`fold` may be given the whole log at once or a part after the other: what comes out is the same. So facts are kept as
events come, and a recompute from the log checks them. Whether a ticket counts at all (`State.counts`) is apart from
its facts: a merge takes them all back, and undoing it brings them all back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from app.rules.report_states import DIMENSIONS, Dims, Fact, State
from app.rules.sla_clocks import Clock
from app.rules.statuses import UNSOLVED

# A first contact has solved it when nobody came back within this time.
SETTLED = timedelta(days=7)
# What clocks of these are about is a report of its own.
_GENERATED_BY = "00000000-0000-0000-0000-000000000001"
_FIELDS = {field: name for name, field in DIMENSIONS.items()}


@dataclass(slots=True)
class Changes:
    """Facts that are new or are others now, and those that are not any more, by metric and number."""

    puts: dict[tuple[str, int], Fact] = field(default_factory=dict)
    gone: set[tuple[str, int]] = field(default_factory=set)

    def put(self, fact: Fact) -> None:
        """It is so now."""
        self.puts[fact.metric, fact.number] = fact
        self.gone.discard((fact.metric, fact.number))

    def drop(self, metric: str, number: int) -> None:
        """It is not any more."""
        self.puts.pop((metric, number), None)
        self.gone.add((metric, number))


def fold(state: State, events: Iterable[Mapping[str, Any]], changes: Changes | None = None) -> Changes:
    """Go on from `state` (changed in place) with events in order of `seq`; what that makes of the facts.

    Each event has `seq`, `public`, `type`, `actor_kind`, `actor_id`, `data` and `at`. Raises ValueError when an event
    is missing.
    """
    made = changes or Changes()
    for event in events:
        if event["seq"] != state.seq + 1:
            msg = f"event {event['seq']} follows {state.seq}"
            raise ValueError(msg)
        state.seq = event["seq"]
        _Step(state, made, event).take()
    return made


class _Step:
    """One event that is taken up."""

    def __init__(self, state: State, made: Changes, event: Mapping[str, Any]) -> None:
        self._state = state
        self._made = made
        self._type: str = event["type"]
        self._at: datetime = event["at"]
        self._data: Mapping[str, Any] = event["data"]
        self._set: Mapping[str, Any] = event["data"].get("set") or {}
        self._imported = bool(event["data"].get("imported"))
        self._public: bool = event["public"]
        self._actor_kind: str = event["actor_kind"]
        self._actor_id = str(event["actor_id"])
        self._before: Dims = state.dims

    def take(self) -> None:
        state = self._state
        touched = {
            _FIELDS[name]: None if value is None else str(value) for name, value in self._set.items() if name in _FIELDS
        }
        if touched:
            state.dims = {**state.dims, **touched}
        if state.seq == 1:
            self._begin()
        elif state.dims != self._before:
            self._moved()
        if self._type == "ticket.transferred":
            self._fact("transferred", dims=self._before)
        self._assigned()
        if state.seq > 1:
            self._status()
        self._spoken()
        self._chat()

    def _fact(
        self, metric: str, *, since: datetime | None = None, value: int | None = None, dims: Dims | None = None
    ) -> Fact:
        fact = Fact(
            metric, self._state.next(metric), self._at, dict(dims or self._state.dims), since, value,
            imported=self._imported,
        )  # fmt: skip
        self._made.put(fact)
        return fact

    def _by(self, agent: str) -> Dims:
        return {**self._state.dims, "agent": agent}

    def _begin(self) -> None:
        state = self._state
        state.created_at = state.episode_at = self._at
        state.status = "new"
        state.spam = self._set.get("spam") == "marked"
        state.moved(self._at)
        state.nobodys_since = None if state.dims["agent"] else self._at
        self._keep("created", self._fact("created"))
        self._open()
        self._change_status(self._set.get("status") or "new")

    def _keep(self, name: str, fact: Fact) -> None:
        self._state.kept[name] = fact

    def _moved(self) -> None:
        """Another agent, team or topic: what is open is open there now, and what was not known is."""
        state, before = self._state, self._before
        state.moved(self._at)
        created = state.kept.get("created")
        if created is not None:
            # Classified a moment after it came, it came as that.
            learnt = {name: value for name, value in state.dims.items() if created.dims[name] is None and value}
            if learnt:
                created = replace(created, dims={**created.dims, **learnt})
                self._made.put(created)
                self._keep("created", created)
        changed = [name for name in DIMENSIONS if before[name] != state.dims[name]]
        if "open" in state.kept:
            metric = "backlog:" + "+".join(changed)
            self._close(metric, before)
            self._open(metric)

    def _open(self, metric: str = "backlog") -> None:
        fact = Fact(
            metric, self._state.next(metric), self._at, dict(self._state.dims), None, 1, span=True,
            imported=self._imported,
        )  # fmt: skip
        self._made.put(fact)
        self._keep("open", fact)

    def _close(self, metric: str, dims: Dims) -> None:
        was = self._state.kept.pop("open", None)
        if was is None:
            return
        self._made.put(replace(was, until=self._at))
        self._fact(metric, value=-1, dims=dims)

    def _assigned(self) -> None:
        state = self._state
        agent = state.dims["agent"]
        if agent is None:
            if state.nobodys_since is None and state.status in UNSOLVED:
                state.nobodys_since = self._at
        elif agent != self._before["agent"]:
            self._fact("assigned", since=state.nobodys_since)
            state.nobodys_since = None

    def _status(self) -> None:
        state = self._state
        if "spam" in self._set:
            state.spam = self._set["spam"] == "marked"
        if "status" in self._set:
            self._change_status(self._set["status"])

    def _change_status(self, status: str) -> None:
        state, was = self._state, self._state.status
        state.status = status
        if was == status:
            return
        if status == "merged":
            state.status_before = was
            self._close("backlog", state.dims)
        elif was == "merged" or self._type in {"ticket.marked_spam", "ticket.unmarked_spam"}:
            # Nothing was solved by that and nothing opened again: it goes on as it was.
            if status in UNSOLVED and state.solved_at is not None:
                # It had been solved before it was marked: now somebody waits again.
                self._reopened()
            elif status in UNSOLVED:
                self._opened_again()
            else:
                self._close("backlog", state.dims)
        elif was in UNSOLVED and status not in UNSOLVED:
            self._resolved()
        elif was not in UNSOLVED and status in UNSOLVED:
            self._reopened()

    def _opened_again(self) -> None:
        state = self._state
        if "open" not in state.kept:
            self._open()
        if state.dims["agent"] is None:
            state.nobodys_since = self._at

    def _resolved(self) -> None:
        state = self._state
        self._close("backlog", state.dims)
        dims = dict(state.dims)
        if dims["agent"] is None and self._actor_kind == "agent":
            dims["agent"] = self._actor_id
        first = self._fact("resolved", since=state.episode_at, dims=dims).number == 1
        self._made.put(Fact("resolved_at_last", 1, self._at, dims, state.created_at, imported=self._imported))
        if first:
            self._fact("one_touch", value=int(state.replies == 1), dims=dims)
            # Judged when nobody has come back in time; until then it lies ahead, and no report counts it.
            fcr = Fact(
                "first_contact", 1, self._at + SETTLED, dims, None, int(state.replies <= 1), imported=self._imported
            )
            self._made.put(fcr)
            self._keep("first_contact", fcr)
        state.solved_at, state.unanswered_since, state.nobodys_since = self._at, None, None

    def _reopened(self) -> None:
        state = self._state
        self._opened_again()
        self._fact("reopened", since=state.solved_at)
        self._made.drop("resolved_at_last", 1)
        fcr = state.kept.pop("first_contact", None)
        if fcr is not None and self._at < fcr.at:
            self._made.put(replace(fcr, at=self._at, value=0))
        state.episode_at, state.solved_at = self._at, None

    def _spoken(self) -> None:
        match self._type:
            case "message.created" if self._public and "copied_from" not in self._data:
                self._message(self._actor_kind, own=self._state.seq > 2)  # noqa: PLR2004 - its opening words are there
            case "message.merged_in" if self._data["kept"] and self._data["visibility"] == "public":
                # On the thread of a ticket that is part of this one: work, and no first answer to this one's customer.
                self._message(self._data["author_kind"], own=False, merged=True)
            case "ticket.merged_out":
                # What was said on that thread counts there again.
                for number in self._state.replies_of.pop(self._data["source"]["id"], ()):
                    self._made.drop("reply", number)
                    self._state.replies -= 1

    def _message(self, author: str, *, own: bool, merged: bool = False) -> None:
        state = self._state
        if author == "agent" and (own or merged):
            by = self._by(self._actor_id) if self._actor_kind == "agent" else state.dims
            if own and not state.replied:
                self._fact("first_reply", since=state.created_at, dims=by)
            if own and not state.replied_by_people:
                self._fact("first_human_reply", since=state.created_at, dims=by)
            state.replied = state.replied or own
            state.replied_by_people = state.replied_by_people or own
            state.replies += 1
            reply = self._fact("reply", since=state.unanswered_since, dims=by)
            if merged:
                state.replies_of.setdefault(self._data["source"]["id"], []).append(reply.number)
            state.unanswered_since = None
        elif author == "system" and self._actor_id == _GENERATED_BY and own:
            if not state.replied:
                self._fact("first_reply", since=state.created_at)
            state.replied = True
        elif author not in {"agent", "system"} and state.unanswered_since is None:
            state.unanswered_since = self._at

    def _chat(self) -> None:
        state = self._state
        match self._type:
            case "chat.started" | "chat.requeued":
                state.chat_since = state.chat_since or self._at
            case "chat.accepted":
                if state.chat_since is not None:
                    self._fact("chat_wait", since=state.chat_since)
                state.chat_since = None
            case "chat.ended":
                if state.chat_since is not None:
                    self._fact("chat_abandoned", since=state.chat_since)
                state.chat_since = None


def of_clocks(state: State, clocks: Iterable[Clock]) -> list[Fact]:
    """What became of promises: 1 kept in time, 0 missed, at that instant; one that runs or was given up says nothing.

    A missed one counts when it is missed, whether or not it was kept later.
    """
    found = []
    for clock in clocks:
        at = clock.breached_at if clock.breached_at is not None else clock.ended_at
        if at is None or (clock.breached_at is None and clock.outcome != "fulfilled"):
            continue
        value = int(clock.breached_at is None)
        found.append(Fact(f"sla:{clock.metric}", clock.number, at, dict(state.dims_at(at)), None, value))
    return found
