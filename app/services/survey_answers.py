"""Answers to surveys: given once, changed within a day with what was said before, each in the log of their ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import AppError, Conflict, NotFound
from app.models import Customer, Feedback, FeedbackVersion, Survey, SurveyInvitation, SurveyVersion, Ticket
from app.rules import surveys as rules
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import CUSTOMER
from app.schemas.events import EventType
from app.services import events, rate_limits, tokens
from app.services.ticket_access import lock

# For so long whoever has answered may say it otherwise.
EDITABLE: Final = timedelta(hours=24)
# Of one answer.
CHANGES_PER_HOUR: Final = 30

_SAID: dict[rules.Refusal, str] = {
    "already_answered": "This survey has been answered",
    "survey_cancelled": "The question was taken back: the ticket is open again, or part of another one",
    "survey_expired": "The time to answer this survey is over",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation that is locked, through its ticket where it has one; what it asks (None: the built-in question)."""

    invitation: SurveyInvitation
    ticket: Ticket | None
    version: SurveyVersion | None
    survey: Survey | None
    given: Feedback | None


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be kept of an answer."""

    score: int | None
    comment: str | None
    answers: Mapping[str, Any]


def refusal(invitation: SurveyInvitation, now: datetime) -> rules.Refusal | None:
    """Why an invitation cannot be answered (any more) at this time."""
    known = rules.Invitation(invitation.expires_at, invitation.cancelled_at, invitation.answered_at)
    return rules.refusal(known, now)


def refused(why: rules.Refusal) -> AppError:
    """The problem that says so."""
    return Conflict(_SAID[why], code=why)


def editable_until(given: Feedback) -> datetime:
    """Until when an answer can be changed."""
    return given.created_at + EDITABLE


async def known(session: AsyncSession, token: str) -> SurveyInvitation:
    """The invitation of a token. Raises `NotFound` (`unknown_survey`), also for one that was not sent yet."""
    query = select(SurveyInvitation).where(col(SurveyInvitation.token_hash) == tokens.digest(token))
    found = (await session.exec(query)).first()
    if found is None or found.sent_at is None:
        raise NotFound("There is no such survey", code="unknown_survey")
    return found


async def asked(session: AsyncSession, invitation: SurveyInvitation, *, locked: bool = False) -> Asked:
    """What an invitation asks and what was said to it; `locked`: of two who answer at once the second waits here."""
    ticket = None
    if locked:
        if invitation.ticket_id is not None:
            ticket = await lock(session, SYSTEM, invitation.ticket_id)
        query = select(SurveyInvitation).where(col(SurveyInvitation.id) == invitation.id)
        fresh = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        invitation = (await session.exec(fresh)).one()
    version = survey = given = None
    if invitation.survey_version_id is not None:
        version = await session.get_one(SurveyVersion, invitation.survey_version_id)
        survey = await session.get_one(Survey, version.survey_id)
    if invitation.answered_at is not None:
        answered = select(Feedback).where(col(Feedback.invitation_id) == invitation.id)
        given = (await session.exec(answered.execution_options(populate_existing=True))).first()
    return Asked(invitation, ticket, version, survey, given)


async def store(session: AsyncSession, about: Asked, said: Said, *, now: datetime) -> Feedback:
    """Keep the first answer to a locked invitation. The caller has looked whether it may still be answered."""
    invitation = about.invitation
    made = Feedback(
        invitation_id=invitation.id,
        ticket_id=invitation.ticket_id,
        customer_id=invitation.customer_id,
        agent_id=invitation.agent_id,
        team_id=invitation.team_id,
        brand=invitation.brand,
        metric=invitation.metric,
        survey_version_id=invitation.survey_version_id,
        campaign_id=invitation.campaign_id,
        score=said.score,
        comment=said.comment,
        answers=dict(said.answers),
        created_at=now,
    )
    invitation.answered_at = now
    session.add_all([made, invitation])
    await _told(session, about, made, EventType.FEEDBACK_GIVEN, {}, now=now)
    await session.flush()
    return made


async def change(session: AsyncSession, about: Asked, said: Said, *, now: datetime) -> Feedback:
    """Say an answer otherwise; the same again changes nothing. Raises `Conflict` (`already_answered`), `TooMany`."""
    given = about.given
    if given is None:
        # Its words were removed: there is nothing to change, and it was answered.
        raise refused("already_answered")
    if (given.score, given.comment, given.answers) == (said.score, said.comment, dict(said.answers)):
        return given
    if now >= editable_until(given):
        raise Conflict("It was answered over a day ago, and stays as it is", code="already_answered")
    rate_limits.check("survey_changes", str(given.id), limit=CHANGES_PER_HOUR, seconds=3_600)
    before = FeedbackVersion(
        feedback_id=given.id,
        number=given.number,
        score=given.score,
        comment=given.comment,
        answers=given.answers,
        said_at=given.edited_at or given.created_at,
        changed_at=now,
    )
    was = given.score
    given.score, given.comment, given.answers = said.score, said.comment, dict(said.answers)
    given.number, given.edited_at = given.number + 1, now
    session.add_all([before, given])
    await _told(session, about, given, EventType.FEEDBACK_CHANGED, {"was_score": was}, now=now)
    await session.flush()
    return given


async def _told(
    session: AsyncSession, about: Asked, given: Feedback, kind: EventType, more: Mapping[str, Any], *, now: datetime
) -> None:
    if about.ticket is None:
        return
    customer = await session.get(Customer, given.customer_id)
    voice = Actor("customer", given.customer_id, (customer.name if customer else None) or "", CUSTOMER)
    # Not the words: they are read where they are stored, so that removing them is one place.
    data: dict[str, Any] = {"feedback_id": str(given.id), "score": given.score, "metric": given.metric, **more}
    if about.survey is not None:
        data["survey"] = about.survey.key
    events.record(session, voice, about.ticket, kind, data=data, now=now)


def now_or_then(about: Asked) -> datetime:
    """The time of an answer: never before the question, whatever the clock of this process says."""
    return max(clock.now(), about.invitation.created_at)
