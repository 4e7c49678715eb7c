"""The way of one ticket through the desk, explained: from its log, and from the rules as they would decide now."""

from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Ticket
from app.rules import routing_now
from app.rules.actors import Actor
from app.rules.routing_mentions import Mentions
from app.rules.routing_records import Record
from app.rules.routing_story import MOVES, Happened, tell
from app.rules.routing_troubles import Trouble, refused_or_full, standing_in_the_way
from app.rules.routing_words import Names, line
from app.rules.wording import Language, instant, span
from app.schemas.base import Reference
from app.schemas.ticket_routing import (
    DecisionOut,
    RoutingChangeOut,
    RoutingNowOut,
    RoutingStepOut,
    RoutingWarningOut,
    TicketRoutingOut,
)
from app.services import routing_names, routing_views
from app.services.routing_looks import Look, look
from app.services.ticket_access import get

# Told whatever they say; of the other kinds only what is about the ticket's place or its agent.
_ALWAYS = [
    "ticket.created", "ticket.queued", "ticket.transferred", "ticket.unassigned", "ticket.escalated",
    "ticket.deescalated", "ticket.reordered", "ticket.snoozed", "ticket.woken", "chat.started", "chat.offered",
    "chat.offer_ended", "chat.requeued", "chat.accepted", "chat.ended",
]  # fmt: skip
_STORY = """SELECT e.seq, e.at, e.type, e.actor_kind, e.actor_id, e.actor_name, e.data::text AS data FROM events e
WHERE e.ticket_id = $1 AND e.seq > $2 AND (e.type = ANY ($3::text[])
 OR e.type = 'ticket.assigned' AND NOT EXISTS (
  SELECT 1 FROM events p WHERE p.ticket_id = e.ticket_id AND p.seq = e.seq - 1 AND p.type = 'chat.accepted'
  AND p.data -> 'agent' ->> 'id' = e.data -> 'agent' ->> 'id')
 OR e.type = 'ticket.updated' AND e.data -> 'set' ?| '{team_id,queue_id}'
 OR e.type = 'message.created' AND e.data -> 'set' ? 'snoozed_until'
 OR e.type IN ('ticket.status_changed', 'ticket.merged', 'ticket.unmerged', 'ticket.marked_spam',
  'ticket.unmarked_spam')
  AND (e.data -> 'set' ->> 'status' IN ('solved', 'closed', 'merged')
  OR e.data -> 'was' ->> 'status' IN ('solved', 'closed', 'merged'))
 OR e.type IN ('sla.step_reached', 'sla.breached') AND EXISTS (
  SELECT 1 FROM jsonb_array_elements(e.data -> 'actions') x WHERE x ->> 'type' = ANY ($4::text[]) AND NOT x ? 'skipped')
) ORDER BY e.seq LIMIT $5"""


async def explained(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, language: Language, after_seq: int, limit: int
) -> TicketRoutingOut:
    """What happened to a ticket's place and agent after `after_seq`, and where it stands. Raises `NotFound`."""
    ticket = await get(session, actor, ticket_id)
    connection = await raw_connection(session)
    found = await _events(connection, ticket_id, after_seq, limit + 1)
    looked = await look(connection, ticket)
    said = Mentions()
    said.of_events(found[:limit])
    looked.mention(said)
    names = await routing_names.of(connection, said)
    return TicketRoutingOut(
        ticket_id=ticket_id,
        now=_now(ticket, looked, names, language),
        decisions=[_step(each, names, language) for each in found[:limit]],
        next_cursor=found[limit - 1].seq if len(found) > limit else None,
    )


async def _events(connection: Connection, ticket_id: UUID, after_seq: int, limit: int) -> list[Happened]:
    rows = await connection.fetch(_STORY, ticket_id, after_seq, _ALWAYS, sorted(MOVES), limit)
    return [Happened(**{**row, "data": orjson.loads(row["data"])}) for row in rows]


def _step(event: Happened, names: Names, language: Language) -> RoutingStepOut:
    told = tell(event, names, language=language)
    record = told.record
    return RoutingStepOut(
        seq=event.seq,
        at=event.at,
        kind=event.type,
        summary=told.summary,
        sentences=list(told.sentences),
        decision=None if record is None else routing_views.decision(record, told.agent_id, names, language),
    )


def _now(ticket: Ticket, looked: Look, names: Names, language: Language) -> RoutingNowOut:
    summary, *rest = _sentences(ticket, looked, names, language)
    place, change, record = looked.place, looked.change, looked.record
    agent_id = looked.agent_id
    return RoutingNowOut(
        state=looked.state,
        as_of=looked.now,
        summary=summary,
        sentences=rest,
        agent=None if agent_id is None else Reference(id=agent_id, name=names.agent(agent_id)),
        offered_until=None if place is None else place["expires_at"],
        channel=None if place is None else place["channel"],
        chat_id=ticket.chat_id,
        place=None if place is None else routing_views.place(place["line"], place["queue_id"], place["team_id"], names),
        position=None if place is None else place["ahead"] + 1,
        waiting_since=None if place is None else place["queued_at"],
        due_at=None if place is None else place["due_at"],
        needs=None if looked.needs is None else routing_views.needs(looked.needs, names),
        change=None if change is None else _change(change, names),
        evaluation=None if record is None else _evaluation(record, looked, names, language),
        warnings=[RoutingWarningOut(code=each.code, detail=each.detail) for each in _troubles(looked, names, language)],
    )


def _change(change: routing_now.Change, names: Names) -> RoutingChangeOut:
    return RoutingChangeOut(
        at=change.at,
        opens=change.opens,
        closes=change.closes,
        teams=[routing_views.team(each, names) for each in change.teams],
        skills=[Reference(id=each, name=names.skills.get(each) or None) for each in change.skills],
        language=change.language,
    )


def _evaluation(record: Record, looked: Look, names: Names, language: Language) -> DecisionOut:
    chosen = record.eligible[0] if record.eligible else None
    return routing_views.decision(record, chosen, names, language, looked.there)


def _sentences(ticket: Ticket, looked: Look, names: Names, language: Language) -> list[str]:
    place, now = looked.place, looked.now
    if place is None or looked.queue is None:
        match looked.state:
            case "with_agent" if looked.agent_id is not None:
                return [routing_now.state("with_agent", language, agent=names.agent(looked.agent_id))]
            case "snoozed" if ticket.snoozed_until is not None:
                return [routing_now.state("snoozed", language, until=instant(ticket.snoozed_until))]
            case _:
                return [routing_now.status(ticket.status, language)]
    said: list[str] = []
    if looked.state == "offered" and looked.agent_id is not None:
        left = span(max(0.0, (place["expires_at"] - now).total_seconds()), language)
        said.append(routing_now.state("offered", language, agent=names.agent(looked.agent_id), left=left))
    waited = span((now - place["queued_at"]).total_seconds(), language)
    where = line(place["queue_id"], None, place["team_id"], names, language)
    state: routing_now.State = "held" if looked.needs is None else "waiting"
    said.append(routing_now.state(state, language, waited=waited, line=where, position=place["ahead"] + 1))
    if looked.needs is not None:
        said.append(routing_now.asked(looked.needs, names, language))
    if looked.record is not None and looked.state == "waiting":
        said += routing_now.evaluated(looked.record, names, language, now=now, ahead=place["ahead"])
    if looked.change is not None:
        at = looked.queue.hours.in_words(looked.change.at)
        said += routing_now.changes(looked.change, names, language, now=now, at=at)
    return said


def _troubles(looked: Look, names: Names, language: Language) -> list[Trouble]:
    record, needs = looked.record, looked.needs
    if looked.state != "waiting" or record is None or needs is None or record.channel is None or record.eligible:
        return []
    return standing_in_the_way(needs, record.channel, list(looked.there.values()), names, language) or refused_or_full(
        record.excluded, looked.refusals, for_good=looked.for_good, now=looked.now, language=language
    )
