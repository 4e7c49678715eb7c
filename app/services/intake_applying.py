"""What a partner's delivery does, done: a ticket is made, or its thread and its fields go on."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Conflict, Invalid, pointer, words_of
from app.hints import Hint
from app.models import Source
from app.rules.actors import SYSTEM, Actor
from app.rules.intake_deciding import Age, changes, step
from app.rules.phones import normal_phone
from app.rules.statuses import OVER
from app.schemas.intake import IntakeTicket, Outcome
from app.schemas.tickets import TicketPatch
from app.services import catalogue_applying, intake_threads, messages, routing, tickets
from app.services.intake_judging import Wanted, no_text
from app.services.intake_threads import Known
from app.services.lean import messages as lean_messages
from app.services.lean import tickets as lean
from app.services.lean.tickets import Receipt


@dataclass(frozen=True, slots=True)
class Done:
    """The ticket of a delivery and what it did there."""

    ticket_id: UUID
    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What a delivery would do: make a ticket (`known` is None, or closed: then a new one goes on), or go on in one."""

    wanted: Wanted
    known: Known | None
    create: bool
    stale: bool = False
    changes: dict[str, Any] | None = None
    words: str | None = None


async def plan(connection: Connection, source: Source, wanted: Wanted) -> Plan:
    """What a delivery would do now. Raises `Conflict` (`external_id_taken`, `ticket_closed`) and `Invalid`.

    `Invalid` is `no_text`, `no_external_id`, `unknown_external_id`, or an unfit change.
    """
    ticket = wanted.ticket
    known = None
    if ticket.external_id is not None:
        known = await intake_threads.find(connection, source.id, ticket.external_id)
    match step(
        ticket.action,
        mode=source.mode,
        unknown=source.unknown,
        named=ticket.external_id is not None,
        known=known is not None,
    ):
        case "taken":
            raise _taken(known)
        case "nameless":
            detail = "A comment or an update needs the external id of what it is about"
            raise Invalid(detail, code="no_external_id", errors=[pointer("external_id", detail)])
        case "unknown":
            detail = "No ticket of this source has that external id"
            raise Invalid(detail, code="unknown_external_id", errors=[pointer("external_id", detail)])
        case "create":
            if ticket.body is None or ticket.subject is None:
                raise no_text()
            return Plan(wanted, None, create=True, words=ticket.comment if "body" in wanted.explicit else None)
    assert known is not None  # noqa: S101 - the only case left
    return await _going_on(connection, wanted, known)


async def _going_on(connection: Connection, wanted: Wanted, known: Known) -> Plan:
    stale = wanted.age.is_older_than(known.age)
    wishes = {}
    if not stale:
        wishes = changes(known.said, wanted.says, tags=known.tags, custom_fields=known.custom_fields)
    words = wanted.words
    if words is None and wanted.opening is not None and known.said.get("body") != intake_threads.digest(wanted.opening):
        # A thing that is sent again whole brings its first words again: only other words are news.
        there = await intake_threads.is_there(connection, known.ticket_id, wanted.opening)
        words = None if there else wanted.opening
    if known.status == "merged":
        # It goes on in another ticket: words come there, and its own fields are nobody's work any more.
        return Plan(wanted, known, create=False, stale=stale, changes={}, words=words)
    if known.status in OVER:
        if words is not None and wanted.ticket.comment_visibility == "public":
            return Plan(wanted, known, create=True, words=words)
        if wishes:
            raise Conflict("This ticket is closed and does not change any more", code="ticket_closed")
    return Plan(wanted, known, create=False, stale=stale, changes=wishes, words=words)


def _taken(known: Known | None) -> Conflict:
    """Another delivery about the same thing is no repeat: accepting it would drop its words, so it is refused."""
    assert known is not None  # noqa: S101 - of what is taken
    detail = "A ticket of this source has that external id"
    return Conflict(
        detail,
        code="external_id_taken",
        errors=[pointer("external_id", detail)],
        ticket_id=str(known.ticket_id),
        number=known.number,
    )


async def first(work: UnitOfWork, source: Source, wanted: Wanted, *, receipt: Receipt) -> Done | None:
    """Make the ticket of a delivery that is the first of its kind, with its receipt, in one statement.

    None, and nothing done, when it is not the first or more than that is to be decided or done. `receipt` is without
    what the source says.
    """
    ticket = wanted.ticket
    does = step(
        ticket.action, mode=source.mode, unknown=source.unknown, named=ticket.external_id is not None, known=False
    )
    if does != "create" or ticket.body is None or ticket.subject is None or ticket.status is not None:
        return None
    planned = Plan(wanted, None, create=True, words=ticket.comment if "body" in wanted.explicit else None)
    if planned.words is not None:
        return None
    connection, now = await work.lean(), clock.now()
    try:
        intended = await routing.intend(connection, _actor(source), as_new(source, planned), now=now)
    except Invalid:
        return None
    if intended.checklist is not None or intended.needs_approval:
        return None
    said = _said(wanted, {})
    age = wanted.age
    receipt = replace(receipt, said=orjson.dumps(said).decode(), said_at=age.at, said_sequence=age.sequence)
    made = await lean.receive(connection, _actor(source), intended, receipt, now=now)
    if made is None:
        return None
    _tell(work, made)
    return Done(UUID(int=made.row["id"].int), made.row["number"], "created")


def _said(wanted: Wanted, before: dict[str, Any], *, stale: bool = False) -> dict[str, Any]:
    """What a source has said of its thing, this delivery included."""
    said = before if stale else before | wanted.says
    return said if wanted.opening is None else said | {"body": intake_threads.digest(wanted.opening)}


def _tell(work: UnitOfWork, made: lean.Created) -> None:
    work.hints.extend((made.hint, *made.lists))
    if made.row["assignee_id"] is None:
        # It waits to be put in its place, and somebody may be free.
        work.hints.append(Hint("route", made.row["team_id"] or tickets.NOBODY))


async def apply(work: UnitOfWork, source: Source, planned: Plan) -> Done:
    """Do it, within the transaction of the session. Raises as `tickets.patch` and `messages.send` do."""
    wanted, known = planned.wanted, planned.known
    connection = await raw_connection(work.session)
    if planned.create:
        done = await _create(work, connection, source, planned)
    else:
        assert known is not None  # noqa: S101 - it goes on in something
        done = await _go_on(work, connection, source, planned, known)
    external_id = wanted.ticket.external_id
    if external_id is not None:
        said = _said(wanted, known.said if known is not None else {}, stale=planned.stale)
        age = wanted.age.newest(known.age if known is not None else Age())
        await intake_threads.keep(connection, source.id, external_id, done.ticket_id, said, age)
    return done


async def _go_on(work: UnitOfWork, connection: Connection, source: Source, planned: Plan, known: Known) -> Done:
    outcome: Outcome = "stale" if planned.stale else "unchanged"
    if planned.words is not None:
        comment = (planned.wanted.ticket, known.requester_id, known.requester_name)
        if await _comment(work, connection, source, known.ticket_id, planned.words, comment):
            outcome = "commented"
    if planned.changes:
        change = as_patch(planned.changes)
        before = await connection.fetchval("SELECT version FROM tickets WHERE id = $1", known.ticket_id)
        await tickets.patch(work.session, _actor(source), known.ticket_id, change, version=None)
        await work.session.flush()
        after = await connection.fetchval("SELECT version FROM tickets WHERE id = $1", known.ticket_id)
        if after != before and outcome != "commented":
            outcome = "updated"
    return Done(known.ticket_id, known.number, outcome)


async def _comment(
    work: UnitOfWork,
    connection: Connection,
    source: Source,
    ticket_id: UUID,
    words: str,
    comment: tuple[IntakeTicket, UUID, str],
) -> bool:
    """Add words to a thread; whether they were not there before. They are the requester's unless somebody is named."""
    ticket, requester_id, requester_name = comment
    author = Actor("customer", requester_id, requester_name)
    if ticket.comment_author is not None or ticket.comment_visibility == "internal":
        author = Actor("partner", source.id, ticket.comment_author or source.name)
    key = await intake_threads.comment_key(connection, ticket_id, ticket.comment_external_id, words)
    new = lean_messages.NewMessage(words, visibility=ticket.comment_visibility, client_message_id=key)
    return (await messages.send(work, SYSTEM, ticket_id, new, author=author)).outcome == "stored"


def as_patch(wishes: dict[str, Any]) -> TicketPatch:
    """Changes as a person would ask for them. Raises `Invalid`: tags that have become too many, say."""
    try:
        return TicketPatch.model_validate(wishes)
    except ValidationError as error:
        refused = [pointer(str(each["loc"][0]), words_of(each)) for each in error.errors(include_url=False)[:50]]
        raise Invalid(errors=refused) from error


def _actor(source: Source) -> Actor:
    # A thread may go on in a ticket of another source, after a merge: which one it is has been decided.
    return Actor(kind="partner", id=source.id, name=source.name)


async def _create(work: UnitOfWork, connection: Connection, source: Source, planned: Plan) -> Done:
    """Create and route the ticket on the session's own connection: one transaction with the receipt."""
    now = clock.now()
    intended = await routing.intend(connection, _actor(source), as_new(source, planned), now=now)
    made = await lean.create(connection, _actor(source), intended, now=now)
    _tell(work, made)
    ticket, ticket_id = planned.wanted.ticket, UUID(int=made.row["id"].int)
    if ticket.request_type is not None:
        await catalogue_applying.bring_along(work.session, ticket_id, intended)
    if planned.known is None and planned.words is not None:
        comment = (ticket, made.row["requester_id"], made.row["requester_name"] or "")
        await _comment(work, connection, source, ticket_id, planned.words, comment)
    if ticket.status is not None:
        await tickets.patch(work.session, _actor(source), ticket_id, TicketPatch(status=ticket.status), version=None)
        await work.session.flush()
    return Done(ticket_id, made.row["number"], "created")


def as_new(source: Source, planned: Plan) -> lean.NewTicket:
    """The ticket that a delivery makes. After a closed one it is another ticket, which has its external id no more."""
    ticket, known = planned.wanted.ticket, planned.known
    asked = ticket.requester
    requester = lean.Requester(
        external_id=asked.external_id, email=asked.email, phone=normal_phone(asked.phone), name=asked.name
    )
    subject, body, external_id = ticket.subject or "", ticket.body or "", ticket.external_id
    if known is not None:
        subject = ticket.subject if "subject" in planned.wanted.explicit and ticket.subject else known.subject
        body, external_id = planned.words or body, None
        if not (asked.external_id or asked.email or asked.phone):
            requester = lean.Requester(customer_id=known.requester_id)
    made = lean.NewTicket(
        subject=subject,
        body=body,
        channel="webhook",
        requester=requester,
        priority=ticket.priority,
        type=ticket.type,
        topic=ticket.topic,
        language=ticket.language,
        tags=ticket.tags,
        custom_fields=ticket.custom_fields,
        request_type=ticket.request_type,
        said=planned.wanted.explicit,
        brand=source.brand,
        source_id=source.id,
        external_id=external_id,
    )
    if "body" not in planned.wanted.explicit and ticket.comment_external_id and ticket.comment == body:
        # It was opened by a comment, which may come once more.
        made = replace(made, client_message_id=f"partner:{ticket.comment_external_id}")
    return made
