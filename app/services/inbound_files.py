"""Files that came in by a channel: fetched, judged and stored as anybody's, or named with why they were not."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.channels.base import Account, Adapter, File, Incoming
from app.db import Database
from app.errors import Invalid
from app.rules import inbound as rules
from app.rules.actors import Actor
from app.rules.file_names import clean
from app.services import attachments
from app.services.inbound_types import FileNotHadError, Row
from app.settings import settings

_CHUNK = 65_536
_HAD = """SELECT a.name, a.size FROM channel_messages k JOIN messages m ON m.id = k.message_id
JOIN attachments a ON a.message_id = coalesce(m.copied_from_id, m.id) AND a.state <> 'removed'
WHERE k.channel_id = $1 AND k.external_id = $2"""
_FORGET = """UPDATE attachments SET state = 'removed', next_at = $2
WHERE owner_kind = 'system' AND owner_id = $1 AND message_id IS NULL AND state <> 'removed'"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that are stored and belong to no message yet, and names of those that were not taken with why.

    `places` are all that were handed in, in their order: the id of each, None of one that was not taken.
    """

    ids: tuple[UUID, ...] = ()
    refused: tuple[tuple[str, rules.Why], ...] = ()
    places: tuple[UUID | None, ...] = ()


NONE = Kept()


class NotTakenError(ValueError):
    """A file that is left out of its message, with why."""

    def __init__(self, why: rules.Why) -> None:
        super().__init__(why.name)
        self.why = why


def owner(row: Row) -> Actor:
    """Whose the files of a row are until a message has them: of nobody else, so that no other row can take them."""
    return Actor(kind="system", id=row.id, name="Otklik")


async def forget(database: Database, row: Row) -> None:
    """Have the files removed that an attempt before has stored: this one stores them again."""
    async with database.lean() as connection:
        await connection.execute(_FORGET, row.id, clock.now())


def is_long(text: str) -> bool:
    """Whether a text goes into a file as well, because a message does not hold it."""
    return rules.is_long(text)


async def keep(database: Database, adapter: Adapter | None, account: Account, row: Row, incoming: Incoming) -> Kept:
    """Store the files of a message, each in a transaction of its own; those of an attempt that fails are removed
    after a day. Raises `OSError` and `Unavailable` for what may be had another time.
    """
    return await keep_all(database, row, _with_text(incoming), adapter=adapter, account=account)


async def keep_new(database: Database, adapter: Adapter | None, account: Account, row: Row, incoming: Incoming) -> Kept:
    """Store the files of an edited message that it has not had: an edit names them all, and what was edited may be a
    word beside a film of last year. One of the same name and size, as far as that is told, is the same.
    """
    async with database.lean() as connection:
        had = await connection.fetch(_HAD, account.id, rules.key(incoming.external_id))
    known = {(each["name"], each["size"]) for each in had}
    names = {name for name, _ in known}
    new = [
        each
        for each in _with_text(incoming)
        if (name := clean(each.name) or "file") not in names
        or (each.size is not None and (name, each.size) not in known)
    ]
    room = max(settings().attachment_count - len(had), 0)
    return await keep_all(database, row, new, adapter=adapter, account=account, room=room)


def _with_text(incoming: Incoming) -> list[File]:
    files = list(incoming.files)
    if is_long(incoming.text):
        whole = rules.storable(incoming.text).encode()
        files.insert(0, File(name="message.txt", content_type="text/plain", content=whole, size=len(whole)))
    return files


async def keep_all(
    database: Database,
    row: Row,
    files: Sequence[File],
    *,
    adapter: Adapter | None = None,
    account: Account | None = None,
    room: int | None = None,
) -> Kept:
    """Store files of which the bytes are at hand, or fetched by the adapter; no more than there is `room` for."""
    room = settings().attachment_count if room is None else room
    places: list[UUID | None] = []
    refused: list[tuple[str, rules.Why]] = []
    for number, each in enumerate(files):
        name = clean(each.name) or "file"
        places.append(None)
        if number >= room:
            refused.append((name, rules.Why("file.too_many", settings().attachment_count)))
            continue
        try:
            content = each.content
            if content is None:
                content = await _fetched(adapter, account, row, each)
            places[-1] = await _stored(database, row, name, each.content_type or "", content)
        except NotTakenError as error:
            refused.append((name, error.why))
        except Invalid as error:
            refused.append((name, rules.Why("file.kind" if error.code == "type_not_allowed" else "file.unusable")))
        except ValueError:
            # The channel says no.
            refused.append((name, rules.Why("file.not_given")))
    return Kept(tuple(each for each in places if each is not None), tuple(refused), tuple(places))


async def _fetched(adapter: Adapter | None, account: Account | None, row: Row, file: File) -> bytes:
    most = settings().attachment_bytes
    if file.size is not None and file.size > most:
        raise NotTakenError(_too_large(most))
    if adapter is None or account is None:
        raise NotTakenError(rules.Why("file.absent"))
    try:
        return await adapter.fetch(account, file)
    except OSError as error:
        if row.last:
            # The words go on without it; what came in is kept, and says where it is.
            raise NotTakenError(rules.Why("file.not_given")) from error
        raise FileNotHadError(f"The file {clean(file.name) or 'file'} cannot be had now: {error}") from error


async def _stored(database: Database, row: Row, name: str, declared: str, content: bytes) -> UUID:
    most = settings().attachment_bytes
    if len(content) > most:
        raise NotTakenError(_too_large(most))

    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(content), _CHUNK):
            yield content[at : at + _CHUNK]

    async with database.unit_of_work() as work:
        _ = work.session
        received = await attachments.receive(work, owner(row), chunks(), name=name, declared=declared[:200], key=None)
    return UUID(int=received.row["id"].int)


def _too_large(most: int) -> rules.Why:
    return rules.Why("file.too_large", most // 1_048_576)
