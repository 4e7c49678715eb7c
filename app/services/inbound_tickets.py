"""A ticket that begins in a channel: in the channel's brand and team, after the one that it follows."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork
from app.errors import Conflict
from app.hints import Hint
from app.models import Channel
from app.rules import inbound as rules
from app.rules.actors import SYSTEM
from app.schemas.ticket_links import LinkIn
from app.services import attachments, inbound_files, routing, ticket_links, tickets
from app.services.inbound_files import Kept
from app.services.inbound_people import Writer
from app.services.inbound_types import Row
from app.services.lean import tickets as lean

# A conversation that goes on when its ticket is over; through merges, what it was is found at the end of them.
_FOLLOWED = "SELECT id, subject FROM tickets WHERE id = desk_merge_root($1)"


@dataclass(frozen=True, slots=True)
class New:
    """How it begins: the message's words, what the subject is taken from, the files, what it follows, and its type."""

    body: str
    text: str
    kept: Kept
    follows: UUID | None = None
    type: str = "question"


async def create(
    work: UnitOfWork, connection: Connection, channel: Channel, row: Row, writer: Writer, new: New
) -> tuple[UUID, UUID]:
    """Make and route the ticket, as its customer; its id and that of its first message. Raises `Invalid`."""
    files = len(new.kept.ids) + len(new.kept.refused)
    wanted = lean.NewTicket(
        subject=rules.subject(new.text, who=rules.name(writer.actor.name), language=writer.language, files=files),
        body=new.body,
        channel=channel.kind,
        type=new.type,
        requester=lean.Requester(customer_id=writer.actor.id),
        known_language=writer.language,
        brand=channel.brand,
        team_id=channel.team_id,
    )
    now = clock.now()
    intended = await routing.intend(connection, writer.actor, wanted, now=now)
    made = await lean.create(connection, writer.actor, intended, now=now)
    ticket_id, message_id = UUID(int=made.row["id"].int), UUID(int=made.message_id.int)
    if new.kept.ids:
        await attachments.attach(connection, inbound_files.owner(row), ticket_id, message_id, new.kept.ids)
    work.hints.extend((made.hint, *made.lists))
    if made.row["assignee_id"] is None:
        work.hints.append(Hint("route", made.row["team_id"] or tickets.NOBODY))
    if new.follows is not None:
        followed = await connection.fetchrow(_FOLLOWED, new.follows)
        if followed is not None:
            link = LinkIn(kind="follow_up_of", ticket_id=UUID(int=followed["id"].int))
            # A ticket that too many follow is followed by this one all the same; it just does not say so.
            with suppress(Conflict):
                await ticket_links.create(work.session, SYSTEM, ticket_id, link)
    return ticket_id, message_id
