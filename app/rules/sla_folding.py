"""Folding a ticket's log into its SLA clocks: the log and the choices of policy are all that they depend on.

`fold` may be given the whole log at once or a part after the other: what comes out is the same. That is how clocks are
kept as events come, recomputed to check them, explained, and replayed under another policy.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from app.rules.sla_machine import FIELDS, Machine
from app.rules.sla_state import Choice, Clocks, World

# Changes of these may bring another policy. A status does not: else solving a ticket could take its promise away.
_DECIDING = FIELDS - {"status"}

# The fields of a ticket at an instant in, the versions of the policy and of its calendar out.
Decide: TypeAlias = Callable[[Mapping[str, Any], datetime], tuple[UUID | None, UUID | None]]


def fold(clocks: Clocks, events: Iterable[Mapping[str, Any]], world: World, decide: Decide | None = None) -> Clocks:
    """Go on from `clocks` (changed in place and returned) with events in order of `seq`.

    Each event has `seq`, `public` (whether customers see it), `type`, `actor_kind`, `data` and `at`. `decide` chooses
    policies for the ticket's fields from here on and its choices are added to `clocks.choices`; without it those that
    are there already are followed. Raises ValueError when an event is missing.
    """
    machine = Machine(clocks, world)
    for event in events:
        if event["seq"] != clocks.seq + 1:
            msg = f"event {event['seq']} follows {clocks.seq}"
            raise ValueError(msg)
        clocks.seq = event["seq"]
        clocks.latest = at = max(event["at"], clocks.latest or event["at"])
        before = clocks.fields
        if event["data"].get("imported"):
            # Of before the ticket was here: nothing was promised for it.
            machine.remember(event)
            continue
        taken_over = clocks.seq > 1 and not clocks.timeline
        if taken_over:
            machine.take_over(at)
        machine.take(event, at)
        if decide is not None and (
            clocks.seq == 1
            or taken_over
            # Nothing was touched: most events are messages.
            or (clocks.fields is not before and any(before.get(each) != clocks.fields.get(each) for each in _DECIDING))
        ):
            policy, calendar = decide(clocks.fields, at)
            if not machine.keeps(policy):
                clocks.choices.append(Choice(clocks.seq, at, policy, calendar))
        machine.follow(at)
    return clocks


def rechoose(clocks: Clocks, world: World, choice: Choice) -> Clocks:
    """Another policy counts from now on, because somebody asked for it; `choice.seq` is the last event's."""
    machine = Machine(clocks, world)
    clocks.choices.append(choice)
    machine.follow(choice.at)
    return clocks


def recompute(events: Iterable[Mapping[str, Any]], choices: Iterable[Choice], world: World) -> Clocks:
    """The clocks that a whole log and its choices make, from nothing."""
    return fold(Clocks(choices=list(choices)), events, world)
