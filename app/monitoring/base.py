"""What a probe is asked and what it answers, and how long it may take."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app import clock
from app.reaching import UnreachableError, resolve
from app.rules.outgoing import Address, Allowed, Url

# `slow`, `status`, `keyword`, `expiry`, `records`: it answered, but not as it should.
Code = Literal[
    "ok", "refused", "unresolved", "unreachable", "timeout", "broken", "certificate", "too_many_redirects", "status",
    "keyword", "slow", "expiry", "records",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at. `expect` is as `app/schemas/monitors.py` describes; `allow` is the operator's own list."""

    kind: str
    target: str
    timeout: float
    expect: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    allow: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: why it failed in words for staff, how long it took, and a few facts."""

    code: Code
    reason: str = ""
    ms: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether all was as it should be."""
        return self.code == "ok"


class FailedError(Exception):
    """The check has failed; what is known of it."""

    def __init__(self, code: Code, reason: str, **facts: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(reason)
        self.code: Code = code
        self.facts = facts


class Watch:
    """The time since a check began, and what is left of it."""

    def __init__(self, seconds: float) -> None:
        self._begun = clock.monotonic()
        self.end = asyncio.get_running_loop().time() + seconds

    @property
    def ms(self) -> int:
        """Milliseconds since it began, at least 1."""
        return max(1, round((clock.monotonic() - self._begun) * 1000))

    @property
    def left(self) -> float:
        """Seconds that are left, never none at all."""
        return max(0.01, self.end - asyncio.get_running_loop().time())


async def addresses(url: Url, allow: Sequence[str]) -> list[Address]:
    """Where a host is, all of it allowed. Raises `FailedError` and `app.rules.outgoing.RefusedError`."""
    try:
        return await resolve(url, Allowed.read(allow))
    except UnreachableError as error:
        raise FailedError("unresolved", "The name has no address") from error
