"""Side conversations: private threads beside a ticket, with somebody outside or with another team."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import SideConversation, Team, Ticket
from app.rules.actors import Actor
from app.rules.statuses import OVER
from app.schemas.events import EventType
from app.schemas.side_conversations import (
    SideConversationIn,
    SideConversationOut,
    SideConversationPage,
    SideConversationPatch,
)
from app.services import events, keyset, rows, side_messages, ticket_access, tokens
from app.services.sealing import seal

AT_MOST = 100


def visible_to(_actor: Actor) -> SelectOfScalar[SideConversation]:
    """The side conversations that a caller may see: agents see all of them, nobody else any."""
    return select(SideConversation)


async def start(session: AsyncSession, actor: Actor, ticket_id: UUID, new: SideConversationIn) -> SideConversationOut:
    """Begin one with its first message; whoever it is with hears of it after the commit.

    Raises `NotFound`, `Invalid` (`unknown_team`) and `Conflict` (`ticket_closed`, `too_many`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    if ticket.status in OVER:
        raise Conflict("This ticket is closed", code="ticket_closed", status_now=ticket.status)
    if new.team_id is not None:
        team = await session.get(Team, new.team_id)
        if team is None or team.archived_at is not None:
            detail = "There is no such team"
            raise Invalid(detail, code="unknown_team", errors=[pointer("team_id", detail)])
    query = select(SideConversation.id).where(col(SideConversation.ticket_id) == ticket_id)
    if len((await session.exec(query)).all()) >= AT_MOST:
        raise Conflict(f"A ticket has at most {AT_MOST} side conversations", code="too_many")
    now = clock.now()
    token = tokens.new_secret("side") if new.email is not None else None
    conversation = SideConversation(
        ticket_id=ticket_id,
        subject=new.subject,
        email=new.email,
        name=new.name,
        team_id=new.team_id,
        token_hash=None if token is None else tokens.digest(token),
        token=None if token is None else seal(token.encode()).decode(),
        created_by=actor.id,
        created_at=now,
        updated_at=now,
    )
    session.add(conversation)
    await session.flush()
    record(session, actor, ticket, conversation, EventType.SIDE_CONVERSATION_STARTED)
    author = side_messages.Author("agent", actor.id, actor.name)
    await side_messages.append(session, actor, ticket, conversation, author, body=new.body)
    return shown(conversation)


async def read(session: AsyncSession, actor: Actor, conversation_id: UUID) -> SideConversationOut:
    """One. Raises `NotFound`."""
    query = visible_to(actor).where(col(SideConversation.id) == conversation_id)
    return shown(await rows.get(session, query))


async def of_ticket(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, cursor: str | None, limit: int
) -> SideConversationPage:
    """Those of a ticket, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ticket_access.get(session, actor, ticket_id)
    key = col(SideConversation.id)
    query = visible_to(actor).where(col(SideConversation.ticket_id) == ticket_id).order_by(key.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(key < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return SideConversationPage(items=[shown(each) for each in found], next_cursor=following)


async def page(
    session: AsyncSession, actor: Actor, *, status: str, team_id: UUID | None, cursor: str | None, limit: int
) -> SideConversationPage:
    """Those of the whole desk or with one team, the latest changed first. Raises `Invalid` (`invalid_cursor`)."""
    at, key = col(SideConversation.updated_at), col(SideConversation.id)
    query = visible_to(actor).where(col(SideConversation.status) == status)
    if team_id is not None:
        query = query.where(col(SideConversation.team_id) == team_id)
    query = query.order_by(at.desc(), key.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(at, key) < tuple_(*(literal(value) for value in keyset.by_time(cursor))))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.updated_at, row.id)
    )
    return SideConversationPage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    change: SideConversationPatch,
    *,
    version: str | None,
) -> SideConversationOut:
    """Rename it, close it, open it again. Raises `NotFound` and `PreconditionFailed`."""
    ticket, conversation = await lock(session, actor, conversation_id, version=version)
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    wanted = {name: value for name, value in sent.items() if getattr(conversation, name) != value}
    if wanted:
        for name, value in wanted.items():
            setattr(conversation, name, value)
        touch(conversation, clock.now())
        session.add(conversation)
        record(session, actor, ticket, conversation, EventType.SIDE_CONVERSATION_CHANGED, **wanted)
        await session.flush()
    return shown(conversation)


async def lock(
    session: AsyncSession, actor: Actor, conversation_id: UUID, *, version: str | None = None
) -> tuple[Ticket, SideConversation]:
    """A side conversation to change, and its ticket: both locked, the ticket first as everywhere.

    Raises `NotFound` and `PreconditionFailed`.
    """
    query = visible_to(actor).where(col(SideConversation.id) == conversation_id)
    found = await rows.get(session, query)
    ticket = await ticket_access.lock(session, actor, found.ticket_id)
    return ticket, await rows.lock(session, query, version=version)


async def by_token(session: AsyncSession, token: str) -> SideConversation:
    """The one that somebody outside was given this token for. Raises `NotFound`."""
    query = select(SideConversation).where(col(SideConversation.token_hash) == tokens.digest(token))
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound
    return found


def touch(conversation: SideConversation, now: datetime) -> None:
    """It has changed."""
    conversation.version += 1
    conversation.updated_at = now


def record(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    conversation: SideConversation,
    kind: EventType,
    **data: Any,  # noqa: ANN401 - JSON values
) -> None:
    """Say in the ticket's log what happened to it; its words stay in it."""
    with_whom = {
        "subject": conversation.subject,
        "email": conversation.email,
        "team_id": None if conversation.team_id is None else str(conversation.team_id),
    }
    said = {"side_conversation_id": str(conversation.id), **with_whom, **data}
    events.record(session, actor, ticket, kind, data=said)


def shown(row: SideConversation) -> SideConversationOut:
    """One as agents see it."""
    return SideConversationOut(
        id=row.id,
        ticket_id=row.ticket_id,
        subject=row.subject,
        status=row.status,
        email=row.email,
        name=row.name,
        team_id=row.team_id,
        created_by=row.created_by,
        message_count=row.seq,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
