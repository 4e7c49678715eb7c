"""How each of the last days was for a component, by what incidents said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.rules.component_states import STATES, State

DAYS = 90


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an incident said of a component, and from when to when; None while it lasts."""

    state: State
    since: datetime
    until: datetime | None


def days(troubles: Iterable[Trouble], now: datetime) -> Sequence[tuple[date, State]]:
    """Each of the last 90 days in UTC, the oldest first, with the worst that was said of it. Half-open: what ended at
    midnight was nothing of the day that begins then.
    """
    today = now.astimezone(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    worst: dict[date, State] = {first + timedelta(days=each): "operational" for each in range(DAYS)}
    for each in troubles:
        begins = max(first, each.since.astimezone(UTC).date())
        end = min(each.until or now, now).astimezone(UTC)
        last = end.date()
        if end == datetime.combine(last, datetime.min.time(), UTC) and end > each.since:
            last -= timedelta(days=1)
        day = begins
        while day <= min(last, today):
            worst[day] = max(worst[day], each.state, key=STATES.index)
            day += timedelta(days=1)
    return list(worst.items())


def indicator(states: Iterable[State], impacts: Iterable[str]) -> str:
    """The page in one word: `none`, `maintenance`, `minor`, `major` or `critical`."""
    order = ("none", "maintenance", "minor", "major", "critical")
    of_state = {
        "operational": "none",
        "maintenance": "maintenance",
        "degraded": "minor",
        "partial_outage": "major",
        "major_outage": "critical",
    }
    said = [*(of_state[each] for each in states), *impacts]
    return max(said, key=order.index, default="none")
