"""Surveys: whose token answers what, when an answer is too late, and what a period's answers add up to."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

SCORES = (1, 2, 3, 4, 5)
# A 4 or a 5 is a satisfied customer.
SATISFIED = frozenset({4, 5})
Refusal = Literal["already_answered", "survey_cancelled", "survey_expired"]


def key_of(secret: bytes) -> tuple[str, bytes]:
    """The key that survey tokens are derived with, and the short name by which an event remembers it."""
    key = hmac.digest(secret, b"otklik survey token", "sha256")
    return hashlib.sha256(key).hexdigest()[:16], key


def token_of(key: bytes, invitation_id: UUID) -> str:
    """The token of an invitation: as good as random to whoever has no key, and the same whenever it is rendered."""
    made = hmac.digest(key, invitation_id.bytes, "sha256")
    return "srv_" + base64.urlsafe_b64encode(made).decode().rstrip("=")


_TOKEN = re.compile(r"srv_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


def without_tokens(text: str) -> str:
    """Words without the links that answer surveys: whoever quotes the letter that asked them gives theirs away."""
    return _TOKEN.sub("srv_...", text)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What decides whether an invitation can still be answered."""

    expires_at: datetime
    cancelled_at: datetime | None = None
    answered_at: datetime | None = None


def refusal(invitation: Invitation, now: datetime) -> Refusal | None:
    """Why an answer at `now` is refused; None when it is welcome. The first answer is what a second one hears of."""
    if invitation.answered_at is not None:
        return "already_answered"
    if invitation.cancelled_at is not None:
        return "survey_cancelled"
    return "survey_expired" if now >= invitation.expires_at else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a period's invitations brought; shares and averages are None where there is nothing to divide by."""

    invited: int
    count: int
    response_rate: float | None
    average: float | None
    csat: float | None
    distribution: dict[int, int]


def summarize(given: Mapping[int, int], unanswered: int) -> Summary:
    """The summary of answers per score and of invitations that are open or have expired without an answer."""
    distribution = {score: given.get(score, 0) for score in SCORES}
    count = sum(distribution.values())
    invited = count + unanswered
    return Summary(
        invited=invited,
        count=count,
        response_rate=count / invited if invited else None,
        average=sum(score * n for score, n in distribution.items()) / count if count else None,
        csat=sum(distribution[score] for score in SATISFIED) / count if count else None,
        distribution=distribution,
    )
