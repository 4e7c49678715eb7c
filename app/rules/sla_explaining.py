"""Why a clock stands where it stands: every span since its start, and what decided that it counted or did not."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Literal

from app.rules.schedules import AnySchedule
from app.rules.sla_clocks import Clock, Moment
from app.rules.sla_policies import Metric, Policy

Kind = Literal["counted", "paused", "closed"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of a clock; `seconds` of it counted."""

    kind: Kind
    begins_at: datetime
    ends_at: datetime
    seconds: int
    because: str


def intervals(
    clock: Clock, timeline: Sequence[Moment], policy: Policy, hours: AnySchedule, until: datetime
) -> Iterator[Interval]:
    """The spans from what the clock counts from to its end, or `until`; they leave no gap and do not overlap."""
    last: Interval | None = None
    for each in _pieces(clock, timeline, policy, hours, until):
        if last is not None and (last.kind, last.because) == (each.kind, each.because):
            # A move of the ticket that changed nothing here.
            last = Interval(last.kind, last.begins_at, each.ends_at, last.seconds + each.seconds, last.because)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _pieces(
    clock: Clock, timeline: Sequence[Moment], policy: Policy, hours: AnySchedule, until: datetime
) -> Iterator[Interval]:
    end = min(clock.ended_at or until, until)
    first = max(0, bisect_right(timeline, clock.started_at, key=attrgetter("at")) - 1)
    for place, moment in enumerate(timeline[first:], first):
        if moment.at >= end:
            return
        following = timeline[place + 1].at if place + 1 < len(timeline) else end
        begins, ends = max(moment.at, clock.started_at), min(following, end)
        if begins >= ends:
            continue
        if policy.counts(clock.metric, moment.status, snoozed=moment.snoozed, incident=moment.incident):
            yield from _by_hours(hours, begins, ends)
        else:
            yield Interval("paused", begins, ends, 0, _why(policy, clock.metric, moment))


def _why(policy: Policy, metric: Metric, moment: Moment) -> str:
    if policy.counts(metric, moment.status, snoozed=moment.snoozed, incident=False):
        return "incident"
    return "snoozed" if policy.counts(metric, moment.status, snoozed=False, incident=False) else moment.status


def _by_hours(hours: AnySchedule, begins: datetime, ends: datetime) -> Iterator[Interval]:
    at = begins
    # Openings are whole seconds: what is left of a second belongs to the span beside it.
    for opening in hours.openings(begins, ends):
        opens, closes = max(opening.opens, begins), min(opening.closes, ends)
        if at < opens:
            yield from _closed(hours, at, opens)
        if opens < closes:
            yield Interval("counted", opens, closes, hours.open_seconds(opens, closes), "open")
            at = closes
    if at < ends:
        # It may be open for the rest of a second.
        if hours.is_open(at):
            yield Interval("counted", at, ends, hours.open_seconds(at, ends), "open")
        else:
            yield from _closed(hours, at, ends)


def _closed(hours: AnySchedule, begins: datetime, ends: datetime) -> Iterator[Interval]:
    for begin, end, reason in hours.closed_because(begins, ends):
        because = f"holiday: {reason.holiday}" if reason.kind == "holiday" else reason.kind
        yield Interval("closed", begin, end, 0, because)
