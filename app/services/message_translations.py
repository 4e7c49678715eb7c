"""Messages in other languages: translated when an agent asks, kept, and found again by whoever asks next."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Invalid, NotFound, Unavailable
from app.models import Message
from app.providers.base import Translated
from app.rules.actors import Actor
from app.rules.translating import same
from app.schemas.events import EventType
from app.services import events, rate_limits, ticket_access, translating
from app.services.lean import translations as lean

# How often one agent may have the provider asked, for whatever.
ASKED, ASKED_SECONDS = 120, 60.0
# So often is a message translated that is edited meanwhile.
_TRIES = 3
_MOST = 50
_THERE = f"""SELECT {lean.COLUMNS} FROM message_translations
WHERE message_id = $1 AND language = $2 AND state IN ('done', 'same', 'original')"""  # noqa: S608 - names of ours
_COUNT = f"SELECT count(*) FROM (SELECT FROM message_translations WHERE message_id = $1 LIMIT {_MOST}) k"  # noqa: S608
_PAGE = f"""SELECT {lean.COLUMNS} FROM message_translations WHERE message_id = $1 AND language > $2
ORDER BY language LIMIT $3"""  # noqa: S608 - names of ours
_KEEP = f"""INSERT INTO message_translations AS k
 (message_id, language, state, of_version, body, source_language, provider, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (message_id, language) DO UPDATE SET state = excluded.state, of_version = excluded.of_version,
 body = excluded.body, source_language = excluded.source_language, provider = excluded.provider, error = NULL,
 next_at = NULL, at = excluded.at WHERE k.state <> 'original' RETURNING {lean.COLUMNS}"""  # noqa: S608 - names of ours


async def translate(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, message_id: UUID, language: str
) -> tuple[dict[str, Any], bool]:
    """What a message says in a language, and whether that had to be found out now. No transaction waits meanwhile.

    Raises `NotFound`, `Invalid` (`unknown_language`, `nothing_to_translate`, `text_too_long`, `too_many`), `TooMany`,
    and `NotSetUp` and `Unavailable` (`translation_unavailable` with a `reason`): then nothing is kept.
    """
    translating.check_language(language, "language")
    for _ in range(_TRIES):
        message = await read(work.session, actor, ticket_id, message_id)
        connection = await raw_connection(work.session)
        there = await connection.fetchrow(_THERE, message_id, language)
        if there is not None:
            return lean.shown(there), False
        await _check(connection, message)
        found = await ask(work, actor, message, language)
        await ticket_access.lock(work.session, actor, ticket_id)
        now = await read(work.session, actor, ticket_id, message_id)
        if (now.body, now.format) == (message.body, message.format):
            return await keep(work.session, actor, now, language, found), True
        await work.let_go()
        await work.take_up()
    raise Unavailable("The message is being edited; try again")


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID) -> Message:
    """A message of a ticket that this agent may see, as it is now. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    message = await session.get(Message, message_id, populate_existing=True)
    if message is None or message.ticket_id != ticket_id:
        raise NotFound
    return message


async def _check(connection: Connection, message: Message) -> None:
    if not message.body.strip():
        raise Invalid("This message says nothing", code="nothing_to_translate")
    if await connection.fetchval(_COUNT, message.id) == _MOST:
        raise Invalid(f"A message has at most {_MOST} translations", code="too_many")


async def ask(work: UnitOfWork, actor: Actor, message: Message, language: str) -> Translated:
    """The translation of a message, from whoever it takes, while no transaction is open. Raises as `translate`."""
    translating.needed()
    rate_limits.check("translations", str(actor.id), limit=ASKED, seconds=ASKED_SECONDS)
    await work.let_go()
    found = await translating.translate(message.body, to=language, source=None, markdown=message.format == "markdown")
    await work.take_up()
    return found


async def keep(
    session: AsyncSession, actor: Actor, message: Message, language: str, found: Translated
) -> dict[str, Any]:
    """Keep a translation of a message as it is now; its ticket is locked. Agents who follow the ticket hear of it."""
    source = found.source
    if same(source, language) and found.texts[0] != message.body:
        # Models take the language of their own answer for that of the words, and have translated them all the same.
        source = message.language or source
    is_same = same(source, language)
    row: Any = await (await raw_connection(session)).fetchrow(
        _KEEP,
        message.id,
        language,
        "same" if is_same else "done",
        message.version,
        "" if is_same else found.texts[0],
        source,
        translating.name(),
        clock.now(),
    )
    if row is None:
        # Its author wrote in this very language, as somebody has said meanwhile.
        raise Unavailable("The message is being written; try again")
    await told(session, actor, message, language, row["state"])
    return lean.shown(row)


async def told(session: AsyncSession, actor: Actor, message: Message, language: str, state: str) -> None:
    """Say in the log that there is a translation, or that there is none: never what it says, which may be redacted."""
    ticket = await ticket_access.lock(session, actor, message.ticket_id)
    data = {"message_id": str(message.id), "language": language, "state": state}
    events.record(session, actor, ticket, EventType.MESSAGE_TRANSLATED, data=data)
    await session.flush()


async def page(
    session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID, *, after: str | None, limit: int
) -> dict[str, Any]:
    """The translations of a message, by language. Raises `NotFound`."""
    await read(session, actor, ticket_id, message_id)
    rows = await (await raw_connection(session)).fetch(_PAGE, message_id, after or "", limit + 1)
    items = [lean.shown(row) for row in rows[:limit]]
    return {"items": items, "next_cursor": items[-1]["language"] if len(rows) > limit else None}
