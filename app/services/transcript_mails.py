"""What was said in a chat, mailed to its customer: few to one address, whoever asks."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.channels import markdown
from app.db import Connection, raw_connection
from app.errors import Conflict, Invalid, NotFound, TooMany, pointer
from app.models import TranscriptMail
from app.rules import transcripts
from app.rules.actors import Actor
from app.rules.mail_domains import readable
from app.schemas.transcript_mails import TranscriptMailOut
from app.services import chat_lists, mailing, outbox
from app.services.chat_access import visible
from app.settings import settings

PER_CHAT, PER_ADDRESS, DAY = 3, 5, timedelta(days=1)
MOST_MESSAGES = 1000

_CHAT = """SELECT k.accepted_at, t.subject, coalesce(t.language, c.language) AS heard, c.locale, c.email,
b.name AS brand,
(SELECT cv.zone FROM calendar_versions cv JOIN calendars d ON d.id = cv.calendar_id AND d.number = cv.number
 WHERE d.id = b.calendar_id) AS zone
FROM chats k JOIN tickets t ON t.id = k.ticket_id JOIN customers c ON c.id = k.customer_id
LEFT JOIN brands b ON b.key = t.brand WHERE k.id = $1 AND """
# One after the other, first by chat and then by address: else many at once would each find few before them.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('transcript ' || lower($1), 0))"
_COUNTS = """SELECT (SELECT count(*) FROM transcript_mails WHERE chat_id = $1 AND created_at > $3) AS of_chat,
(SELECT count(*) FROM transcript_mails WHERE lower(email) = lower($2) AND created_at > $3) AS to_address"""
# RFC 3834: nobody's holiday notice answers it.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


async def send(session: AsyncSession, actor: Actor, chat_id: UUID, *, email: str | None) -> TranscriptMailOut:
    """Put it on its way: to `email`, else to the address that is surely the customer's.

    Raises `NotFound`, `Invalid` (`email_needed`), `Conflict` (`nothing_to_mail`) and `TooMany`.
    """
    connection = await raw_connection(session)
    door, parameters = visible(actor, 2)
    chat = await connection.fetchrow(_CHAT + door, chat_id, *parameters)
    if chat is None:
        raise NotFound
    own = chat["email"]
    to = email or own
    if to is None:
        detail = "The desk knows no address of this customer: name one"
        raise Invalid(detail, code="email_needed", errors=[pointer("email", detail)])
    if chat["accepted_at"] is None:
        raise Conflict("No agent has been in this chat, so there is nothing to mail", code="nothing_to_mail")
    now = clock.now()
    await _limit(connection, chat_id, to, now)
    row = TranscriptMail(chat_id=chat_id, email=to, created_at=now)
    session.add(row)
    await session.flush()
    desk = chat["brand"] or mailing.sender(settings())[0]
    made = transcripts.write(
        await _said(connection, actor, chat_id),
        subject=chat["subject"],
        desk=desk,
        language=_language(chat["locale"], chat["heard"]),
        zone=ZoneInfo(chat["zone"] or "UTC"),
        trusted=own is not None and readable(own).casefold() == to.casefold(),
    )
    await outbox.mail(
        session, key=f"transcript:{row.id}", to=to, subject=made.subject, text=made.text, headers=_HEADERS, now=now
    )
    return TranscriptMailOut(id=row.id, chat_id=chat_id, email=to, created_at=now)


async def _limit(connection: Connection, chat_id: UUID, to: str, now: datetime) -> None:
    for each in (str(chat_id), to):
        await connection.execute(_LOCK, each)
    counts = await connection.fetchrow(_COUNTS, chat_id, to, now - DAY)
    if counts is not None and (counts["of_chat"] >= PER_CHAT or counts["to_address"] >= PER_ADDRESS):
        raise TooMany("This transcript has been mailed often enough today", retry_after=3600)


def _language(locale: str | None, heard: str | None) -> str | None:
    """As they said it, when that is the language they write in; else what is heard."""
    if locale is not None and heard in {None, locale.partition("-")[0]}:
        return locale
    return heard


async def _said(connection: Connection, actor: Actor, chat_id: UUID) -> list[transcripts.Said]:
    page = await chat_lists.transcript(connection, actor, chat_id, after=0, limit=MOST_MESSAGES)
    return [_line(orjson.loads(orjson.dumps(each))) for each in page["items"]]


def _line(message: dict[str, Any]) -> transcripts.Said:
    author = message["author"]
    return transcripts.Said(
        author=None if author["kind"] == "system" else author["name"],
        by_customer=author["kind"] == "customer",
        at=datetime.fromisoformat(message["created_at"]),
        body=markdown.plain(message["body"]) if message["format"] == "markdown" else message["body"],
        files=[each["name"] for each in message["attachments"]],
    )
