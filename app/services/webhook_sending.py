"""Sending what was claimed: one lane in its order, until one of its deliveries is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app import clock
from app.reaching import UnreachableError
from app.rules.outgoing import RefusedError
from app.rules.webhooks import GIVE_UP, GONE
from app.services import webhook_bodies
from app.services.outgoing import Answer
from app.services.outgoing_pool import Pool
from app.services.webhook_claims import Claimed, Lane

# What is kept of an answer for those who look at it.
BODY_CHARACTERS = 2_000
HEADER_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try went. `error` is None when it was taken; `over`: it is not tried again."""

    delivery: Claimed
    at: datetime
    took_ms: int
    request_headers: Mapping[str, str]
    body: bytes | None
    answer: Answer | None
    error: str | None
    over: bool

    @property
    def number(self) -> int:
        """Which try of its delivery it was."""
        return self.delivery.attempts + 1

    @property
    def gone(self) -> bool:
        """Whether the receiver wants to hear no more at all (Standard Webhooks)."""
        return self.answer is not None and self.answer.status == GONE

    @property
    def heard(self) -> str:
        """The beginning of what was answered, as text."""
        said = b"" if self.answer is None else self.answer.beginning
        return said.decode("utf-8", "replace").replace("\x00", "\ufffd")[:BODY_CHARACTERS]


@dataclass(slots=True)
class Sent:
    """What was done of a lane."""

    lane: Lane
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def failed(self) -> Attempt | None:
        """The try that ended it, if one did, and is to be tried again."""
        last = self.attempts[-1] if self.attempts else None
        return last if last is not None and last.error is not None and not last.over else None


async def send(pool: Pool, lane: Lane, bodies: Mapping[UUID, bytes]) -> Sent:
    """Send what was claimed of a lane, one after the other; what follows a delivery that was not taken waits for it."""
    sent = Sent(lane)
    for each in lane.deliveries:
        attempt = await _attempt(pool, lane, each, bodies.get(each.id))
        sent.attempts.append(attempt)
        if attempt.error is not None and (not attempt.over or attempt.gone):
            break
    return sent


async def _attempt(pool: Pool, lane: Lane, each: Claimed, body: bytes | None) -> Attempt:
    at, started = clock.now(), clock.monotonic()
    said: dict[str, str] = {}
    answer, error, final = None, None, False
    if body is None:
        error, final = "what it was about is kept no more, or is not for its audience", True
    elif not lane.secrets:
        error = "its secret was sealed under a desk secret that is no longer in use: give it a new one"
    else:
        said = webhook_bodies.headers(lane, each, body)
        try:
            answer = await pool.post(lane.url, body, said)
        except RefusedError as refused:
            error = str(refused)
        except UnreachableError as unreachable:
            error = str(unreachable)
    if answer is not None and not 200 <= answer.status < 300:  # noqa: PLR2004 - what HTTP calls success
        hop = "; redirects are not followed" if 300 <= answer.status < 400 else ""  # noqa: PLR2004
        error = f"HTTP {answer.status}{hop}"
        final = answer.status == GONE
    over = error is None or final or clock.now() - each.created_at >= GIVE_UP
    # What was added by an admin may be a secret: only the names are kept.
    shown = {name: "(hidden)" if name in lane.headers else value for name, value in said.items()}
    return Attempt(each, at, round((clock.monotonic() - started) * 1000), shown, body, answer, error, over)
