"""Who wrote a mail, as a customer, and who else it puts in copy."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError

from app import clock
from app.db import Connection, UnitOfWork
from app.errors import AppError
from app.ids import new_id
from app.rules import mail_ids
from app.rules import mail_people as rules
from app.rules.actors import Actor
from app.schemas.ticket_ccs import CcIn
from app.services import mail_names, ticket_ccs
from app.services.inbound_people import Writer
from app.services.mail_reading import Letter
from app.services.mail_threads import Place

_BY_ADDRESS = """SELECT id, name, coalesce(language, locale) AS language
FROM desk_customer($1, NULL, $2, NULL, $3, NULL, $4)"""
_BY_ID = """SELECT h.id, h.name, coalesce(h.language, h.locale) AS language FROM customers c
JOIN customers h ON h.id = coalesce(c.merged_into, c.id)
WHERE c.id = $1"""
# Nobody vouches for the address: it finds nobody, and is nobody's.
_CLAIMING = """INSERT INTO customers (id, name, claimed_email, version, created_at, updated_at)
VALUES ($1, $2, $3, 1, $4, $4) RETURNING id, name, NULL AS language"""
_AGENTS = "SELECT lower(email) AS email FROM agents WHERE lower(email) = ANY ($1)"


async def writer(connection: Connection, letter: Letter, place: Place) -> Writer:
    """The customer who wrote: by the address that the mail is from, never by one that it asks answers to be sent to.

    Of a mail whose sender's domain disowns it, and that nobody has let in, somebody who only says who they are.
    """
    name, now = letter.sender.name, clock.now()
    found: Any
    if place.claimed is not None:
        found = await connection.fetchrow(_BY_ID, place.claimed)
    elif letter.proven or place.decision.trust == "participant":
        found = await connection.fetchrow(_BY_ADDRESS, new_id(), letter.sender.email, name, now)
    else:
        found = await connection.fetchrow(_CLAIMING, new_id(), name, letter.sender.email, now)
    return Writer(Actor("customer", UUID(int=found["id"].int), found["name"] or name or ""), found["language"])


async def put_in_copy(
    work: UnitOfWork, connection: Connection, ticket_id: UUID, letter: Letter, place: Place, author: Actor
) -> None:
    """Whoever else the mail was for reads along, where that proves that the sender may say so.

    A number in a subject, or an id that others have seen, is no proof: by it a stranger would have themselves told.
    """
    if letter.kind.kind != "person" or not letter.proven:
        return
    if place.decision.by not in {"new", "plus_address", "signed_id"}:
        return
    addressed = [(each.name, each.email) for each in (*letter.mail.to, *letter.mail.cc)]
    here = {mail_ids.base_address(each) for each in letter.mail.delivered_to}
    # A mailbox may have had another name when it gave out a ticket's own address.
    here |= {
        mail_ids.base_address(each) for _, each in addressed if mail_ids.read_reply_address(each, mail_names.keys())
    }
    others = rules.copies(addressed, sender=letter.sender.email, ours=letter.ours | here)
    if not others:
        return
    rows: Any = await connection.fetch(_AGENTS, [each.email for each in others])
    agents = {row["email"] for row in rows}
    for each in others:
        if each.email in agents:
            continue
        try:
            wanted = CcIn(email=each.email, name=None if each.name is None else each.name[:255].strip() or None)
            await ticket_ccs.add(work.session, author, ticket_id, wanted)
        except (AppError, ValidationError):
            # There are fifty already, or it is no address: the mail says whom it was for.
            continue
