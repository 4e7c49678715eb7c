"""What decides about outgoing webhooks: which events, when again, when to leave a receiver alone, when to give up."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# A delivery is given up when it is older than this.
GIVE_UP = timedelta(days=3)
# A webhook to which nothing could be delivered for so long is switched off.
SWITCH_OFF = timedelta(days=5)
_MINUTE, _HOUR = 60.0, 3600.0
# Seconds after the first, second ... attempt that failed, and then each time the last one.
DELAYS = (5.0, 30.0, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR)
# After so many failures in a row the receiver is left alone.
FAILURES = 10
# For so long at first, then twice as long each time, up to the longest; after it comes one try.
PAUSE, LONGEST_PAUSE = 30.0, 10 * _MINUTE
# What a receiver may ask for by Retry-After.
LONGEST_ASKED = _HOUR
GONE = 410

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[!-~]([ -~\t]{0,998}[!-~])?")
# Ours, or about the connection itself.
_RESERVED = frozenset(
    {
        "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive", "te",
        "trailer", "transfer-encoding", "upgrade", "user-agent",
    }
)  # fmt: skip
_RESERVED_BEGINNINGS = ("webhook-", "otklik-", "proxy-")


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise ValueError for headers that are ours to say, or that could say more than one thing."""
    seen: set[str] = set()
    for name, value in headers.items():
        low = name.lower()
        if not _NAME.fullmatch(name) or low in seen:
            msg = f"{name!r} is no name of a header, or there twice"
            raise ValueError(msg)
        if low in _RESERVED or low.startswith(_RESERVED_BEGINNINGS):
            msg = f"{name} is set by the desk"
            raise ValueError(msg)
        if not _VALUE.fullmatch(value):
            msg = f"the value of {name} is 1 to 1000 printable ASCII characters"
            raise ValueError(msg)
        seen.add(low)


def names(patterns: Collection[str], kind: str) -> bool:
    """Whether an event's type is one of these: exactly, by its noun (`ticket.*`), or all (`*`)."""
    return any(each in {kind, "*", f"{kind.partition('.')[0]}.*"} for each in patterns)


def holds(conditions: Mapping[str, Any], ticket: Mapping[str, Any] | None) -> bool:
    """Whether a ticket (its values by the names of the conditions) is one that a webhook is about. With conditions,
    what is no ticket is not.
    """
    asked = {name: wanted for name, wanted in conditions.items() if wanted}
    if not asked:
        return True
    return ticket is not None and all(str(ticket[name]) in wanted for name, wanted in asked.items())


def delay(attempts: int, *, asked: float | None, jitter: float) -> float:
    """Seconds until the next attempt after so many that failed; `jitter` is 0 to 1, `asked` what the receiver said."""
    wait = DELAYS[min(attempts, len(DELAYS)) - 1] * (0.8 + 0.4 * jitter)
    return max(wait, min(asked or 0.0, LONGEST_ASKED))


@dataclass(frozen=True, slots=True)
class Health:
    """How a receiver does: failures in a row, since when, and until when it is left alone."""

    failures: int = 0
    failing_since: datetime | None = None
    blocked_until: datetime | None = None
    disabled_because: str | None = None


def health_after(before: Health, *, succeeded: int, failed: int, gone: bool, now: datetime, jitter: float) -> Health:
    """How a receiver does after some attempts that ended at about the same time. A success ends all doubt."""
    if gone:
        return Health(before.failures, before.failing_since, None, "gone")
    if succeeded:
        return Health()
    # Many that fail at the same moment are one trouble; from the limit on each failure is one try after a pause.
    failures = before.failures + 1 if before.failures >= FAILURES else min(before.failures + failed, FAILURES)
    since = before.failing_since or now
    if now - since >= SWITCH_OFF:
        return Health(failures, since, None, "failing")
    blocked = before.blocked_until
    if failures >= FAILURES:
        pause = min(LONGEST_PAUSE, PAUSE * 2 ** min(20, failures - FAILURES))
        blocked = now + timedelta(seconds=pause * (0.8 + 0.4 * jitter))
    return Health(failures, since, blocked)
