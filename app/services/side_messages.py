"""Messages of side conversations: stored once, told to whoever is concerned, mailed to whoever is outside."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Invalid
from app.models import SideConversation, SideMessage, Ticket
from app.rules.actors import SYSTEM, Actor
from app.schemas.events import EventType
from app.schemas.side_conversations import (
    OutsideConversation,
    OutsideMessage,
    SideMessageIn,
    SideMessageOut,
    SideMessagePage,
)
from app.services import notifications, outbox, rate_limits, side_conversations, ticket_access
from app.services.sealing import unseal
from app.settings import settings

SHOWN_OUTSIDE = 100
# Of whoever holds the token of one side conversation.
PER_MINUTE = 20
TOLD_AT_MOST = 200

# Who has to do with it: who began it, whose ticket it is, who has written; of a team everybody, when it begins.
_CONCERNED = """SELECT k.created_by AS id FROM side_conversations k WHERE k.id = $1
UNION SELECT t.assignee_id FROM tickets t WHERE t.id = $2 AND t.assignee_id IS NOT NULL
UNION SELECT m.author_id FROM side_messages m WHERE m.conversation_id = $1 AND m.author_id IS NOT NULL"""
_TEAM = f"SELECT agent_id AS id FROM team_members WHERE team_id = $1 ORDER BY agent_id LIMIT {TOLD_AT_MOST}"  # noqa: S608 - a number of ours


@dataclass(frozen=True, slots=True)
class Author:
    """Whose words: an agent's, or (without an id) those of somebody outside."""

    kind: str
    id: UUID | None
    name: str


async def append(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    conversation: SideConversation,
    author: Author,
    *,
    body: str,
    client_message_id: str | None = None,
) -> tuple[SideMessage, bool]:
    """Store a message in a locked conversation of a locked ticket; whether it is new.

    Somebody outside who answers opens a closed one again. Raises `Invalid` (`idempotency_mismatch`).
    """
    known = await _known(session, conversation, author, client_message_id)
    if known is not None:
        if known.body != body and known.redacted_at is None:
            detail = "This client_message_id was used for another message"
            raise Invalid(detail, code="idempotency_mismatch")
        return known, False
    now = max(clock.now(), conversation.updated_at)
    conversation.seq += 1
    if author.kind == "outside":
        conversation.status = "open"
    side_conversations.touch(conversation, now)
    message = SideMessage(
        conversation_id=conversation.id,
        seq=conversation.seq,
        author_kind=author.kind,
        author_id=author.id,
        author_name=author.name,
        body=body,
        client_message_id=client_message_id,
        created_at=now,
    )
    session.add(conversation)
    session.add(message)
    await session.flush()
    said = {"message_id": str(message.id), "message_seq": message.seq, "author": author.kind, "by": author.name}
    side_conversations.record(session, actor, ticket, conversation, EventType.SIDE_CONVERSATION_MESSAGE, **said)
    await _tell(session, ticket, conversation, message)
    if author.kind == "agent" and conversation.email is not None:
        await _mail(session, conversation, message)
    return message, True


async def write(
    session: AsyncSession, actor: Actor, conversation_id: UUID, new: SideMessageIn
) -> tuple[SideMessageOut, bool]:
    """An agent writes; whether the message is new. Raises `NotFound` and `Invalid` (`idempotency_mismatch`)."""
    ticket, conversation = await side_conversations.lock(session, actor, conversation_id)
    author = Author("agent", actor.id, actor.name)
    message, fresh = await append(
        session, actor, ticket, conversation, author, body=new.body, client_message_id=new.client_message_id
    )
    return shown(message), fresh


async def page(
    session: AsyncSession, actor: Actor, conversation_id: UUID, *, after_seq: int, limit: int
) -> SideMessagePage:
    """Messages in order. Raises `NotFound`."""
    await side_conversations.read(session, actor, conversation_id)
    query = select(SideMessage).where(
        col(SideMessage.conversation_id) == conversation_id, col(SideMessage.seq) > after_seq
    )
    found = (await session.exec(query.order_by(col(SideMessage.seq)).limit(limit + 1))).all()
    following = found[limit - 1].seq if len(found) > limit else None
    return SideMessagePage(items=[shown(each) for each in found[:limit]], next_cursor=following)


async def seen_outside(session: AsyncSession, token: str) -> OutsideConversation:
    """A side conversation as whoever holds its token sees it. Raises `NotFound` and `TooMany`."""
    return await outside(session, await _by_token(session, token))


async def write_outside(session: AsyncSession, token: str, new: SideMessageIn) -> tuple[OutsideConversation, UUID]:
    """Somebody outside answers; a closed one is opened again, so that nothing they say is lost. Also its id.

    Raises `NotFound`, `TooMany` and `Invalid` (`idempotency_mismatch`).
    """
    found = await _by_token(session, token)
    ticket = await ticket_access.lock(session, SYSTEM, found.ticket_id)
    _, conversation = await side_conversations.lock(session, SYSTEM, found.id)
    author = Author("outside", None, conversation.name or conversation.email or "")
    await append(session, SYSTEM, ticket, conversation, author, body=new.body, client_message_id=new.client_message_id)
    return await outside(session, conversation), conversation.id


async def _by_token(session: AsyncSession, token: str) -> SideConversation:
    found = await side_conversations.by_token(session, token)
    rate_limits.check("side_conversations", str(found.id), limit=PER_MINUTE, seconds=60)
    return found


async def outside(session: AsyncSession, conversation: SideConversation) -> OutsideConversation:
    """A side conversation as whoever is outside sees it."""
    query = select(SideMessage).where(col(SideMessage.conversation_id) == conversation.id)
    latest = (await session.exec(query.order_by(col(SideMessage.seq).desc()).limit(SHOWN_OUTSIDE))).all()
    return OutsideConversation(
        subject=conversation.subject,
        status=conversation.status,
        items=[
            OutsideMessage(
                seq=each.seq,
                yours=each.author_kind == "outside",
                author_name=each.author_name,
                body=each.body,
                redacted=each.redacted_at is not None,
                created_at=each.created_at,
            )
            for each in reversed(latest)
        ],
    )


async def _known(
    session: AsyncSession, conversation: SideConversation, author: Author, client_message_id: str | None
) -> SideMessage | None:
    if client_message_id is None:
        return None
    query = select(SideMessage).where(
        col(SideMessage.conversation_id) == conversation.id,
        col(SideMessage.author_kind) == author.kind,
        col(SideMessage.author_id).is_(None) if author.id is None else col(SideMessage.author_id) == author.id,
        col(SideMessage.client_message_id) == client_message_id,
    )
    return (await session.exec(query)).first()


async def _tell(session: AsyncSession, ticket: Ticket, conversation: SideConversation, message: SideMessage) -> None:
    connection = await raw_connection(session)
    concerned = {row["id"] for row in await connection.fetch(_CONCERNED, conversation.id, ticket.id)}
    if message.seq == 1 and conversation.team_id is not None:
        concerned |= {row["id"] for row in await connection.fetch(_TEAM, conversation.team_id)}
    await notifications.tell(
        session,
        [each for each in concerned if each != message.author_id],
        kind="side_conversation.message",
        ticket_id=ticket.id,
        data={
            "number": ticket.number,
            "side_conversation_id": str(conversation.id),
            "subject": conversation.subject,
            "message_seq": message.seq,
            "by": message.author_name,
        },
        key=f"side:{message.id}",
        now=clock.now(),
    )


async def _mail(session: AsyncSession, conversation: SideConversation, message: SideMessage) -> None:
    token = None if conversation.token is None else unseal(conversation.token.encode())
    text = f"{message.body}\n\n{message.author_name}\n"
    if token is not None and settings().public_url is not None:
        text += f"\n{settings().public_url}/v1/side-conversations/by-token/{token.decode()}/messages\n"
    await outbox.mail(
        session,
        key=f"side:{message.id}",
        to=conversation.email or "",
        subject=conversation.subject,
        text=text,
        now=clock.now(),
    )


def shown(row: SideMessage) -> SideMessageOut:
    """A message as agents see it."""
    return SideMessageOut(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        author_kind=row.author_kind,
        author_id=row.author_id,
        author_name=row.author_name,
        body=row.body,
        client_message_id=row.client_message_id,
        redacted_at=row.redacted_at,
        created_at=row.created_at,
    )
