"""Tickets: create, read, list, change and assign."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, hint, raw_connection
from app.errors import Conflict, Invalid, pointer
from app.hints import Hint
from app.models import Agent, Team, Ticket
from app.rules.actors import Actor
from app.rules.phones import normal_phone
from app.rules.statuses import OVER, UNSOLVED, may_become
from app.schemas.events import EventType
from app.schemas.tickets import TicketIn, TicketPatch
from app.services import (
    attachments,
    catalogue_applying,
    chat_endings,
    events,
    routing,
    snoozing,
    survey_invitations,
    ticket_approvals,
    ticket_children,
    ticket_places,
    ticket_settling,
    ticket_tasks,
)
from app.services.lean import tickets as lean
from app.services.lean import wire
from app.services.ticket_access import lock

NOBODY = UUID(int=0)
# What only agents and partners may say about a new ticket.
_NOT_FOR_CUSTOMERS = ("requester", "priority", "tags", "team_id", "assignee_id")


async def create(work: UnitOfWork, actor: Actor, new: TicketIn, *, channel: str | None = None) -> dict[str, Any]:
    """Create a ticket with its first message, route it, and return it as the caller sees it.

    Two round trips: who could take it, and the one writing statement (before them, a customer's widget).
    Raises `Invalid`.
    """
    if actor.kind == "customer":
        sent = [name for name in _NOT_FOR_CUSTOMERS if name in new.model_fields_set]
        if sent:
            detail = "This field is not for customers to set"
            raise Invalid(code="not_for_customers", errors=[pointer(name, detail) for name in sent])
    if new.attachment_ids:
        attachments.check_count(new.attachment_ids)
        _ = work.session  # what is stored and what is attached to it are one transaction
    if new.request_type is not None:
        _ = work.session  # and so is what the catalogue brings along
    connection = await work.lean()
    brand, known_language = new.brand, None
    if actor.kind == "customer" and (brand is None or new.language is None):
        brand, known_language = await routing.at_home(connection, actor, brand)
    now = clock.now()
    wanted = await routing.intend(
        connection,
        actor,
        lean.NewTicket(
            subject=new.subject,
            body=new.body,
            channel=channel or _channel(actor),
            requester=_requester(actor, new),
            priority=new.priority,
            type=new.type,
            topic=new.topic,
            language=new.language,
            known_language=known_language,
            tags=new.tags,
            custom_fields=new.custom_fields,
            request_type=new.request_type,
            form=new.form,
            said=frozenset(new.model_fields_set),
            brand=brand,
            team_id=new.team_id,
            assignee_id=new.assignee_id,
            source_id=actor.source_id,
        ),
        now=now,
    )
    made = await lean.create(connection, actor, wanted, now=now)
    if new.attachment_ids:
        await attachments.attach(connection, actor, made.row["id"], made.message_id, new.attachment_ids)
    work.hints.extend((made.hint, *made.lists))
    if made.row["assignee_id"] is None:
        # It waits to be put in its place, and somebody may be free.
        work.hints.append(Hint("route", made.row["team_id"] or NOBODY))
    if new.request_type is not None and await catalogue_applying.bring_along(work.session, made.row["id"], wanted):
        found, _ = await shown(work.session, actor, made.row["id"])
        return found
    return wire.ticket(made.row, actor)


def _channel(actor: Actor) -> str:
    return {"customer": "web", "partner": "api"}.get(actor.kind, "agent")


def _requester(actor: Actor, new: TicketIn) -> lean.Requester:
    if actor.kind == "customer":
        return lean.Requester(customer_id=actor.id)
    asked = new.requester
    if asked is None:
        return lean.Requester()
    return lean.Requester(
        external_id=asked.external_id, email=asked.email, phone=normal_phone(asked.phone), name=asked.name
    )


async def patch(
    session: AsyncSession, actor: Actor, ticket_id: UUID, change: TicketPatch, *, version: str | None
) -> None:
    """Change fields of a ticket; each kind of change is its own event, and no change is no event.

    Raises `NotFound`, `PreconditionFailed`, `Conflict` (`status_not_allowed`, `ticket_closed`, `chat_is_live`) and
    `Invalid`.
    """
    ticket = await lock(session, actor, ticket_id, version=version)
    sent = {name: getattr(change, name) for name in change.model_fields_set - {"force"}}
    if sent.get("language") is not None or (ticket.language_detected and "language" in sent):
        # Said by a person: what the customer writes later does not change it.
        sent["language_detected"] = False
    wanted = {name: value for name, value in sent.items() if _differs(getattr(ticket, name), value)}
    if not wanted:
        return
    if ticket.status in OVER:
        raise _over(ticket)
    status = wanted.pop("status", None)
    until = wanted.pop("pending_until", ...)
    if until is not ...:
        _check_pending_until(ticket, status or ticket.status, until)
    chosen = await catalogue_applying.choose(session, actor, ticket, wanted, said=change.model_fields_set)
    assigning: dict[str, UUID | None] = {
        name: wanted.pop(name) for name in ("assignee_id", "team_id") if name in wanted
    }
    await ticket_settling.changed(await raw_connection(session), actor, ticket, wanted)
    wanted = {name: value for name, value in wanted.items() if _differs(getattr(ticket, name), value)}
    if wanted:
        events.record(session, actor, ticket, EventType.TICKET_UPDATED, changes=wanted)
    if chosen is not None:
        await catalogue_applying.follow(session, actor, ticket, chosen, ends=status in {"solved", "closed"})
    if assigning:
        await _assign(session, actor, ticket, assigning)
    if status is not None:
        await set_status(
            session,
            actor,
            ticket,
            status,
            force=change.force and actor.role in {"lead", "admin"},
            despite_children=change.force,
        )
    if until is not ...:
        events.record(session, actor, ticket, EventType.TICKET_UPDATED, changes={"pending_until": until})


def _check_pending_until(ticket: Ticket, status: str, until: datetime | None) -> None:
    if until is None:
        return
    snoozing.check(until, "pending_until")
    if status != "pending":
        detail = f"This is for a ticket that is pending, and this one is {ticket.status}"
        raise Invalid(detail, code="not_pending", errors=[pointer("pending_until", detail)])


def _differs(old: Any, new: Any) -> bool:  # noqa: ANN401 - a ticket field's value
    # As JSON: to Python 1 and true are equal, to those who read a custom field they are not.
    if isinstance(new, dict):
        return orjson.dumps(old, option=orjson.OPT_SORT_KEYS) != orjson.dumps(new, option=orjson.OPT_SORT_KEYS)
    return bool(old != new)


async def assign(session: AsyncSession, actor: Actor, ticket_id: UUID, changes: dict[str, UUID | None]) -> None:
    """Give a ticket to an agent or a team, also beyond their capacity (a person decided). Raises as `patch`."""
    ticket = await lock(session, actor, ticket_id)
    if ticket.status in OVER:
        raise _over(ticket)
    wanted = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if wanted:
        await _assign(session, actor, ticket, wanted)


async def _assign(session: AsyncSession, actor: Actor, ticket: Ticket, changes: dict[str, UUID | None]) -> None:
    if ticket.chat_id is not None:
        # Two people would talk past each other: the one in the chat and the one on the ticket.
        raise Conflict("This ticket has a live chat: transfer or end the chat", code="chat_is_live")
    data: dict[str, Any] = {}
    team_id = changes.get("team_id")
    team = None if team_id is None else await session.get(Team, team_id)
    if team_id is not None and (team is None or team.archived_at is not None):
        detail = "There is no such team"
        raise Invalid(detail, code="unknown_team", errors=[pointer("team_id", detail)])
    applied: dict[str, Any] = dict(changes)
    if "team_id" in changes:
        placed = await ticket_places.team_place(session, ticket, team_id)
        applied |= {name: value for name, value in placed.items() if getattr(ticket, name) != value}
    agent_id = changes.get("assignee_id")
    if agent_id is not None:
        agent = await session.get(Agent, agent_id)
        if agent is None or agent.status != "active":
            detail = "There is no such active agent"
            raise Invalid(detail, code="unknown_agent", errors=[pointer("assignee_id", detail)])
        data["agent"] = {"id": str(agent.id), "name": agent.name}
        if ticket.status == "new":
            applied["status"] = "open"
    kind = EventType.TICKET_ASSIGNED
    if "assignee_id" in changes and agent_id is None:
        kind = EventType.TICKET_UNASSIGNED
        applied["queued_at"] = ticket.queued_at or clock.now()
    elif "assignee_id" not in changes:
        kind = EventType.TICKET_UPDATED
    events.record(session, actor, ticket, kind, changes=applied, data=data)
    hint(session, Hint("route", ticket.team_id or NOBODY))


async def set_status(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    status: str,
    *,
    force: bool = False,
    despite_children: bool = False,
    by_message: bool = False,
) -> None:
    """Change the status of a locked ticket: solving invites to a survey, reopening starts a new episode.

    `force` solves it whatever it still needs or waits for, `despite_children` also while children of it are open.
    `by_message`: words have come, which open it also while it goes on waiting for an approval.
    Raises `Conflict` (`status_not_allowed`, `fields_required`, `tasks_open`, `approval_pending`, `children_open`).
    """
    old = ticket.status
    if old == status:
        return
    if not may_become(old, status):  # type: ignore[arg-type]  # by its CHECK
        detail = f"A ticket that is {old} cannot become {status}"
        raise Conflict(detail, code="status_not_allowed", status_now=old)
    await ticket_children.refuse_open(session, ticket, status, force=force or despite_children)
    if status in {"solved", "closed"}:
        await chat_endings.end_live(session, actor, ticket)
    if status in {"solved", "closed"} and old in UNSOLVED and not force:
        # Closed at once it is done without having been solved, and is as little done.
        await ticket_settling.refuse_to_solve(await raw_connection(session), ticket)
        await ticket_tasks.refuse_open(session, ticket)
    if ticket.approval == "pending" and not by_message:
        if status in UNSOLVED:
            raise Conflict("It waits for an approval: GET /v1/tickets/{id}/approval", code="approval_pending")
        await ticket_approvals.withdraw(session, actor, ticket)
    events.record(session, actor, ticket, EventType.TICKET_STATUS_CHANGED, changes=_with_status(ticket, status))
    if status == "solved":
        await survey_invitations.invite(session, ticket)
    elif old == "solved" and status in UNSOLVED:
        await survey_invitations.cancel(session, ticket)
    hint(session, Hint("route", ticket.team_id or NOBODY))


async def solve_answered(session: AsyncSession, actor: Actor, ticket: Ticket, *, invited: bool, later: bool) -> None:
    """Solve a locked ticket that this agent has just answered, and that the caller has found held up by nothing: no
    chat, approval, field, task or child. `invited`: it was rated in this episode before; `later`: the
    desk asks with surveys of its own. The caller flushes.
    """
    changes = _with_status(ticket, "solved")
    events.record(session, actor, ticket, EventType.TICKET_STATUS_CHANGED, changes=changes)
    if not invited:
        await survey_invitations.invite_answered(session, ticket, credited=(actor.id, actor.name), later=later)
    hint(session, Hint("route", ticket.team_id or NOBODY))


def _with_status(ticket: Ticket, status: str) -> dict[str, Any]:
    """What changes with the status of a ticket."""
    changes: dict[str, Any] = {"status": status}
    if ticket.pending_until is not None:
        changes["pending_until"] = None
    if ticket.snoozed_until is not None and status not in UNSOLVED:
        changes["snoozed_until"] = None
    if status == "solved":
        changes["solved_at"] = clock.now()
    elif ticket.status == "solved" and status in UNSOLVED:
        # Another episode waits from now on, and not since it first came.
        changes.update(solved_at=None, episode=ticket.episode + 1, queued_at=clock.now())
    return changes


async def shown(session: AsyncSession, actor: Actor, ticket_id: UUID) -> tuple[dict[str, Any], str]:
    """A ticket as the caller sees it after what this transaction did, and its version."""
    await session.flush()
    connection: Connection = await raw_connection(session)
    return await lean.read(connection, actor, ticket_id)


def _over(ticket: Ticket) -> Conflict:
    where = "is closed" if ticket.status == "closed" else "is part of another one"
    return Conflict(f"This ticket {where} and does not change any more", code="ticket_closed")
