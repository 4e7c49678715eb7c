"""Approvals: asked for by the catalogue, decided once, by whoever is to decide or by a lead."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from app.hints import Hint
from app.models import Agent, Ticket, TicketApproval
from app.rules.actors import SYSTEM, Actor
from app.rules.catalogue import RequestType
from app.rules.queues import OF_NOBODY
from app.rules.statuses import UNSOLVED
from app.schemas.events import EventType
from app.schemas.ticket_approvals import ApprovalIn, ApprovalOut
from app.services import events, naming, notifications, people_to_tell, ticket_access

REQUESTED = "approval.requested"
DECIDED = "approval.decided"
_AS_STATUS = {"approve": "approved", "decline": "declined"}


async def ask(session: AsyncSession, ticket: Ticket, agent_id: UUID | None) -> None:
    """A locked ticket waits until somebody has said yes or no: on hold, and out of every queue.

    One that has a live chat is not put on hold: whoever is talking goes on. What was decided before was about something
    else.
    """
    now = clock.now()
    if agent_id is not None:
        agent = await session.get(Agent, agent_id)
        if agent is None or agent.status != "active":
            # Whoever the catalogue names is gone: the leads decide, and hear of it.
            agent_id = None
    asked = await session.get(TicketApproval, ticket.id, populate_existing=True)
    if asked is None:
        session.add(TicketApproval(ticket_id=ticket.id, agent_id=agent_id, created_at=now, updated_at=now))
    else:
        asked.agent_id, asked.status = agent_id, "pending"
        asked.reason = asked.decided_by = asked.decided_at = None
        _touch(session, asked)
    data = {"agent_id": None if agent_id is None else str(agent_id)}
    kind = EventType.APPROVAL_REQUESTED
    events.record(session, SYSTEM, ticket, kind, changes={"approval": "pending"}, data=data, now=now)
    if ticket.status != "on_hold" and ticket.chat_id is None:
        kind = EventType.TICKET_STATUS_CHANGED
        changes: dict[str, Any] = {"status": "on_hold"}
        if ticket.pending_until is not None:
            changes["pending_until"] = None
        events.record(session, SYSTEM, ticket, kind, changes=changes, now=now)
    await _tell(session, ticket, agent_id)


async def may_decide(session: AsyncSession, actor: Actor, ticket_id: UUID) -> bool:
    """Whether the approval of a ticket is this actor's to decide."""
    return _may(actor, await _of(session, ticket_id))


async def follow(
    session: AsyncSession, actor: Actor, ticket: Ticket, *, before: RequestType, now: RequestType, ends: bool
) -> None:
    """A locked ticket asks for something else from now on. `ends`: it is solved with that.

    What is waited for goes on where that needs an approval too, by whoever approves that unless it was handed over, and
    is withdrawn where it does not: then the ticket opens. A ticket that waits for none begins to where that needs one.
    """
    if ticket.approval != "pending":
        if now.needs_approval and ticket.status in UNSOLVED and not ends:
            await ask(session, ticket, now.approver)
        return
    if not now.needs_approval:
        await withdraw(session, actor, ticket)
        if ticket.status == "on_hold":
            events.record(session, actor, ticket, EventType.TICKET_STATUS_CHANGED, changes={"status": "open"})
        hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))
        return
    approval = await _of(session, ticket.id)
    if approval.agent_id == before.approver and now.approver != before.approver:
        agent = None if now.approver is None else await session.get(Agent, now.approver)
        await _hand_over(session, actor, ticket, approval, agent.id if agent and agent.status == "active" else None)


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> ApprovalOut:
    """The approval of a ticket. Raises `NotFound`, also for a ticket that needs none."""
    await ticket_access.get(session, actor, ticket_id)
    return _shown(await _of(session, ticket_id))


async def decide(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: ApprovalIn) -> ApprovalOut:
    """Approve or decline, once: the first decision counts, and the same one by the same person again is that one.

    Either way the ticket opens: what was declined needs somebody who tells the customer. Raises `NotFound`, `Forbidden`
    (`not_your_approval`) and `Conflict` (`already_decided`, `ticket_merged`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    approval = await _of(session, ticket_id)
    _refuse_others(actor, approval)
    status = _AS_STATUS[asked.decision]
    if approval.status != "pending":
        if (approval.status, approval.decided_by) == (status, actor.id):
            return _shown(approval)
        raise Conflict(f"This has been decided: {approval.status}", code="already_decided", status_now=approval.status)
    if ticket.merged_into_id is not None:
        # It would come back from an unmerge on hold, with nobody left to decide.
        raise Conflict("This ticket is part of another one: unmerge it first", code="ticket_merged")
    now = clock.now()
    approval.status, approval.reason, approval.decided_by, approval.decided_at = status, asked.reason, actor.id, now
    _touch(session, approval)
    kind = EventType.APPROVAL_GIVEN if status == "approved" else EventType.APPROVAL_DECLINED
    events.record(session, actor, ticket, kind, changes={"approval": status}, data={"reason": asked.reason}, now=now)
    if ticket.status == "on_hold":
        kind = EventType.TICKET_STATUS_CHANGED
        events.record(session, actor, ticket, kind, changes={"status": "open"}, now=now)
    if ticket.assignee_id not in {None, actor.id}:
        data = {"number": ticket.number, "subject": ticket.subject, "decision": status, "reason": asked.reason}
        told = [each for each in (ticket.assignee_id,) if each is not None]
        await notifications.tell(session, told, kind=DECIDED, ticket_id=ticket.id, data=data, key=None, now=now)
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))
    await session.flush()
    return _shown(approval)


async def move(
    session: AsyncSession, actor: Actor, ticket_id: UUID, agent_id: UUID | None, *, version: str | None
) -> ApprovalOut:
    """Somebody else decides from now on; whoever was to decide may not any more, unless they are a lead.

    Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_agent`), `Forbidden` and `Conflict` as `decide`.
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    approval = await _of(session, ticket_id)
    if version is not None and version != str(approval.version):
        raise PreconditionFailed
    _refuse_others(actor, approval)
    if approval.status != "pending":
        raise Conflict(f"This has been decided: {approval.status}", code="already_decided", status_now=approval.status)
    if agent_id is not None:
        await naming.refuse(session, [(("agent_id",), "agent", agent_id)])
    if approval.agent_id != agent_id:
        await _hand_over(session, actor, ticket, approval, agent_id)
        await session.flush()
    return _shown(approval)


async def _hand_over(
    session: AsyncSession, actor: Actor, ticket: Ticket, approval: TicketApproval, agent_id: UUID | None
) -> None:
    before, approval.agent_id = approval.agent_id, agent_id
    _touch(session, approval)
    data = {name: each and str(each) for name, each in (("from_agent", before), ("to_agent", agent_id))}
    events.record(session, actor, ticket, EventType.APPROVAL_MOVED, data=data)
    await _tell(session, ticket, agent_id)


async def withdraw(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """A locked ticket that waits for an approval needs none any more, or is over: nobody has to decide."""
    approval = await _of(session, ticket.id)
    approval.status = "withdrawn"
    _touch(session, approval)
    events.record(session, actor, ticket, EventType.APPROVAL_WITHDRAWN, changes={"approval": "withdrawn"})


async def _of(session: AsyncSession, ticket_id: UUID) -> TicketApproval:
    query = select(TicketApproval).where(col(TicketApproval.ticket_id) == ticket_id)
    found = (await session.exec(query.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound
    return found


def _refuse_others(actor: Actor, approval: TicketApproval) -> None:
    if not _may(actor, approval):
        raise Forbidden("Whoever is to decide, or a lead, may do this", code="not_your_approval")


def _may(actor: Actor, approval: TicketApproval) -> bool:
    return actor.id == approval.agent_id or actor.role in {"lead", "admin"}


async def _tell(session: AsyncSession, ticket: Ticket, agent_id: UUID | None) -> None:
    if agent_id is None:
        await people_to_tell.leads(session, ticket, kind=REQUESTED, data={})
        return
    data = {"number": ticket.number, "subject": ticket.subject}
    await notifications.tell(
        session, [agent_id], kind=REQUESTED, ticket_id=ticket.id, data=data, key=None, now=clock.now()
    )


def _touch(session: AsyncSession, approval: TicketApproval) -> None:
    approval.version += 1
    approval.updated_at = clock.now()
    session.add(approval)


def _shown(row: TicketApproval) -> ApprovalOut:
    return ApprovalOut(**row.model_dump())
