"""Surveys asked by hand: of a solved ticket, now, whatever the delay and however often its customer was asked."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.ids import new_id
from app.models import Survey, SurveyInvitation, SurveyVersion, Ticket
from app.rules.actors import Actor
from app.schemas.survey_links import SurveyInvitationOut, SurveyInvitationPage, SurveyLinkIn, SurveyLinkOut
from app.services import (
    keyset,
    opt_outs,
    survey_choosing,
    survey_invitations,
    survey_letters,
    survey_sending,
    survey_tokens,
    ticket_access,
    tokens,
)
from app.services.ticket_access import lock


async def ask(session: AsyncSession, actor: Actor, ticket_id: UUID, new: SurveyLinkIn) -> SurveyLinkOut:
    """Ask a ticket's customer now; an open question is sent again, the same one.

    Raises `NotFound`, `Invalid` (`unknown_survey`), and `Conflict`: `not_solved`, `already_answered`, `no_survey`,
    `no_address`, `opted_out`.
    """
    ticket = await lock(session, actor, ticket_id)
    if ticket.status not in {"solved", "closed"} or ticket.solved_at is None or ticket.spam == "marked":
        raise Conflict("Customers are asked about tickets that are solved", code="not_solved")
    invitation = await _invitation(session, ticket)
    if invitation.answered_at is not None:
        raise Conflict("This survey has been answered", code="already_answered")
    survey = await _survey(session, ticket, invitation, new)
    now = clock.now()
    version = await survey_choosing.latest(session, survey)
    # Of an open question the words stay those that its customer has seen.
    if invitation.sent_at is None or invitation.survey_version_id is None:
        invitation.survey_version_id, invitation.metric = version.id, survey.metric
    else:
        version = await survey_choosing.asked_with(session, invitation.survey_version_id)
    invitation.cancelled_at = invitation.cancelled_because = None
    channels = [new.channel]
    if new.channel == "mail" and await opt_outs.among(await raw_connection(session), [ticket.requester_id], "surveys"):
        raise Conflict("This customer wants no letters with surveys", code="opted_out")
    if not await survey_sending.send(session, invitation, ticket, survey, version, channels=channels, now=now):
        raise Conflict("This customer has no address that a letter could go to", code="no_address")
    session.add(invitation)
    await session.flush()
    token = survey_tokens.new_token(invitation.id)[0]
    return SurveyLinkOut(
        invitation_id=invitation.id,
        survey=survey.key,
        metric=survey.metric,
        channel=new.channel,
        sent_at=now,
        expires_at=invitation.expires_at,
        url=survey_letters.address(token) if actor.kind == "partner" else None,
    )


async def page(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, cursor: str | None, limit: int
) -> SurveyInvitationPage:
    """What its customer was asked at each solving, or why not, the latest first. Raises `NotFound`, `Invalid`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    query = select(SurveyInvitation).where(col(SurveyInvitation.ticket_id) == ticket.id)
    if cursor is not None:
        query = query.where(col(SurveyInvitation.episode) < keyset.by_place(cursor)[0])
    query = query.order_by(col(SurveyInvitation.episode).desc()).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.episode or 0, row.id)
    )
    asked = await _keys(session, {each.survey_version_id for each in found if each.survey_version_id is not None})
    now = clock.now()
    items = [
        SurveyInvitationOut(
            **each.model_dump(include={
                "id", "episode", "metric", "channel", "created_at", "due_at", "sent_at", "expires_at", "answered_at",
                "cancelled_at", "cancelled_because",
            }),
            survey=None if each.survey_version_id is None else asked[each.survey_version_id],
            state=_state(each, now),
        )
        for each in found
    ]  # fmt: skip
    return SurveyInvitationPage(items=items, next_cursor=following)


def _state(row: SurveyInvitation, now: datetime) -> str:
    if row.answered_at is not None:
        return "answered"
    if row.cancelled_at is not None:
        return "cancelled"
    if row.sent_at is None:
        return "planned"
    return "expired" if now >= row.expires_at else "sent"


async def _keys(session: AsyncSession, version_ids: set[UUID]) -> dict[UUID, str]:
    query = select(SurveyVersion.id, Survey.key).join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
    return dict((await session.exec(query.where(col(SurveyVersion.id).in_(version_ids)))).all()) if version_ids else {}


async def _invitation(session: AsyncSession, ticket: Ticket) -> SurveyInvitation:
    """That of this episode, whatever became of it; a new one where nobody was to be asked."""
    query = select(SurveyInvitation).where(
        col(SurveyInvitation.ticket_id) == ticket.id, col(SurveyInvitation.episode) == ticket.episode
    )
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = (await session.exec(query)).first()
    if found is not None:
        # What the desk decided by itself, or what took it back and is no more, a person may decide otherwise.
        return found
    now, invitation_id = clock.now(), new_id()
    last = await survey_invitations.last_human(session, ticket)
    return SurveyInvitation(
        id=invitation_id,
        ticket_id=ticket.id,
        episode=ticket.episode,
        customer_id=ticket.requester_id,
        agent_id=None if last is None else last.author_id,
        team_id=ticket.team_id,
        brand=ticket.brand,
        token_hash=tokens.digest(survey_tokens.new_token(invitation_id)[0]),
        created_at=now,
        expires_at=now + timedelta(days=1),
    )


async def _survey(session: AsyncSession, ticket: Ticket, invitation: SurveyInvitation, new: SurveyLinkIn) -> Survey:
    if invitation.survey_version_id is not None and invitation.sent_at is not None:
        version = await survey_choosing.asked_with(session, invitation.survey_version_id)
        return await session.get_one(Survey, version.survey_id)
    if new.survey is None:
        chosen = await survey_choosing.choose(session, ticket)
        if chosen is None:
            raise Conflict("No active survey fits this ticket: name one", code="no_survey")
        return chosen
    query = select(Survey).where(
        col(Survey.key) == new.survey, col(Survey.active), col(Survey.archived_at).is_(None),
        col(Survey.audience) == "customers",
    )  # fmt: skip
    named = (await session.exec(query)).first()
    if named is None or named.brand not in {None, ticket.brand}:
        detail = "There is no such active survey for this ticket's customers"
        raise Invalid(detail, code="unknown_survey_key", errors=[pointer("survey", detail)])
    return named
