"""What the desk knows about the tickets that a mail names, for the rule that decides where it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.channels.base import Account
from app.db import Connection
from app.rules import inbound as rules
from app.rules import mail_ids
from app.rules.mail_threading import Decision, ThreadFacts, decide, numbers
from app.services import mail_names, outreach_answers
from app.services.mail_reading import Letter

_STORED = """SELECT external_id, ticket_id, message_id FROM channel_messages
WHERE channel_id = $1 AND external_id = ANY ($2)"""
_NUMBERED = "SELECT id, number FROM tickets WHERE number = ANY ($1)"
# Whether whoever has this address is asked or in copy there, or where it goes on: everybody who is one customer is one.
_KNOWN = """WITH people AS (
 SELECT c.id FROM customers c WHERE coalesce(c.merged_into, c.id) =
  (SELECT coalesce(m.merged_into, m.id) FROM customers m WHERE lower(m.email) = $2)
), named AS (
 SELECT t.id, desk_merge_root(t.id) AS root FROM tickets t WHERE t.id = ANY ($1)
) SELECT n.id, n.root, r.status, r.number,
 EXISTS (SELECT FROM tickets x WHERE x.id = n.id AND (x.requester_id IN (SELECT id FROM people)
  OR EXISTS (SELECT FROM ticket_ccs k WHERE k.ticket_id = x.id AND k.customer_id IN (SELECT id FROM people)))) AS there,
 EXISTS (SELECT FROM tickets x WHERE x.id = n.root AND (x.requester_id IN (SELECT id FROM people)
  OR EXISTS (SELECT FROM ticket_ccs k WHERE k.ticket_id = x.id AND k.customer_id IN (SELECT id FROM people)))
 ) AS at_root,
 EXISTS (SELECT FROM ticket_participants p WHERE p.ticket_id = n.root AND p.address = $2 AND p.status = 'approved'
  AND p.reason = 'unproven') AS approved,
 (SELECT c.id FROM customers c JOIN tickets x ON x.requester_id = c.id WHERE x.id = n.root AND c.email IS NULL
  AND lower(c.claimed_email) = $2) AS claimed
FROM named n JOIN tickets r ON r.id = n.root"""


@dataclass(frozen=True, slots=True)
class Place:
    """A decision, with what it was made of: the ticket where it would be written, and where that one goes on now.

    `claimed` is the requester, when all that anybody knows of them is that they say they have the sender's address.
    """

    decision: Decision
    root: UUID | None = None
    over: bool = False
    claimed: UUID | None = None


async def place(connection: Connection, account: Account, letter: Letter) -> Place:
    """Where a mail goes."""
    keys = mail_names.keys()
    read = [(each, mail_ids.read_message_id(each, keys)) for each in letter.answers]
    signed = [each.ticket_id for _, each in read if each is not None]
    stored = await _stored(connection, account, letter.answers)
    numbered = await _numbered(connection, letter.mail.subject)
    # Who answers an outreach again goes on where the first answer is.
    signed.extend(await outreach_answers.tickets(connection, letter.outreach, letter.sender.email))
    named = dict.fromkeys([*letter.named, *signed, *stored, *numbered])
    if not named:
        return Place(decide(ThreadFacts(letter.sender.email, proven=letter.proven)))
    rows: Any = await connection.fetch(_KNOWN, list(named), letter.sender.email)
    known = {UUID(int=row["id"].int): row for row in rows}
    sender = frozenset({letter.sender.email})
    facts = ThreadFacts(
        letter.sender.email,
        proven=letter.proven,
        plus=letter.named,
        signed=signed,
        stored=stored,
        numbered=numbered,
        participants={each: sender if row["there"] or row["at_root"] else frozenset() for each, row in known.items()},
        unvouched=frozenset(
            each
            for each, row in known.items()
            if row["claimed"] is not None or (row["approved"] and (row["there"] or row["at_root"]))
        ),
    )
    decision = decide(facts)
    if decision.ticket_id is None:
        return Place(decision)
    row = known[decision.ticket_id]
    return Place(
        # Who is known only where it goes on writes there.
        decision if row["there"] or not row["at_root"] else _at(decision, UUID(int=row["root"].int)),
        UUID(int=row["root"].int),
        over=row["status"] == "closed",
        claimed=None if row["claimed"] is None or row["there"] else UUID(int=row["claimed"].int),
    )


def _at(decision: Decision, ticket_id: UUID) -> Decision:
    return Decision(ticket_id, decision.by, decision.trust, decision.why)


async def _stored(connection: Connection, account: Account, answers: Sequence[str]) -> list[UUID]:
    keys = [rules.key(each) for each in answers]
    rows: Any = await connection.fetch(_STORED, account.id, keys) if keys else []
    found = {row["external_id"]: UUID(int=row["ticket_id"].int) for row in rows}
    return list(dict.fromkeys(found[each] for each in keys if each in found))


async def _numbered(connection: Connection, subject: str) -> list[UUID]:
    wanted = numbers(subject)
    rows: Any = await connection.fetch(_NUMBERED, list(wanted)) if wanted else []
    found = {row["number"]: UUID(int=row["id"].int) for row in rows}
    return [found[each] for each in wanted if each in found]


def anew(letter: Letter, decision: Decision) -> Place:
    """A ticket of its own, for whom the one that they name is not theirs."""
    return Place(Decision(None, "new", "sender" if letter.proven else "unproven", decision.why))
