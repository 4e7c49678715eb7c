"""A message of ours made ready for a channel: as it is now, with its files, and how it is handed over."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from app import clock
from app.channels import markdown, windows
from app.channels.adapters import ADAPTERS
from app.channels.base import Account, Outcome, OutFile, Outgoing, Refused
from app.channels.mail import markup
from app.channels.mail.smtp import Mark
from app.db import Connection
from app.rules.ranges import Span
from app.rules.translation_notices import notice
from app.services import attachment_store
from app.services.attachments import SERVED
from app.services.channel_claims import Claimed
from app.services.sealing import unseal
from app.settings import Settings

_LOAD = """SELECT m.body, m.format, m.version, m.redacted_at, m.author_kind, m.author_name, m.created_at, m.public_seq,
 m.attachments, m.translated_from, coalesce(m.copied_from_id, m.id) AS first_id,
 t.number, t.subject, t.language, t.brand, t.requester_id,
 coalesce(t.language, q.language, q.locale, b.reach->'languages'->>0) AS spoken, c.kind, c.name, c.address,
 c.settings::text AS settings, c.secrets, c.enabled, c.archived_at, b.name AS brand_name,
 (SELECT k.last_inbound_at FROM channel_threads k WHERE k.channel_id = c.id AND k.thread = $3) AS last_inbound_at
FROM messages m JOIN tickets t ON t.id = m.ticket_id JOIN customers q ON q.id = t.requester_id
JOIN channels c ON c.id = $2 LEFT JOIN brands b ON b.key = t.brand WHERE m.id = $1"""
_ALONG = "SELECT id, body, format, version, attachments, translated_from FROM messages WHERE id = ANY ($1)"
_FILES = """SELECT id, name, content_type, size, state FROM attachments
WHERE message_id = $1 AND state <> 'removed' ORDER BY place, id"""
# Whoever has read it here, or has written here since, needs no mail about it. Who wrote by a channel has not seen it.
_NEEDLESS = """SELECT EXISTS (
 SELECT FROM ticket_reads r JOIN customers c ON c.id = $3
 WHERE r.ticket_id = $1 AND r.reader_id IN (c.id, c.merged_into) AND r.public_seq >= $2
) OR EXISTS (
 SELECT FROM messages m JOIN customers c ON c.id = $3 WHERE m.ticket_id = $1 AND m.public_seq > $2
 AND m.author_kind = 'customer' AND m.author_id IN (c.id, c.merged_into)
 AND NOT EXISTS (SELECT FROM channel_messages k WHERE k.message_id = m.id AND k.direction = 'in')
)"""
# A merged ticket is read where it goes on: whoever has read or written there since has seen this one too. Marks of
# another thread count in numbers of its own, so it is time that tells.
_SEEN_WHERE_IT_GOES_ON = """WITH RECURSIVE up (id, into_id) AS (
 SELECT id, merged_into_id FROM tickets WHERE id = $1
 UNION ALL SELECT t.id, t.merged_into_id FROM up JOIN tickets t ON t.id = up.into_id
), root AS (
 SELECT id, greatest($2::timestamptz, (SELECT max(e.at) FROM events e
  WHERE e.ticket_id IN (SELECT id FROM up) AND e.type = 'ticket.merged')) AS since
 FROM up WHERE into_id IS NULL AND id <> $1
) SELECT EXISTS (
 SELECT FROM root JOIN customers c ON c.id = $3 JOIN ticket_reads r ON r.ticket_id = root.id
 WHERE r.reader_id IN (c.id, c.merged_into) AND r.at > root.since
) OR EXISTS (
 SELECT FROM root JOIN customers c ON c.id = $3 JOIN messages m ON m.ticket_id = root.id
 WHERE m.author_kind = 'customer' AND m.author_id IN (c.id, c.merged_into) AND m.created_at > root.since
 AND NOT EXISTS (SELECT FROM channel_messages k WHERE k.message_id = m.id AND k.direction = 'in')
)"""
_IN_COPY = "SELECT EXISTS (SELECT FROM ticket_ccs WHERE ticket_id = $1 AND customer_id = $2)"
# The customer's message that this one answers, as the channel calls it.
_ANSWERS = """SELECT k.external_id FROM channel_messages k JOIN messages m ON m.id = k.message_id
WHERE k.channel_id = $1 AND k.ticket_id = $2 AND k.direction = 'in' AND k.thread = $3 AND m.public_seq < $4
ORDER BY m.public_seq DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Held:
    """It cannot leave yet, and that is no failed attempt: after so many seconds it is looked at again."""

    why: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """It leaves no more, and nothing is wrong. `failed`: its senders are to know that it did not."""

    why: str
    failed: bool = True


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the message: what is known of it."""

    id: UUID
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A message and its channel, as they are now. `held_back` are files that the scanner did not pass."""

    row: Mapping[str, Any]
    account: Account
    files: tuple[FileRow, ...]
    held_back: int = 0
    # What goes along with it: their messages, in order.
    along: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that can be handed over. `hand` awaits the mark right before the other side may have it.

    `names` are what it is called there, where that is known before. `repeatable`: the other side knows a second copy.
    """

    versions: tuple[int, ...]
    hand: Callable[[Mark, tuple[str, ...]], Awaitable[Outcome]]
    names: tuple[str, ...] = ()
    repeatable: bool = False
    note: str | None = None


Prepared: TypeAlias = Ready | Held | Skipped | Refused
Prepare: TypeAlias = Callable[[Connection, Settings, Claimed, Loaded], Awaitable[Prepared]]


async def load(connection: Connection, item: Claimed) -> Loaded | Held | Skipped:  # noqa: PLR0911 - what may stand in its way
    """The message as it is now, if it still is to leave."""
    row = await connection.fetchrow(_LOAD, item.message_id, item.channel_id, item.recipient)
    if row is None or row["archived_at"] is not None:
        return Skipped("the channel was removed")
    if row["redacted_at"] is not None and row["body"] == "" and row["attachments"] == 0:
        return Skipped("it was removed before it left")
    reader = UUID(item.payload["reader_id"]) if "reader_id" in item.payload else None
    if item.payload.get("role") == "copy" and not await connection.fetchval(_IN_COPY, item.ticket_id, reader):
        return Skipped("they are not in copy any more")
    if not row["enabled"]:
        return Held("the channel is switched off", 600)
    if item.payload.get("if_unread") and (
        await connection.fetchval(_NEEDLESS, item.ticket_id, row["public_seq"], reader)
        or await connection.fetchval(_SEEN_WHERE_IT_GOES_ON, item.ticket_id, row["created_at"], reader)
    ):
        return Skipped("it was read here", failed=False)
    account = account_of(item.channel_id, row)
    if account is None:
        return Held("the channel's secrets were sealed under a desk secret that is no longer in use", 600)
    found = await connection.fetch(_FILES, row["first_id"]) if row["attachments"] else []
    if any(each["state"] in {"pending", "uploading"} for each in found):
        return Held("a file is still being looked at by the scanner", 20)
    files = tuple(
        FileRow(UUID(int=each["id"].int), each["name"], each["content_type"], each["size"])
        for each in found
        if each["state"] in SERVED
    )
    return Loaded(row, account, files, len(found) - len(files))


async def load_along(connection: Connection, item: Claimed) -> tuple[Mapping[str, Any], ...]:
    """The messages that go along, as they are now."""
    rows = {each["id"]: each for each in await connection.fetch(_ALONG, [each.message_id for each in item.along])}
    return tuple(rows[each.message_id] for each in item.along)


def account_of(channel_id: UUID, row: Mapping[str, Any]) -> Account | None:
    """A channel as adapters see it; None when its secrets cannot be read any more."""
    secrets: dict[str, str] = {}
    if row["secrets"] is not None:
        opened = unseal(row["secrets"].encode())
        if opened is None:
            return None
        secrets = orjson.loads(opened)
    return Account(channel_id, row["kind"], row["name"], row["address"], orjson.loads(row["settings"]), secrets)


async def content(file: FileRow) -> bytes:
    """A file's bytes. Raises `Unavailable` and `NotFound`."""
    parts = [each async for each in await attachment_store.read(file.id, Span(0, file.size))]
    return b"".join(parts)


async def prepare(connection: Connection, _settings: Settings, item: Claimed, loaded: Loaded) -> Prepared:
    """For a channel with an adapter."""
    row, account = loaded.row, loaded.account
    adapter = ADAPTERS.get(account.kind)
    if adapter is None:
        return Refused(f"nothing sends by {account.kind}")
    template, said = None, words(row, row["spoken"])
    if not windows.is_open(adapter, row["last_inbound_at"], clock.now()):
        template = windows.template(adapter, account, markdown.plain(said) if row["format"] == "markdown" else said)
        if template is None:
            return Refused("the customer wrote too long ago: the channel takes no free text any more", "window_closed")
    answers = await connection.fetchval(_ANSWERS, item.channel_id, item.ticket_id, item.recipient, row["public_seq"])
    files = tuple([OutFile(each.name, each.content_type, await content(each), each.size) for each in loaded.files])

    async def hand(mark: Mark, taken: tuple[str, ...]) -> Outcome:
        # Nobody tells us the very moment at which a vendor may have it: from the call on.
        await mark()
        return await adapter.send(
            account,
            Outgoing(
                id=item.id,
                to=item.recipient,
                text=said,
                html=markup.html(said, row["format"], {}) if row["format"] == "markdown" else None,
                format=row["format"],
                files=files,
                reply_to=answers,
                template=template,
                at=row["created_at"],
                sent=taken,
            ),
        )

    return Ready((row["version"],), hand, repeatable=getattr(adapter, "repeatable", False), note=note(loaded))


def words(row: Mapping[str, Any], reader: str | None) -> str:
    """What a message says where it leaves: whoever reads a translation there is told that it is one."""
    body: str = row["body"]
    if row["translated_from"] is None or not body:
        return body
    return f"{body}\n\n{notice(row['translated_from'], reader)}"


def note(loaded: Loaded) -> str | None:
    """What agents are to know although it was sent."""
    if not loaded.held_back:
        return None
    return f"Without {loaded.held_back} file(s) that the scanner did not pass"
