"""Small worlds for tests of clocks: policies, a week with lunch breaks, and logs in one line an event."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.rules.calendars import Calendar, Hours
from app.rules.conditions import Condition, Conditions
from app.rules.schedules import ALWAYS, Schedule
from app.rules.sla_clocks import Clock
from app.rules.sla_folding import fold, rechoose
from app.rules.sla_policies import METRICS, Metric, Policy, Step, Target, choose
from app.rules.sla_state import Choice, Clocks, World

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOUR = 3_600
WEEK = UUID(int=99)

# Monday to Friday, 09:00 to 13:00 and 14:00 to 18:00.
OFFICE = Calendar("UTC", ((Hours(9 * HOUR, 13 * HOUR), Hours(14 * HOUR, 18 * HOUR)),) * 5 + ((), ()), {}, {})


def policy(
    number: int = 1,
    *,
    targets: Mapping[Metric, int] | None = None,
    business: bool = False,
    steps: tuple[Step, ...] = (),
    conditions: Conditions | None = None,
    **more: Any,
) -> Policy:
    """A policy with these targets in seconds for normal tickets, and a quarter of them for urgent ones."""
    wanted = dict.fromkeys(METRICS, 4 * HOUR) if targets is None else targets
    return Policy(
        version_id=UUID(int=number),
        policy_id=UUID(int=number),
        name=f"Policy {number}",
        number=1,
        conditions=conditions or Conditions(),
        targets={
            (metric, priority): Target(metric, priority, seconds // share, business)
            for metric, seconds in wanted.items()
            for priority, share in (("normal", 1), ("urgent", 4))
        },
        steps=steps,
        **more,
    )


def vip(number: int) -> Policy:
    """A policy for tickets with the tag vip."""
    found = Conditions(all=(Condition("tags", "has_any", ["vip"]),))
    return policy(number, targets={"first_reply": HOUR}, conditions=found)


def world(*policies: Policy) -> World:
    """These policies, office hours and all hours."""
    return World({each.version_id: each for each in policies}, {None: ALWAYS, WEEK: Schedule(OFFICE)})


class Log:
    """A ticket's log as it is written, one call an event; minutes are counted from Monday, 09:00."""

    def __init__(self, *policies: Policy, opened_by: str = "customer", **fields: Any) -> None:
        self.policies = policies
        self.events: list[dict[str, Any]] = []
        # What somebody asked for, by the event after which they did.
        self.wishes: dict[int, list[Choice]] = {}
        kept = {"status": "new", "priority": "normal", "tags": [], "snoozed_until": None, **fields}
        self.add(0, "ticket.created", actor=opened_by, **kept)
        self.add(0, "message.created", actor=opened_by)

    def add(
        self, minute: float, kind: str, *, actor: str = "system", public: bool = True, data: Any = None, **changes: Any
    ) -> "Log":
        """One event; `changes` are what it sets."""
        said = dict(data or {}) | ({"set": changes} if changes else {})
        self.events.append(
            {
                "seq": len(self.events) + 1,
                "public": public,
                "type": kind,
                "actor_kind": actor,
                "data": said,
                "at": MONDAY + timedelta(minutes=minute),
            }
        )
        return self

    def says(self, minute: float, actor: str, *, public: bool = True) -> "Log":
        """A message."""
        return self.add(minute, "message.created", actor=actor, public=public)

    def becomes(self, minute: float, status: str) -> "Log":
        """A status."""
        return self.add(minute, "ticket.status_changed", status=status)

    def decide(self, fields: Mapping[str, Any], _at: datetime) -> tuple[UUID | None, UUID | None]:
        """The policy for these fields."""
        found = choose(self.policies, fields)
        return (None, None) if found is None else (found.version_id, WEEK)

    def asked(self, minute: float, number: int | None) -> "Log":
        """Somebody re-evaluates the ticket."""
        at = max(MONDAY + timedelta(minutes=minute), self.events[-1]["at"])
        wish = Choice(len(self.events), at, None if number is None else UUID(int=number), WEEK, "asked")
        self.wishes.setdefault(len(self.events), []).append(wish)
        return self

    def folded(self) -> Clocks:
        """All of it."""
        return self.go_on(Clocks(), self.events)

    def go_on(self, clocks: Clocks, events: Sequence[Mapping[str, Any]]) -> Clocks:
        """Some more of it, as the desk does it: an event, or several, and then what somebody asked for."""
        where = world(*self.policies)
        begun = 0
        for place, event in enumerate(events):
            wishes = self.wishes.get(event["seq"])
            if wishes is None:
                continue
            clocks = fold(clocks, events[begun : place + 1], where, self.decide)
            begun = place + 1
            for wish in wishes:
                rechoose(clocks, where, replace(wish, at=max(wish.at, clocks.latest or wish.at)))
        return fold(clocks, events[begun:], where, self.decide)

    def all(self, metric: Metric) -> list[Clock]:
        """The instances of a metric, in order."""
        clocks = self.folded()
        running = clocks.running.get(metric)
        return [*(each for each in clocks.ended if each.metric == metric), *([running] if running else [])]

    def one(self, metric: Metric) -> Clock:
        """The only instance of a metric."""
        (clock,) = self.all(metric)
        return clock


def fired(clock: Clock, key: str) -> dict[str, Any]:
    """What the event of a step says."""
    return {"metric": clock.metric, "number": clock.number, "step": key, "policy_version_id": str(clock.policy)}


def minute(at: datetime | None) -> float | None:
    """Minutes since Monday, 09:00."""
    return None if at is None else (at - MONDAY).total_seconds() / 60
