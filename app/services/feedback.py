"""Feedback: how customers answer what they are asked about a solved ticket, at once."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import AppError, Conflict, Forbidden, NotFound
from app.models import Customer, Feedback, SurveyInvitation, Ticket
from app.rules import surveys as rules
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import CUSTOMER
from app.schemas.events import EventType
from app.schemas.feedback import FeedbackGiven, FeedbackIn
from app.services import events, rate_limits, tokens
from app.services.ticket_access import lock

# By token, from everybody behind one address together.
ANSWERS_PER_MINUTE = 600

_SAID: dict[rules.Refusal, str] = {
    "already_answered": "This survey has been answered",
    "survey_cancelled": "The ticket was reopened, so the question was taken back; another one comes when it is solved",
    "survey_expired": "The time to answer this survey is over",
}


async def give(
    session: AsyncSession, new: FeedbackIn, *, actor: Actor | None, address: str | None = None
) -> FeedbackGiven:
    """Store a rating: by the survey token whoever sends it, or for a ticket of the customer `actor`.

    Who is in copy reads the ticket and is not asked. Raises `NotFound` (`unknown_survey`, or a ticket that is not this
    customer's), `Forbidden` (`not_the_requester`) and `Conflict` (`not_invited`,
    `already_answered`, `survey_cancelled`, `survey_expired`), and `TooMany`.
    """
    if actor is None and address is not None:
        rate_limits.check("survey_answers", rate_limits.network_of(address), limit=ANSWERS_PER_MINUTE, seconds=60)
    invitation, ticket = await _asked(session, new, actor)
    now = clock.now()
    refused = rules.refusal(
        rules.Invitation(invitation.expires_at, invitation.cancelled_at, invitation.answered_at), now
    )
    if refused is not None:
        raise _conflict(refused)
    customer = await session.get(Customer, invitation.customer_id)
    voice = Actor("customer", invitation.customer_id, (customer.name if customer else None) or "", CUSTOMER)
    made = Feedback(
        invitation_id=invitation.id,
        ticket_id=ticket.id,
        customer_id=invitation.customer_id,
        agent_id=invitation.agent_id,
        team_id=invitation.team_id,
        brand=invitation.brand,
        score=new.score,
        comment=new.comment or None,
        answers=new.answers,
        created_at=now,
    )
    invitation.answered_at = now
    session.add_all([made, invitation])
    # Not the words: they are read where they are stored, so that removing them is one place.
    data = {"feedback_id": str(made.id), "score": made.score}
    events.record(session, voice, ticket, EventType.FEEDBACK_GIVEN, data=data, now=now)
    await session.flush()
    return FeedbackGiven(
        id=made.id,
        ticket_id=made.ticket_id,
        score=made.score,
        comment=made.comment,
        answers=made.answers,
        created_at=made.created_at,
    )


async def _asked(session: AsyncSession, new: FeedbackIn, actor: Actor | None) -> tuple[SurveyInvitation, Ticket]:
    """The invitation that is answered and its ticket, which is locked: of two answers at once the second waits here."""
    query = select(SurveyInvitation)
    if new.survey_token is not None:
        query = query.where(col(SurveyInvitation.token_hash) == tokens.digest(new.survey_token))
        known = (await session.exec(query)).first()
        if known is None or known.ticket_id is None:
            raise NotFound("There is no such survey", code="unknown_survey")
        ticket = await lock(session, SYSTEM, known.ticket_id)
    else:
        assert actor is not None and new.ticket_id is not None  # noqa: S101, PT018 - the schema and the route say so
        ticket = await lock(session, actor, new.ticket_id)
        query = query.where(col(SurveyInvitation.ticket_id) == ticket.id).order_by(col(SurveyInvitation.episode).desc())
    found = (await session.exec(query.limit(1).execution_options(populate_existing=True))).first()
    if found is None:
        raise Conflict("This ticket has not been solved yet: there is nothing to rate", code="not_invited")
    if new.survey_token is None and not await _is_asked(session, found, actor):
        raise Forbidden("Whose ticket it is rates it", code="not_the_requester")
    return found, ticket


async def _is_asked(session: AsyncSession, invitation: SurveyInvitation, actor: Actor | None) -> bool:
    """Whether the invitation is for this customer, or for somebody whom they stand for."""
    asked = await session.get(Customer, invitation.customer_id)
    return actor is not None and asked is not None and actor.id in {asked.id, asked.merged_into}


def _conflict(refused: rules.Refusal) -> AppError:
    return Conflict(_SAID[refused], code=refused)
