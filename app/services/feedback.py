"""Feedback: how customers rate a solved ticket at once, by score and comment."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Customer, Feedback, SurveyInvitation
from app.rules import survey_questions
from app.rules.actors import Actor
from app.schemas.feedback import FeedbackGiven, FeedbackIn
from app.services import naming, rate_limits, survey_answers
from app.services.survey_answers import Asked, Said
from app.services.ticket_access import lock

# By token, from everybody behind one address together.
ANSWERS_PER_MINUTE = 600


async def give(
    session: AsyncSession, new: FeedbackIn, *, actor: Actor | None, address: str | None = None
) -> FeedbackGiven:
    """Store a rating: by the survey token whoever sends it, or for a ticket of the customer `actor`.

    Who is in copy reads the ticket and is not asked. Raises `NotFound` (`unknown_survey`, or a ticket that is not this
    customer's), `Forbidden` (`not_the_requester`), `Conflict` (`not_invited`, `survey_has_questions`,
    `already_answered`, `survey_cancelled`, `survey_expired`), `Invalid` for answers that do not fit, and `TooMany`.
    """
    if actor is None and address is not None:
        rate_limits.check("survey_answers", rate_limits.network_of(address), limit=ANSWERS_PER_MINUTE, seconds=60)
    about = await survey_answers.asked(session, await _invitation(session, new, actor), locked=True)
    now = survey_answers.now_or_then(about)
    why = survey_answers.refusal(about.invitation, now)
    if why is not None:
        raise survey_answers.refused(why)
    made = await survey_answers.store(session, about, _said(new, about), now=now)
    return _shown(made)


def _said(new: FeedbackIn, about: Asked) -> Said:
    if about.version is None:
        return Said(new.score, new.comment or None, new.answers)
    if about.invitation.metric != "csat" or about.ticket is None:
        detail = "This survey asks something else: answer it at /v1/survey-pages/{survey_token}"
        raise Conflict(detail, code="survey_has_questions")
    # Whoever rates at once answers the question that counts, and of the others what they like.
    questions = [{**each, "required": False} for each in about.version.questions]
    scored = survey_questions.scored("csat", questions) or ""
    judged = survey_questions.judge(questions, {**new.answers, scored: new.score})
    if judged.wrong:
        errors = [naming.refusal(each.path, each.code, each.sentence) for each in judged.wrong]
        raise Invalid("See errors: each entry names a field", errors=errors)
    return Said(new.score, new.comment or None, judged.answers)


async def _invitation(session: AsyncSession, new: FeedbackIn, actor: Actor | None) -> SurveyInvitation:
    """The invitation that is answered. A ticket is locked: what was asked of it stays the latest."""
    if new.survey_token is not None:
        return await survey_answers.known(session, new.survey_token)
    assert actor is not None and new.ticket_id is not None  # noqa: S101, PT018 - the schema and the route say so
    ticket = await lock(session, actor, new.ticket_id)
    query = select(SurveyInvitation).where(
        col(SurveyInvitation.ticket_id) == ticket.id, col(SurveyInvitation.sent_at).is_not(None)
    )
    found = (await session.exec(query.order_by(col(SurveyInvitation.episode).desc()).limit(1))).first()
    if found is None:
        raise Conflict("This ticket has not been solved yet: there is nothing to rate", code="not_invited")
    if not await _is_asked(session, found, actor):
        raise Forbidden("Whose ticket it is rates it", code="not_the_requester")
    return found


async def _is_asked(session: AsyncSession, invitation: SurveyInvitation, actor: Actor) -> bool:
    """Whether the invitation is for this customer, or for somebody whom they stand for."""
    customer = await session.get(Customer, invitation.customer_id)
    return customer is not None and actor.id in {customer.id, customer.merged_into}


def _shown(made: Feedback) -> FeedbackGiven:
    if made.ticket_id is None or made.score is None:
        raise NotFound
    return FeedbackGiven(
        id=made.id,
        ticket_id=made.ticket_id,
        score=made.score,
        comment=made.comment,
        answers=made.answers,
        created_at=made.created_at,
    )
