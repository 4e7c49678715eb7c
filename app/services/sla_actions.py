"""The actions of SLA steps, one by one; what was done, or why not, stands in the event of the step."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, hint
from app.hints import Hint
from app.models import Agent, Team, Ticket
from app.rules.actors import SYSTEM
from app.rules.sla_policies import HIGHER
from app.rules.sla_steps import Due
from app.schemas.events import EventType
from app.services import digests, escalations, events, notifications, outbox, ticket_places
from app.services.notifications import Told
from app.services.people_to_tell import Directory, Person

NOBODY = UUID(int=0)


@dataclass(slots=True)
class Telling:
    """Who is told what at the end of the transaction: what comes late comes as one notification and one mail."""

    connection: Connection
    now: datetime
    told: list[Told] = field(default_factory=list)
    # By agent, and of several about one clock the latest.
    late: dict[UUID, dict[object, Told]] = field(default_factory=lambda: defaultdict(dict))
    mails: list[tuple[Person, Ticket, Due]] = field(default_factory=list)
    directory: Directory = field(init=False)

    def __post_init__(self) -> None:
        self.directory = Directory(self.connection)

    def tell(self, each: Due, told: Told) -> None:
        """Tell somebody now, or with everything else that comes late."""
        if each.late:
            self.late[told.agent_id][told.ticket_id, each.clock.metric] = told
        else:
            self.told.append(told)

    async def send(self, session: AsyncSession) -> None:
        """Store all of it; in one order for everybody, so that two who tell the same people do not wait in a circle."""
        await notifications.tell_many(session, self.told, now=self.now)
        for agent_id in sorted(self.late):
            await digests.add(session, agent_id, list(self.late[agent_id].values()), now=self.now)
        late: dict[str, dict[object, str]] = defaultdict(dict)
        for person, ticket, each in sorted(self.mails, key=lambda mail: (mail[0].email, mail[1].id)):
            if each.late:
                line = f"#{ticket.number} {ticket.subject}: {each.clock.metric}"
                late[person.email][ticket.id, each.clock.metric] = line
            else:
                await _mail(session, person.email, ticket, each, now=self.now)
        for email in sorted(late):
            await digests.mail(session, email, list(late[email].values()), now=self.now)


def moves(each: Due) -> bool:
    """Whether a step takes its ticket from whoever has it."""
    return each.step is not None and any(action["type"] in _MOVES for action in each.step.actions)


async def do(
    session: AsyncSession, ticket: Ticket, each: Due, action: Mapping[str, Any], telling: Telling
) -> dict[str, Any]:
    """Do one action for a locked ticket; what was done, or why it was skipped, for the log."""
    kind = action["type"]
    if kind in _MOVES and (refusal := escalations.why_not_moved(ticket)) is not None:
        return {"type": kind, "skipped": refusal}
    return {"type": kind, **await _ACTIONS[kind](session, ticket, each, action, telling)}


async def _notify(
    _session: AsyncSession, ticket: Ticket, each: Due, action: Mapping[str, Any], telling: Telling
) -> dict[str, Any]:
    people = await telling.directory.find(ticket, action["recipients"])
    over = each.step is not None and each.step.offset(each.clock.target) >= each.clock.target
    by_mail = bool(action.get("by_mail"))
    for person in people:
        if person.id is not None:
            kind = "sla.breached" if over else "sla.step"
            told = Told(person.id, kind, ticket.id, _about(ticket, each), _key(ticket, each, "notify"))
            telling.tell(each, told)
        if person.id is None or by_mail:
            telling.mails.append((person, ticket, each))
    return {
        "told": [str(person.id) for person in people if person.id is not None],
        "mailed": sum(person.id is None or by_mail for person in people),
    }


async def _raise_priority(
    session: AsyncSession, ticket: Ticket, each: Due, action: Mapping[str, Any], _telling: Telling
) -> dict[str, Any]:
    wanted = action.get("to") or HIGHER[ticket.priority]
    order = list(HIGHER)
    if order.index(wanted) <= order.index(ticket.priority):
        return {"skipped": "high_enough"}
    data = {"cause": _why(each)}
    events.record(session, SYSTEM, ticket, EventType.TICKET_UPDATED, changes={"priority": wanted}, data=data)
    return {"to": wanted}


async def _requeue(
    session: AsyncSession, ticket: Ticket, each: Due, _action: Mapping[str, Any], _telling: Telling
) -> dict[str, Any]:
    return _back_to_queue(session, ticket, each, {})


async def _transfer(
    session: AsyncSession, ticket: Ticket, each: Due, action: Mapping[str, Any], _telling: Telling
) -> dict[str, Any]:
    team = await session.get(Team, UUID(str(action["team_id"])))
    if team is None or team.archived_at is not None:
        return {"skipped": "unknown_team"}
    place = await ticket_places.team_place(session, ticket, team.id)
    return {"team_id": str(team.id), **_back_to_queue(session, ticket, each, place)}


async def _escalate(
    session: AsyncSession, ticket: Ticket, each: Due, _action: Mapping[str, Any], telling: Telling
) -> dict[str, Any]:
    said = await escalations.up(session, SYSTEM, ticket, reason=_why(each), cause="sla")
    if isinstance(said, str):
        return {"skipped": said}
    for person in await telling.directory.find(ticket, [{"kind": "leads"}]):
        if person.id is not None:
            data = {"number": ticket.number, "subject": ticket.subject, **said}
            telling.tell(each, Told(person.id, "ticket.escalated", ticket.id, data, _key(ticket, each, "escalate")))
    return {"team_id": said["to_team"]["id"]}


async def _add_follower(
    session: AsyncSession, ticket: Ticket, _each: Due, action: Mapping[str, Any], _telling: Telling
) -> dict[str, Any]:
    agent = await session.get(Agent, UUID(str(action["agent_id"])))
    if agent is None or agent.status != "active":
        return {"skipped": "unknown_agent"}
    await escalations.follow(session, SYSTEM, ticket, agent_id=agent.id, name=agent.name, cause="sla")
    return {"agent_id": str(agent.id)}


async def _call_webhook(
    session: AsyncSession, ticket: Ticket, each: Due, action: Mapping[str, Any], telling: Telling
) -> dict[str, Any]:
    try:
        await outbox.webhook(
            session,
            key=_key(ticket, each, f"webhook:{action['url']}"),
            url=action["url"],
            event_type="sla.step_reached",
            data={"ticket_id": str(ticket.id), **_about(ticket, each)},
            now=telling.now,
        )
    except ValueError:
        return {"url": action["url"], "skipped": "address_refused"}
    return {"url": action["url"]}


_Action: TypeAlias = Callable[
    [AsyncSession, Ticket, Due, Mapping[str, Any], Telling], Coroutine[Any, Any, dict[str, Any]]
]
_ACTIONS: dict[str, _Action] = {
    "notify": _notify,
    "raise_priority": _raise_priority,
    "requeue": _requeue,
    "transfer": _transfer,
    "escalate": _escalate,
    "add_follower": _add_follower,
    "call_webhook": _call_webhook,
}
# These take the ticket from whoever has it.
_MOVES = frozenset({"requeue", "transfer", "escalate"})


def _back_to_queue(session: AsyncSession, ticket: Ticket, each: Due, to: dict[str, Any]) -> dict[str, Any]:
    """Back to the queue of its team or of another one, where it waits since it first waited."""
    changes: dict[str, Any] = {"assignee_id": None, "queued_at": ticket.queued_at or ticket.created_at, **to}
    # Whoever gets it next is to see it.
    changes["snoozed_until"] = None
    wanted = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not wanted:
        return {"skipped": "already_there"}
    event = EventType.TICKET_UNASSIGNED if "assignee_id" in wanted else EventType.TICKET_UPDATED
    events.record(session, SYSTEM, ticket, event, changes=wanted, data={"cause": _why(each)})
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or NOBODY))
    return {}


def _why(each: Due) -> str:
    return f"sla:{each.clock.metric}:{each.clock.number}:{each.key}"


def _key(ticket: Ticket, each: Due, what: str) -> str:
    return f"{ticket.id}:{_why(each)}:{each.clock.policy}:{what}"


def _about(ticket: Ticket, each: Due) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "priority": ticket.priority,
        "metric": each.clock.metric,
        "step": each.key,
        "due_at": None if each.clock.due_at is None else each.clock.due_at.isoformat(),
        "target_seconds": each.clock.target,
    }


async def _mail(session: AsyncSession, email: str, ticket: Ticket, each: Due, *, now: datetime) -> None:
    due_at = each.clock.due_at or each.at
    missed = due_at < now
    said = "missed its deadline" if missed else "has a deadline ahead"
    metric = each.clock.metric.replace("_", " ")
    text = (
        f"Ticket {ticket.number}, {ticket.subject!r}, {said}: {metric}, due {due_at:%Y-%m-%d %H:%M} UTC.\n"
        f"Priority: {ticket.priority}.\n"
    )
    await outbox.mail(
        session,
        key=_key(ticket, each, f"mail:{email}"),
        to=email,
        subject=f"[#{ticket.number}] {metric} {'overdue' if missed else 'due soon'}",
        text=text,
        now=now,
    )
