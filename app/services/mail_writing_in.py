"""A mail's words onto a ticket: as its author's message, as the first one of a new ticket, or as a note."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.channels.base import Account
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Conflict
from app.models import Channel
from app.rules import inbound as rules
from app.rules.actors import SYSTEM, Actor
from app.services import inbound_files, inbound_tickets, mail_people, message_originals, messages
from app.services.inbound_people import Writer
from app.services.inbound_types import Row, Taken
from app.services.lean import messages as lean
from app.services.mail_files import Files
from app.services.mail_reading import Letter
from app.services.mail_threads import Place

_NOTED = {
    "auto_reply": "[An automatic reply from {who}]",
    "loop": "[A mail with the desk's own mark, from {who}]",
    "hard_bounce": "[It did not arrive, says {who}]",
    "soft_bounce": "[It has not arrived yet, says {who}]",
}

# Where the same person goes on already after a ticket that is over, through those that are over too.
_FOLLOWING = """WITH RECURSIVE later (id, depth) AS (
 SELECT $1::uuid, 0 UNION
 SELECT t.id, l.depth + 1 FROM later l JOIN ticket_links k ON k.to_id = l.id AND k.kind = 'follow_up_of'
 JOIN tickets t ON t.id = k.from_id WHERE t.requester_id = $2 AND l.depth < 20
) SELECT t.id FROM later l JOIN tickets t ON t.id = l.id
WHERE l.depth > 0 AND t.status NOT IN ('closed', 'merged') ORDER BY t.id DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person wrote, where it goes, the ticket that a new one follows, and the type of a new one."""

    letter: Letter
    place: Place
    writer: Writer
    files: Files
    follows: UUID | None = None
    type: str = "question"


async def say(work: UnitOfWork, connection: Connection, account: Account, row: Row, said: Said) -> Taken:
    """Write it as its author, where it belongs or into a ticket of its own. Raises what those services raise."""
    letter, kept, writer, place = said.letter, said.files.kept, said.writer, said.place
    # Who has said it all in the subject has said something.
    text = letter.folded.reply if letter.folded.reply.strip() or kept.ids else letter.subject
    body = rules.body(text, language=writer.language, refused=kept.refused, files=len(kept.ids))
    new, follows, ticket_id = lean.NewMessage(body, attachment_ids=kept.ids), said.follows, place.decision.ticket_id
    taken = None if ticket_id is None else await _goes_on(work, row, ticket_id, new, writer)
    if taken is None and ticket_id is not None:
        follows = place.root or ticket_id
    if taken is None and follows is not None:
        found: Any = await connection.fetchval(_FOLLOWING, follows, writer.actor.id)
        taken = None if found is None else await _goes_on(work, row, UUID(int=found.int), new, writer)
    if taken is None:
        channel = await work.session.get_one(Channel, account.id)
        start = inbound_tickets.New(body, letter.subject or letter.folded.reply, kept, follows=follows, type=said.type)
        taken = Taken("created", *await inbound_tickets.create(work, connection, channel, row, writer, start))
    await _kept(connection, account, row, letter, said.files, place, taken)
    if taken.ticket_id is not None:
        await mail_people.put_in_copy(work, connection, taken.ticket_id, letter, place, writer.actor)
    return taken


async def _goes_on(work: UnitOfWork, row: Row, ticket_id: UUID, new: lean.NewMessage, writer: Writer) -> Taken | None:
    """Written on a ticket that is there; None when that one is over."""
    try:
        done = await messages.send(work, inbound_files.owner(row), ticket_id, new, author=writer.actor)
    except Conflict as refusal:
        if refusal.code != "ticket_closed":
            raise
        return None
    return Taken("message", done.message["ticket_id"], done.message["id"])


async def note(work: UnitOfWork, account: Account, row: Row, letter: Letter, files: Files, place: Place) -> Taken:
    """Keep what a machine wrote on the thread that it is about, as a note: it opens nothing and nobody answers it.

    Too many in a day are held: two machines that answer each other come to an end.
    """
    connection = await raw_connection(work.session)
    ticket_id = place.root or place.decision.ticket_id
    if ticket_id is None:
        msg = "a note needs a ticket"
        raise ValueError(msg)
    if not await message_originals.may_go_on(connection, letter.sender.email, ticket_id, bounce=letter.kind.is_bounce):
        problem = "A machine writes too often on this ticket: its mails wait for somebody to look"
        return Taken("held", ticket_id, status="held", problem=problem)
    who = letter.sender.name or letter.sender.email
    if place.decision.trust != "participant" and letter.sender.name:
        # A name alone could be anybody's: an agent's, the desk's.
        who = f"{letter.sender.name} <{letter.sender.email}>"
    text = f"{_NOTED[letter.kind.kind].format(who=who)}\n\n{letter.folded.reply}".strip()
    body = rules.body(text, language=None, refused=files.kept.refused, files=len(files.kept.ids))
    new = lean.NewMessage(body, visibility="internal", attachment_ids=files.kept.ids)
    author = Actor("system", SYSTEM.id, who)
    done = await messages.send(work, inbound_files.owner(row), ticket_id, new, author=author)
    taken = Taken("note", done.message["ticket_id"], done.message["id"])
    await _kept(connection, account, row, letter, files, place, taken)
    return taken


async def _kept(
    connection: Connection, account: Account, row: Row, letter: Letter, files: Files, place: Place, taken: Taken
) -> None:
    if taken.ticket_id is None or taken.message_id is None:
        return
    await message_originals.keep(
        connection,
        message_originals.Origin(
            message_id=taken.message_id,
            ticket_id=taken.ticket_id,
            channel_id=account.id,
            inbound_id=row.id,
            letter=letter,
            place=place,
            inline=files.inline,
            imported=row.envelope.get("imported") is True,
        ),
    )
