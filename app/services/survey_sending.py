"""Surveys that are due: which one is asked, whether it still is, and how it reaches its customer; each once.

A look, what is decided and the letter that leaves are one transaction: whoever dies in the middle has sent nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Database, as_unavailable, raw_connection
from app.errors import Unavailable
from app.models import Agent, Customer, Survey, SurveyInvitation, SurveyVersion, Ticket
from app.services import opt_outs, survey_choosing, survey_invitations, survey_letters, survey_tokens, tokens

log = structlog.get_logger("otklik.surveys")

AT_ONCE = 50
PARKED = timedelta(minutes=1)
# Whoever wrote here has a session of ours, in which the question is shown.
SHOWN_IN = frozenset({"chat", "web", "api"})
# By the clock of the database: a process whose own clock is wrong asks nobody too early.
# What a campaign has to send waits as long as it is paused.
_DUE = """SELECT id FROM survey_invitations i WHERE due_at <= clock_timestamp()
AND NOT EXISTS (SELECT FROM survey_campaigns c WHERE c.id = i.campaign_id AND c.state = 'paused')
ORDER BY due_at LIMIT $1"""
_PUT_OFF = (
    "UPDATE survey_invitations SET due_at = clock_timestamp() + $2::interval WHERE id = $1 AND due_at IS NOT NULL"
)


async def send_next(database: Database) -> bool:
    """Send what is due; whether there may be more."""
    async with database.lean() as connection:
        due = [UUID(int=row["id"].int) for row in await connection.fetch(_DUE, AT_ONCE)]
    done = 0
    for invitation_id in due:
        try:
            async with database.unit_of_work() as work:
                done += await look_at(work.session, invitation_id)
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                raise
            log.exception("a survey cannot be sent; put off", invitation=str(invitation_id))
            async with database.lean() as connection:
                await connection.execute(_PUT_OFF, invitation_id, PARKED)
    # What somebody else has in hand is theirs, or is looked at in a second.
    return done > 0


async def look_at(session: AsyncSession, invitation_id: UUID) -> bool:
    """Decide about one invitation that is due; whether it was free."""
    found = await session.get(SurveyInvitation, invitation_id)
    if found is None:
        return False
    ticket = None
    if found.ticket_id is not None:
        held = select(Ticket).where(col(Ticket.id) == found.ticket_id).with_for_update(skip_locked=True)
        ticket = (await session.exec(held)).first()
        if ticket is None:
            return False
    query = select(SurveyInvitation).where(
        col(SurveyInvitation.id) == invitation_id, col(SurveyInvitation.due_at).is_not(None)
    )
    query = query.with_for_update(skip_locked=True, key_share=True).execution_options(populate_existing=True)
    invitation = (await session.exec(query)).first()
    if invitation is None:
        return False
    now = clock.now()
    why = await _decide(session, invitation, ticket, now)
    if why is not None:
        invitation.cancelled_at, invitation.cancelled_because, invitation.due_at = now, why, None
    session.add(invitation)
    await session.flush()
    return True


async def _decide(
    session: AsyncSession, invitation: SurveyInvitation, ticket: Ticket | None, now: datetime
) -> str | None:
    """Send it, or put it off; or why it is not to be sent."""
    if ticket is not None and (gone := _gone(ticket, invitation)) is not None:
        return gone
    if invitation.survey_version_id is None:
        why = None if ticket is None else await _choose(session, invitation, ticket)
        if ticket is None or why is not None or invitation.due_at is None or invitation.due_at > now:
            return why
    version = await session.get_one(SurveyVersion, invitation.survey_version_id)
    survey = await session.get_one(Survey, version.survey_id)
    if survey.archived_at is not None or (ticket is not None and not survey.active):
        return "no_survey"
    days = survey.fatigue_days
    if await survey_choosing.asked_enough(session, invitation.customer_id, days=days, besides=invitation.id, now=now):
        return "fatigue"
    return await _sent(session, invitation, ticket, survey, version, now)


async def _choose(session: AsyncSession, invitation: SurveyInvitation, ticket: Ticket) -> str | None:
    """Choose what is asked, and when; or why nothing is."""
    survey = await survey_choosing.choose(session, ticket)
    if survey is None:
        return "no_survey"
    if not survey_choosing.sampled(survey, ticket):
        return "sampled_out"
    version = await survey_choosing.latest(session, survey)
    invitation.survey_version_id, invitation.metric = version.id, survey.metric
    invitation.due_at = invitation.created_at + timedelta(seconds=survey.trigger["delay_seconds"])
    return None


async def _sent(
    session: AsyncSession,
    invitation: SurveyInvitation,
    ticket: Ticket | None,
    survey: Survey,
    version: SurveyVersion,
    now: datetime,
) -> str | None:
    """Send it; or why it reaches nobody."""
    channels = survey.trigger["channels"]
    out = await opt_outs.among(await raw_connection(session), [invitation.customer_id], "surveys")
    if out:
        # They want no such mails. What is shown where they are anyway is none.
        channels = [each for each in channels if each != "mail"]
    if await send(session, invitation, ticket, survey, version, channels=channels, now=now):
        return None
    return "opted_out" if out else "no_address"


def _gone(ticket: Ticket, invitation: SurveyInvitation) -> str | None:
    if ticket.status == "merged":
        return "merged"
    if ticket.spam == "marked":
        return "spam"
    return None if ticket.status in {"solved", "closed"} and ticket.episode == invitation.episode else "reopened"


async def send(
    session: AsyncSession,
    invitation: SurveyInvitation,
    ticket: Ticket | None,
    survey: Survey,
    version: SurveyVersion,
    *,
    channels: Sequence[str],
    now: datetime,
) -> bool:
    """Send a locked invitation by the first of these channels that reaches its customer; False: none does.

    What is said in the log lets front ends show the question to its customer, however it was sent.
    """
    customer = await session.get_one(Customer, invitation.customer_id)
    # The desk's secret may be another one than when it was made: the token is the one that can be derived from now on.
    token, key_name = survey_tokens.new_token(invitation.id)
    invitation.token_hash = tokens.digest(token)
    invitation.expires_at = now + timedelta(seconds=survey.expires_seconds)
    for channel in channels:
        if channel == "chat" and (ticket is None or ticket.channel not in SHOWN_IN):
            continue
        if channel == "link" and ticket is None:
            # Without a ticket there is no place where its customer would come across it.
            continue
        if channel == "mail" and not await survey_letters.write(
            session, invitation, ticket, customer, version, token=token, now=now
        ):
            continue
        invitation.channel, invitation.sent_at, invitation.due_at = channel, now, None
        if ticket is not None:
            agent = None if invitation.agent_id is None else await session.get(Agent, invitation.agent_id)
            survey_invitations.told(
                session, ticket, invitation, customer, agent_name=None if agent is None else agent.name,
                key_name=key_name, survey_key=survey.key, now=now,
            )  # fmt: skip
        return True
    return False
