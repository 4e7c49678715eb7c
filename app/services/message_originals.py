"""The mail behind a message: kept with it, shown to agents whole, given out as it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.channels.mail.types import Address
from app.db import Connection, raw_connection
from app.errors import NotFound
from app.rules import inbound as rules
from app.rules import mail_budgets
from app.rules.actors import Actor
from app.schemas.message_originals import OriginalOut
from app.services import ticket_access
from app.services.mail_reading import Letter
from app.services.mail_threads import Place

DAY = timedelta(hours=24)

_KEEP = """INSERT INTO message_sources (message_id, ticket_id, channel_id, inbound_id, kind, kind_why, known_by, trust,
trust_why, mail_id, sender, reply_to, recipients, copies, subject, sent_at, words, quoted, signature, html, inline,
blocked_images, cut, created_at, imported) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb,
$12::jsonb, $13::jsonb, $14::jsonb, $15, $16, $17, $18, $19, $20, $21::jsonb, $22, $23, $24, $25)"""
_READ = """SELECT s.*, s.sender::text AS sender, s.reply_to::text AS reply_to, s.recipients::text AS recipients,
s.copies::text AS copies, s.inline::text AS inline, i.raw IS NOT NULL AS has_raw
FROM message_sources s JOIN inbound i ON i.id = s.inbound_id JOIN messages m ON m.id = s.message_id
WHERE s.message_id = $2 AND m.ticket_id = $1"""
_RAW = """SELECT i.raw FROM message_sources s JOIN inbound i ON i.id = s.inbound_id
JOIN messages m ON m.id = s.message_id WHERE s.message_id = $2 AND m.ticket_id = $1 AND i.raw IS NOT NULL"""
_KIND = "SELECT CASE WHEN imported THEN 'imported' ELSE kind END FROM message_sources WHERE message_id = $1"
_OF_MACHINES = """SELECT count(*) FROM (SELECT FROM message_sources WHERE ticket_id = $1 AND created_at > $2
AND kind = ANY ($4) LIMIT $3) k"""
_OF_LOOPS = """SELECT count(*) FROM (SELECT FROM message_sources WHERE created_at > $2 AND kind = 'loop'
AND sender ->> 'email' = $1 LIMIT $3) k"""


@dataclass(frozen=True, slots=True)
class Origin:
    """A message, and the mail that it came as."""

    message_id: UUID
    ticket_id: UUID
    channel_id: UUID
    inbound_id: UUID
    letter: Letter
    place: Place
    inline: Sequence[dict[str, Any]]
    imported: bool = False


async def keep(connection: Connection, origin: Origin) -> None:
    """Keep it, in the transaction that makes the message."""
    letter, mail, decision = origin.letter, origin.letter.mail, origin.place.decision
    await connection.execute(
        _KEEP,
        origin.message_id,
        origin.ticket_id,
        origin.channel_id,
        origin.inbound_id,
        letter.kind.kind,
        rules.storable(letter.kind.why),
        decision.by,
        decision.trust,
        decision.why,
        None if mail.message_id is None else rules.storable(mail.message_id),
        _json({"name": letter.sender.name, "email": letter.sender.email}),
        _people(mail.reply_to),
        _people(mail.to),
        _people(mail.cc),
        letter.subject,
        mail.date,
        rules.storable(mail.text),
        letter.folded.quoted,
        letter.folded.signature,
        None if mail.html is None else rules.storable(mail.html),
        _json(list(origin.inline)),
        mail.blocked_images,
        list(mail.cut),
        clock.now(),
        origin.imported,
    )


def _people(addresses: Sequence[Address]) -> str:
    return _json([{"name": rules.name(each.name), "email": rules.storable(each.email)} for each in addresses[:200]])


def _json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return orjson.dumps(value).decode()


async def may_go_on(
    connection: Connection, sender: str, ticket_id: UUID | None = None, *, bounce: bool = False
) -> bool:
    """Whether one more mail of a machine is taken: on this ticket, or (without one) from this address."""
    limit = mail_budgets.BOUNCES_AND_DAY if bounce else mail_budgets.FROM_MACHINES_AND_DAY
    kinds = ["hard_bounce", "soft_bounce"] if bounce else ["auto_reply", "loop"]
    since = clock.now() - DAY
    counted: Any = (
        await connection.fetchval(_OF_LOOPS, sender, since, limit)
        if ticket_id is None
        else await connection.fetchval(_OF_MACHINES, ticket_id, since, limit, kinds)
    )
    return mail_budgets.may_go_on(counted, limit=limit)


async def kind_of(connection: Connection, message_id: UUID) -> str | None:
    """What kind of mail a message was, `imported` for old ones; None: it was none. Only a `person` is answered
    automatically.
    """
    found: str | None = await connection.fetchval(_KIND, message_id)
    return found


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID) -> OriginalOut:
    """The mail behind a message. Raises `NotFound`, also for a message that was no mail."""
    row = await _one(session, actor, ticket_id, message_id, _READ)
    document = {name: orjson.loads(row[name]) for name in ("sender", "reply_to", "recipients", "copies", "inline")}
    return OriginalOut.model_validate(
        {
            "message_id": message_id,
            "inbound_id": row["inbound_id"],
            "channel_id": row["channel_id"],
            "kind": row["kind"],
            "kind_why": row["kind_why"],
            "known_by": row["known_by"],
            "trust": row["trust"],
            "trust_why": row["trust_why"],
            "mail_id": row["mail_id"],
            "from": document["sender"],
            "reply_to": document["reply_to"],
            "to": document["recipients"],
            "cc": document["copies"],
            "subject": row["subject"],
            "sent_at": row["sent_at"],
            "text": row["words"],
            "quoted": row["quoted"],
            "signature": row["signature"],
            "html": row["html"],
            "inline": document["inline"],
            "blocked_images": row["blocked_images"],
            "cut": row["cut"],
            "has_raw": row["has_raw"],
            "imported": row["imported"],
        }
    )


async def raw(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID) -> tuple[bytes, str]:
    """The mail as it came, and a name for it. Raises `NotFound`, also when it was tidied away."""
    row = await _one(session, actor, ticket_id, message_id, _RAW)
    return row["raw"], f"{message_id}.eml"


async def _one(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID, statement: str) -> Any:  # noqa: ANN401 - a record
    await ticket_access.get(session, actor, ticket_id)
    row = await (await raw_connection(session)).fetchrow(statement, ticket_id, message_id)
    if row is None:
        raise NotFound
    return row
