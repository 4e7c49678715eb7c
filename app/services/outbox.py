"""The outbox: what must leave the desk, written in the transaction that decided it, and what admins do there."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, NotFound
from app.hints import Hint
from app.ids import new_id
from app.models import OutboxItem
from app.rules.actors import Actor
from app.rules.outgoing import parse
from app.schemas.base import Email
from app.schemas.outbox import OutboxItemOut, OutboxPage, SigningSecretOut
from app.services import keyset, mailing
from app.services.lean.wire import dumps
from app.services.sealing import seal
from app.settings import settings

_ADDRESS: TypeAdapter[str] = TypeAdapter(Email)

_ADD = """INSERT INTO outbox (id, kind, key, target, payload, status, attempts, next_attempt_at, created_at)
VALUES ($1, $2, $3, $4, $5::text::jsonb, 'waiting', 0, $6, $6) ON CONFLICT (key) DO NOTHING RETURNING true"""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """In whose name a mail leaves that people may answer: a mailbox, and the recipient of an outreach."""

    channel_id: UUID
    recipient_id: UUID
    customer_id: UUID


async def mail(
    session: AsyncSession,
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[mailing.Attached] = (),
    mailbox: Mailbox | None = None,
    survey: UUID | None = None,
    now: datetime,
) -> bool:
    """A mail that goes out when this transaction is committed. False: the same `key` was decided before.

    With a `mailbox` it leaves in that one's name, else in the desk's. `survey`: the invitation that it is about; taken
    back, or its reader tired of such mails, before the mail is handed over, it does not leave.
    A subject is made one line. Raises ValueError for an address or headers that could say more than one thing.
    """
    address = _ADDRESS.validate_python(to)
    given = dict(headers or {})
    mailing.check_headers(given)
    item_id = new_id()
    payload: dict[str, Any] = {
        "subject": mailing.one_line(subject),
        "text": text[: mailing.BODY_CHARACTERS],
        "html": None if html is None else html[: mailing.BODY_CHARACTERS],
        "headers": given,
        # Kept, so that every attempt carries the same one: that is how a mailbox knows a second copy.
        "attachments": [asdict(each) for each in attachments],
        "message_id": f"<{item_id}@{mailing.sender(settings())[1].rpartition('@')[2]}>",
    }
    if mailbox is not None:
        payload["mailbox"] = {name: str(value) for name, value in asdict(mailbox).items()}
    if survey is not None:
        payload["survey"] = str(survey)
    return await _add(session, item_id, "mail", key, address, payload, now)


async def webhook(
    session: AsyncSession,
    *,
    key: str,
    url: str,
    event_type: str,
    data: dict[str, Any],
    secret: str | None = None,
    now: datetime,
) -> bool:
    """A webhook that goes out when this transaction is committed. False: the same `key` was decided before.

    `secret` (`whsec_...`) signs it and is stored sealed; None: the desk's own. Raises `RefusedError` (a ValueError)
    for a URL that would never be called.
    """
    payload: dict[str, Any] = {"type": event_type, "data": data}
    if secret is not None:
        signing_key(secret)
        payload["secret"] = seal(secret.encode()).decode()
    return await _add(session, new_id(), "webhook", key, str(parse(url)), payload, now)


async def _add(
    session: AsyncSession, item_id: UUID, kind: str, key: str, target: str, payload: dict[str, Any], now: datetime
) -> bool:
    connection = await raw_connection(session)
    added = await connection.fetchval(_ADD, item_id, kind, key, target, dumps(payload).decode(), now)
    if added:
        hint(session, Hint("outbox", item_id))
    return bool(added)


def signing_key(secret: str) -> bytes:
    """The key in a `whsec_...` secret. Raises ValueError for what is none."""
    prefix, _, encoded = secret.rpartition("_")
    key = base64.b64decode(encoded, validate=True)
    if prefix != "whsec" or not 24 <= len(key) <= 64:  # noqa: PLR2004 - what Standard Webhooks allow
        msg = "a signing secret is whsec_ and 24 to 64 bytes in base64"
        raise ValueError(msg)
    return key


def desk_secrets() -> list[str]:
    """The desk's own signing secrets, derived from OTKLIK_SECRET: the current one, then the one before if it is set."""
    now = settings()
    return [
        "whsec_"
        + base64.b64encode(hmac.digest(each.get_secret_value().encode(), b"otklik webhooks out", "sha256")).decode()
        for each in (now.secret, now.secret_previous)
        if each is not None
    ]


def signature(secrets: list[str], webhook_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` (Standard Webhooks): one signature per secret, any of which may be checked."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(signing_key(each), signed, "sha256")).decode() for each in secrets
    )


def signing_secret() -> SigningSecretOut:
    """What receivers check the desk's webhooks with, unless a webhook has a secret of its own."""
    return SigningSecretOut(secret=desk_secrets()[0])


def visible_to(_actor: Actor) -> SelectOfScalar[OutboxItem]:
    """What of the outbox a caller may see: who may look at settings sees all of it."""
    return select(OutboxItem)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    status: str | None,
    kind: Literal["mail", "webhook"] | None,
    cursor: str | None,
    limit: int,
) -> OutboxPage:
    """The outbox, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(OutboxItem.id).desc()).limit(limit + 1)
    if status is not None:
        query = query.where(col(OutboxItem.status) == status)
    if kind is not None:
        query = query.where(col(OutboxItem.kind) == kind)
    if cursor is not None:
        query = query.where(col(OutboxItem.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return OutboxPage(items=[_shown(each) for each in found], next_cursor=following)


async def retry(session: AsyncSession, actor: Actor, item_id: UUID) -> OutboxItemOut:
    """Send one again now, with all its attempts before it. Raises `NotFound`, `Conflict` (`already_sent`,
    `being_sent`).
    """
    query = visible_to(actor).where(col(OutboxItem.id) == item_id).with_for_update()
    item = (await session.exec(query.execution_options(populate_existing=True))).first()
    if item is None:
        raise NotFound
    if item.status == "sent":
        raise Conflict("It has been sent", code="already_sent")
    if item.status == "sending":
        raise Conflict("It is being sent at this moment", code="being_sent")
    item.status, item.attempts, item.next_attempt_at = "waiting", 0, clock.now()
    session.add(item)
    await session.flush()
    hint(session, Hint("outbox", item.id))
    return _shown(item)


def _shown(item: OutboxItem) -> OutboxItemOut:
    return OutboxItemOut(
        id=item.id,
        kind=item.kind,
        key=item.key,
        target=item.target,
        about=item.payload.get("subject") or item.payload.get("type") or "",
        status=item.status,
        attempts=item.attempts,
        next_attempt_at=item.next_attempt_at,
        last_error=item.last_error,
        created_at=item.created_at,
        sent_at=item.sent_at,
    )
