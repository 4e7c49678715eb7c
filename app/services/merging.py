"""Merging tickets into one, and taking that back: a pointer, so that nothing moves and everything can be undone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import AppError, Conflict, Invalid, Unavailable, pointer
from app.hints import Hint
from app.models import Agent, Event, Incident, Ticket
from app.rules import merging as rules
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.rules.ticket_folding import INSTANTS
from app.schemas.events import EventType
from app.schemas.merging import MergedOut, MergeIn
from app.schemas.tickets import TicketRef
from app.services import courtesies, events, survey_invitations, ticket_access
from app.services.ticket_locks import lock_with_roots

MOST_COUNTED = 1000

_SAID: dict[rules.Refusal, str] = {
    "merge_into_itself": "A ticket cannot be merged into itself",
    "merge_circle": "This ticket is part of the one that is to be merged into it",
    "already_merged": "This ticket is part of another one: unmerge it first",
    "chat_is_live": "This ticket has a live chat: end the chat",
    "ticket_closed": "A closed ticket takes no more messages, so nothing can be merged into it",
}
# How many tickets are one: with all that was merged into what was merged.
_SIZE = """WITH RECURSIVE part (id) AS (
  SELECT i.id FROM unnest($1::uuid[]) AS i (id)
  UNION ALL SELECT t.id FROM part JOIN tickets t ON t.merged_into_id = part.id
) SELECT count(*) FROM (SELECT FROM part LIMIT $2) counted"""
_LOADS = "SELECT FROM agent_loads WHERE agent_id = ANY ($1) ORDER BY agent_id, channel FOR UPDATE"
_LEFT = f"SELECT count(*) FROM (SELECT FROM messages WHERE via_ticket_id = $1 LIMIT {MOST_COUNTED}) counted"  # noqa: S608


async def merge(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: MergeIn) -> tuple[UUID, list[MergedOut]]:
    """Make tickets part of this one, or of the one that it is part of itself: all of them or none.

    Returns which that is, and what became of each. What is part of it already stays so. Raises `NotFound`, `Invalid`
    (`merge_into_itself`) and `Conflict` (`merge_circle`, `already_merged`, `chat_is_live`, `ticket_closed`,
    `too_many_merged`, `problem_of_incident`).
    """
    source_ids = list(dict.fromkeys(asked.source_ids))
    locked, roots = await lock_with_roots(session, actor, [ticket_id, *source_ids])
    target = locked[roots[ticket_id]]
    there = _side(target, target.id)
    wanted: list[Ticket] = []
    for place, source_id in enumerate(source_ids):
        refused = rules.refusal(_side(locked[source_id], roots[source_id]), there)
        if refused is not None:
            raise _refusal(refused, place, named=source_id == ticket_id)
        if roots[source_id] != target.id:
            wanted.append(locked[source_id])
    await _refuse_problems(session, source_ids, wanted)
    await _bound(session, target, wanted)
    agents = {each.assignee_id for each in wanted} - {None}
    # Their places are locked in one order, whatever the order of their tickets.
    await (await raw_connection(session)).execute(_LOADS, list(agents))
    for source in wanted:
        await _merge_one(session, actor, source, target, notify=asked.notify_customer)
    merged = {each.id for each in wanted}
    return target.id, [
        MergedOut(id=each, number=locked[each].number or 0, outcome="merged" if each in merged else "already")
        for each in source_ids
    ]


def _side(ticket: Ticket, root: UUID) -> rules.Side:
    return rules.Side(
        ticket.id,
        ticket.status,  # type: ignore[arg-type]  # one of them, by its CHECK
        ticket.requester_id,
        ticket.source_id,
        root,
        in_chat=ticket.chat_id is not None,
    )


def _refusal(refused: rules.Refusal, place: int, *, named: bool) -> AppError:
    code: rules.Refusal | Literal["merge_circle"] = refused
    if refused == "merge_into_itself" and not named:
        # The ticket that was named is part of this one: it would become part of itself.
        code = "merge_circle"
    errors = [pointer(f"source_ids/{place}", _SAID[code])]
    if code == "merge_into_itself":
        return Invalid(_SAID[code], code=code, errors=errors)
    return Conflict(_SAID[code], code=code, errors=errors)


async def _refuse_problems(session: AsyncSession, source_ids: Sequence[UUID], wanted: Sequence[Ticket]) -> None:
    """An incident is found by its problem: its customers would hear nothing more. Raises `Conflict`."""
    held = select(Incident.problem_id).where(col(Incident.problem_id).in_([each.id for each in wanted]))
    found = (await session.exec(held)).all()
    if found:
        detail = "This ticket is the problem of an incident"
        errors = [pointer(f"source_ids/{source_ids.index(each)}", detail) for each in found]
        raise Conflict(detail, code="problem_of_incident", errors=errors)


async def _bound(session: AsyncSession, target: Ticket, wanted: Sequence[Ticket]) -> None:
    connection = await raw_connection(session)
    size: int = await connection.fetchval(_SIZE, [target.id, *(each.id for each in wanted)], rules.MOST_MERGED + 1)
    if size > rules.MOST_MERGED:
        raise Conflict(f"At most {rules.MOST_MERGED} tickets can be one", code="too_many_merged")


async def _merge_one(session: AsyncSession, actor: Actor, source: Ticket, target: Ticket, *, notify: bool) -> None:
    if notify:
        # Another customer's ticket is nothing that this one may know of.
        own = source.requester_id == target.requester_id
        await courtesies.say(session, source, "merged", None, {"into": str(target.number) if own else None})
    await survey_invitations.cancel(session, source, because="merged")
    changes = rules.taken({name: getattr(source, name) for name in Ticket.model_fields})
    into = {"id": str(target.id), "number": target.number}
    events.record(
        session,
        actor,
        source,
        EventType.TICKET_MERGED,
        changes={**changes, "merged_into_id": target.id},
        data={"merged_into": into},
    )
    data = {"source": {"id": str(source.id), "number": source.number, "subject": source.subject}}
    events.record(session, actor, target, EventType.TICKET_MERGED_IN, data=data)
    await session.flush()
    # Whoever had it has room for another one.
    hint(session, Hint("route", source.queue_id or source.team_id or OF_NOBODY))


async def unmerge(session: AsyncSession, actor: Actor, ticket_id: UUID) -> tuple[TicketRef, int]:
    """Take a ticket out of the one that it was merged into, with all that was merged into it before: its status, its
    snooze and its place are as they were, and its clocks go on.

    Returns what it was merged into, and how many messages that were sent to it stay there. Raises `NotFound` and
    `Conflict` (`not_merged`).
    """
    seen = await ticket_access.get(session, actor, ticket_id)
    if seen.merged_into_id is None:
        raise _not_merged()
    locked, roots = await lock_with_roots(session, actor, [ticket_id], more=[seen.merged_into_id])
    ticket = locked[ticket_id]
    if ticket.merged_into_id is None:
        raise _not_merged()
    if ticket.merged_into_id not in locked:
        # Unmerged and merged elsewhere in between.
        raise Unavailable
    parent = locked[ticket.merged_into_id]
    changes = await _given_back(session, ticket)
    events.record(
        session,
        actor,
        ticket,
        EventType.TICKET_UNMERGED,
        changes={name: value for name, value in changes.items() if value != getattr(ticket, name)},
        data={"merged_into": {"id": str(parent.id), "number": parent.number}},
    )
    source = {"source": {"id": str(ticket.id), "number": ticket.number, "subject": ticket.subject}}
    for each in {parent.id, roots[ticket_id]}:
        events.record(session, actor, locked[each], EventType.TICKET_MERGED_OUT, data=source)
    await session.flush()
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))
    left: int = await (await raw_connection(session)).fetchval(_LEFT, ticket.id)
    return TicketRef(id=parent.id, number=parent.number or 0), left


def _not_merged() -> Conflict:
    return Conflict("This ticket is not merged", code="not_merged")


async def _given_back(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    query = select(Event.data).where(col(Event.ticket_id) == ticket.id, col(Event.type) == EventType.TICKET_MERGED)
    data = (await session.exec(query.order_by(col(Event.seq).desc()).limit(1))).one()
    agent = None if ticket.assignee_id is None else await session.get(Agent, ticket.assignee_id)
    there = agent is None or (agent.status == "active" and agent.off != "out_of_office")
    changes = rules.given_back(data["was"], assignee_there=there)
    for name in changes.keys() & set(INSTANTS):
        changes[name] = None if changes[name] is None else datetime.fromisoformat(changes[name])
    if "assignee_id" in changes:
        changes["queued_at"] = clock.now()
    return changes
