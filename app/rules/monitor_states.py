"""Whether something that is watched is up or down: it takes several checks to be sure, either way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Status = Literal["unknown", "up", "down"]
Act = Literal["alarm", "recover"]

# Fewer monitors say nothing of the desk's own network.
LEAST_TOGETHER = 3
# What a desk that is cut off sees everywhere; a server that answers with an error is there.
_CUT_OFF = frozenset({"unresolved", "unreachable", "timeout"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is, and how many checks in a row have said something else (or, up: have failed)."""

    status: Status
    failures: int = 0
    successes: int = 0


@dataclass(frozen=True, slots=True)
class Patience:
    """So many checks in a row make an alarm, so many a recovery; both at least 1."""

    failures: int
    successes: int


def after(before: Standing, *, ok: bool, maintenance: bool, patience: Patience) -> tuple[Standing, Act | None]:
    """How it is after another check, and what is to be done.

    In maintenance a failure says nothing, and those before it are forgotten; that it works counts all the same. The
    `alarm` comes with every failed check while it is down: whoever has held it back is asked again.
    """
    if ok:
        if before.status != "down":
            return Standing("up"), None
        if before.successes + 1 >= patience.successes:
            return Standing("up"), "recover"
        return Standing("down", before.failures, before.successes + 1), None
    if maintenance:
        return Standing(before.status), None
    failures = before.failures + 1
    if before.status == "down" or failures >= patience.failures:
        return Standing("down", failures), "alarm"
    return Standing(before.status, failures), None


def cut_off(codes: Sequence[str | None]) -> bool:
    """Whether it is the desk that has no network, by what the last check of each of its monitors found.

    None is a check that went well, or none yet.
    """
    return len(codes) >= LEAST_TOGETHER and all(code in _CUT_OFF for code in codes)
