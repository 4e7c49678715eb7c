"""Mails that arrive at the desk's own listener: for whom it takes them, and how they are kept."""

from collections.abc import Iterable
from uuid import UUID

from app import clock
from app.channels.mail.listening import Arrived, AwayError
from app.db import Database, as_unavailable, raw_connection
from app.errors import Unavailable
from app.hints import Hint
from app.rules.inbound import storable
from app.rules.mail_domains import readable
from app.services import inbound

_MAILBOXES = """SELECT id, address FROM channels WHERE kind = 'email' AND enabled AND archived_at IS NULL
AND address = ANY ($1::text[])"""


async def knows(database: Database, recipient: str) -> bool:
    """Whether a mailbox of the desk has this address, or the one before its `+`. Raises `AwayError`."""
    try:
        return bool(await _mailboxes(database, [recipient]))
    except Exception as error:
        if _is_away(error):
            raise AwayError from error
        raise


async def keep(database: Database, arrived: Arrived) -> None:
    """Store a mail in every mailbox that it is for, in one transaction. Raises `AwayError`: nothing is stored."""
    try:
        boxes = await _mailboxes(database, arrived.recipients)
        await _store(database, boxes, arrived)
    except Exception as error:
        if _is_away(error):
            raise AwayError from error
        raise
    if not boxes:
        # They were there a moment ago: the other server asks again, and hears it.
        raise AwayError


async def _store(database: Database, boxes: dict[UUID, list[str]], arrived: Arrived) -> None:
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        for channel_id in sorted(boxes):
            # Anything may stand there, and not all of it can be stored.
            envelope = {"from": storable(arrived.sender), "to": boxes[channel_id], "peer": arrived.peer}
            item = inbound.of_mail(arrived.raw, envelope)
            await inbound.store(connection, channel_id, "smtp", [item], now=clock.now())
            work.hints.append(Hint("inbound", channel_id))


def _is_away(error: Exception) -> bool:
    return isinstance(error, Unavailable) or as_unavailable(error) is not None


async def _mailboxes(database: Database, recipients: Iterable[str]) -> dict[UUID, list[str]]:
    """The mailboxes of these addresses, each with the addresses that are its own."""
    wanted = {each: _names(each) for each in recipients}
    names = sorted({name for both in wanted.values() for name in both})
    async with database.lean() as connection:
        known = {row["address"]: UUID(int=row["id"].int) for row in await connection.fetch(_MAILBOXES, names)}
    found: dict[UUID, list[str]] = {}
    for recipient, both in wanted.items():
        channel_id = next((known[name] for name in both if name in known), None)
        if channel_id is not None:
            found.setdefault(channel_id, []).append(recipient)
    return found


def _names(recipient: str) -> tuple[str, ...]:
    """The addresses by which a mailbox may be found, the exact one first."""
    address = recipient.lower()
    if not address.isprintable() or "@" not in address:
        return ()
    local, _, domain = address.rpartition("@")
    exact = (address, f"{local.partition('+')[0]}@{domain}")
    return tuple(dict.fromkeys((*exact, *map(readable, exact))))
