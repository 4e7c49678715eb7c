"""Survey invitations: made with the solving of a ticket or for a person, and taken back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.hints import Hint
from app.ids import new_id
from app.models import Customer, Message, Survey, SurveyInvitation, SurveyVersion, Ticket
from app.rules.actors import SYSTEM
from app.schemas.events import EventType
from app.services import events, survey_tokens, tokens
from app.settings import settings

# Whether the desk asks with surveys of its own when tickets are solved: then its built-in question is not asked.
ASKING = "SELECT FROM surveys WHERE active AND archived_at IS NULL AND trigger ->> 'after' = 'solved'"


async def invite(session: AsyncSession, ticket: Ticket) -> None:
    """Invite the requester of a locked ticket to rate this resolution episode, once.

    The rating is the agent's of the last public human reply; without any such reply it is nobody's.
    """
    invited = exists().where(
        col(SurveyInvitation.ticket_id) == ticket.id, col(SurveyInvitation.episode) == ticket.episode
    )
    own = exists().where(
        col(Survey.active), col(Survey.archived_at).is_(None), col(Survey.trigger)["after"].astext == "solved"
    )
    known, later = (await session.exec(select(invited, own).select_from(select(literal(1)).subquery()))).one()
    if known:
        return
    last = await last_human(session, ticket)
    credited = None if last is None else (last.author_id, last.author_name)
    await invite_answered(session, ticket, credited=credited, later=later)
    await session.flush()


async def invite_answered(
    session: AsyncSession, ticket: Ticket, *, credited: tuple[UUID, str] | None, later: bool
) -> None:
    """The same of a ticket that is known to have no invitation in this episode, with whose the rating is (id and
    name). `later`: the desk has surveys of its own, and which of them fits is looked at after this. The caller flushes.
    """
    now = clock.now()
    invitation_id = new_id()
    token, key_name = survey_tokens.new_token(invitation_id)
    made = SurveyInvitation(
        id=invitation_id,
        ticket_id=ticket.id,
        episode=ticket.episode,
        customer_id=ticket.requester_id,
        agent_id=None if credited is None else credited[0],
        team_id=ticket.team_id,
        brand=ticket.brand,
        token_hash=tokens.digest(token),
        created_at=now,
        due_at=now if later else None,
        sent_at=None if later else now,
        expires_at=now + timedelta(seconds=settings().survey_seconds),
    )
    session.add(made)
    if later:
        hint(session, Hint("survey", invitation_id))
        return
    asked = await session.get(Customer, ticket.requester_id)
    told(session, ticket, made, asked, agent_name=None if credited is None else credited[1], key_name=key_name, now=now)


def told(
    session: AsyncSession,
    ticket: Ticket,
    invitation: SurveyInvitation,
    asked: Customer | None,
    *,
    agent_name: str | None,
    key_name: str,
    survey_key: str | None = None,
    now: datetime,
) -> None:
    """Say in the log of a locked ticket that its customer is asked now: their front end shows the question."""
    agent_id = invitation.agent_id
    data = {
        "invitation_id": str(invitation.id),
        "customer_id": str(invitation.customer_id),
        "expires_at": invitation.expires_at.isoformat(),
        "agent": None if agent_id is None else {"id": str(agent_id), "name": agent_name},
        "key": key_name,
    }
    if survey_key is not None:
        data |= {"survey": survey_key, "metric": invitation.metric}
    if asked is not None and asked.merged_into is not None:
        data["customer_head_id"] = str(asked.merged_into)
    events.record(session, SYSTEM, ticket, EventType.SURVEY_INVITED, data=data, now=now)


async def cancel(session: AsyncSession, ticket: Ticket, *, because: str = "reopened") -> None:
    """Take back the open invitation of a locked ticket: `reopened`, `merged` or `spam`.

    A customer's message reopens inside `desk_message_append`, which does the same.
    """
    query = select(SurveyInvitation).where(
        col(SurveyInvitation.ticket_id) == ticket.id,
        col(SurveyInvitation.cancelled_at).is_(None),
        col(SurveyInvitation.answered_at).is_(None),
    )
    now = clock.now()
    for open_one in (await session.exec(query)).all():
        open_one.cancelled_at, open_one.cancelled_because, open_one.due_at = now, because, None
        session.add(open_one)
        data = {"invitation_id": str(open_one.id)}
        events.record(session, SYSTEM, ticket, EventType.SURVEY_CANCELLED, data=data, now=now)
    await session.flush()


async def invite_person(
    session: AsyncSession,
    *,
    customer_id: UUID,
    survey_version_id: UUID,
    campaign_id: UUID | None = None,
    brand: str | None = None,
    due_at: datetime | None = None,
) -> UUID:
    """Invite a customer without any ticket, by a campaign: it is sent when it is due (default: now). Its id.

    The caller sees to it that nobody is asked twice in a run; fatigue over all surveys is looked at again when it is
    sent. `brand`: whose the question is, where the survey is not of one brand.
    """
    now = clock.now()
    version = await session.get_one(SurveyVersion, survey_version_id)
    survey = await session.get_one(Survey, version.survey_id)
    invitation_id = new_id()
    made = SurveyInvitation(
        id=invitation_id,
        customer_id=customer_id,
        brand=survey.brand or brand,
        metric=survey.metric,
        survey_version_id=version.id,
        campaign_id=campaign_id,
        token_hash=tokens.digest(survey_tokens.new_token(invitation_id)[0]),
        created_at=now,
        due_at=due_at or now,
        expires_at=(due_at or now) + timedelta(seconds=survey.expires_seconds),
    )
    session.add(made)
    return invitation_id


async def last_human(session: AsyncSession, ticket: Ticket) -> Message | None:
    """The last public message of an agent on a ticket; an opening message of theirs is none."""
    if ticket.first_human_reply_at is None:
        # An agent's opening message is not a reply.
        return None
    query = select(Message).where(
        col(Message.ticket_id) == ticket.id,
        col(Message.visibility) == "public",
        col(Message.author_kind) == "agent",
    )
    return (await session.exec(query.order_by(col(Message.seq).desc()).limit(1))).first()
