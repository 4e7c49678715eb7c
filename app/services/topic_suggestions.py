"""What a ticket is thought to be about: shown to agents with why, accepted, rejected, or thought about anew."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, learning
from app.db import raw_connection
from app.errors import Conflict, NotFound, NotInstalled
from app.models import Agent, Ticket, TopicModel, TopicSuggestion
from app.rules.actors import Actor
from app.rules.statuses import OVER
from app.rules.topics import tidy
from app.schemas.base import Reference
from app.schemas.events import EventType
from app.schemas.tickets import TicketPatch
from app.schemas.topic_suggestions import SuggestingModel, TopicGuess, TopicSuggestionOut, TopicWhy
from app.services import events, ticket_access, tickets, topic_counts, topic_examples, topic_predicting
from app.services.topic_examples import Tree


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> TopicSuggestionOut:
    """What a ticket is thought to be about, and why. Raises `NotFound`, also where nothing was thought."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    found = await session.get(TopicSuggestion, ticket.id)
    if found is None:
        raise NotFound
    return await _shown(session, ticket, found)


async def think(session: AsyncSession, actor: Actor, ticket_id: UUID) -> TopicSuggestionOut:
    """Ask the model that is in use now, whatever was thought before; a topic that a model has set stays as it is.

    Raises `NotFound`, `NotInstalled`, `Conflict` (`no_topic_model`, `nothing_to_suggest`).
    """
    if not learning.installed():
        raise NotInstalled
    ticket = await ticket_access.lock(session, actor, ticket_id)
    connection = await raw_connection(session)
    asked = topic_predicting.for_brand(await topic_predicting.active(connection), ticket.brand)
    if asked is None:
        raise Conflict("No model of topics is in use: POST /v1/topic-models makes one", code="no_topic_model")
    before = await session.get(TopicSuggestion, ticket.id, with_for_update=True, populate_existing=True)
    if before is not None and before.state == "applied":
        return await _shown(session, ticket, before)
    text = (await topic_examples.texts(connection, [(ticket.id, ticket.subject)]))[ticket.id]
    tree = await topic_examples.tree(connection)
    (guesses,) = await topic_predicting.guesses(asked, [(text, ticket.language)])
    found = topic_predicting.as_they_are(guesses, tree)
    if not found:
        raise Conflict("No topic fits these words", code="nothing_to_suggest")
    best, now = found[0], clock.now()
    row = before or TopicSuggestion(
        ticket_id=ticket.id, model_id=asked.id, topic=best.topic, confidence=best.confidence, at=now
    )
    row.model_id, row.state, row.at = asked.id, "suggested", now
    row.topic_id, row.topic, row.confidence = best.topic_id, best.topic, best.confidence
    row.others = [each.said for each in found[1:]]
    row.decided_at = row.decided_by = None
    session.add(row)
    await session.flush()
    await topic_counts.count(connection, asked.id, suggested=1)
    return await _shown(session, ticket, row)


async def accept(session: AsyncSession, actor: Actor, ticket_id: UUID) -> TopicSuggestionOut:
    """The suggestion is right: the ticket gets the topic, or keeps the one that was set. Accepted twice is accepted.

    Raises `NotFound`, `Conflict` (`suggestion_decided`, `ticket_closed`), `Invalid` (`topic_archived`).
    """
    ticket, found = await _decided(session, actor, ticket_id, "accepted")
    if found.state == "accepted":
        return await _shown(session, ticket, found)
    tree = await topic_examples.tree(await raw_connection(session))
    path = _path(tree, found)
    if ticket.topic is not None and tidy(ticket.topic) == tidy(path):
        data = {"topic": ticket.topic, "model_id": str(found.model_id), "confidence": found.confidence}
        events.record(session, actor, ticket, EventType.TICKET_TOPIC_CONFIRMED, data=data)
    else:
        await tickets.patch(session, actor, ticket.id, TicketPatch(topic=path), version=None)
    return await _decide(session, actor, ticket, found, "accepted")


async def reject(session: AsyncSession, actor: Actor, ticket_id: UUID) -> TopicSuggestionOut:
    """The suggestion is wrong: a topic that a model has set is taken back. Rejected twice is rejected.

    Raises `NotFound`, `Conflict` (`suggestion_decided`).
    """
    ticket, found = await _decided(session, actor, ticket_id, "rejected")
    if found.state == "rejected":
        return await _shown(session, ticket, found)
    tree = await topic_examples.tree(await raw_connection(session))
    is_it = ticket.topic is not None and tidy(ticket.topic) == tidy(_path(tree, found))
    if found.state == "applied" and is_it and ticket.status not in OVER:
        await tickets.patch(session, actor, ticket.id, TicketPatch(topic=None), version=None)
    return await _decide(session, actor, ticket, found, "rejected")


async def _decided(session: AsyncSession, actor: Actor, ticket_id: UUID, state: str) -> tuple[Ticket, TopicSuggestion]:
    """The locked ticket and its suggestion, which is undecided or decided so."""
    ticket = await ticket_access.lock(session, actor, ticket_id)
    found = await session.get(TopicSuggestion, ticket.id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    if found.decided_at is not None and found.state != state:
        raise Conflict(f"This suggestion was {found.state}", code="suggestion_decided", state_now=found.state)
    return ticket, found


async def _decide(
    session: AsyncSession, actor: Actor, ticket: Ticket, found: TopicSuggestion, state: str
) -> TopicSuggestionOut:
    before = found.state
    found.state, found.decided_at, found.decided_by = state, clock.now(), actor.id
    session.add(found)
    await session.flush()
    await topic_counts.decided(await raw_connection(session), found.model_id, before, state)
    return await _shown(session, ticket, found)


def _path(tree: Tree, found: TopicSuggestion) -> str:
    """The topic's path by now; of one that is archived too."""
    known = tree.by_id.get(str(found.topic_id))
    return found.topic if known is None else known[0]


async def _shown(session: AsyncSession, ticket: Ticket, found: TopicSuggestion) -> TopicSuggestionOut:
    connection = await raw_connection(session)
    tree = await topic_examples.tree(connection)
    others = [(tree.of(each["topic_id"], each["topic"]), each["confidence"]) for each in found.others]
    by: Any = None
    if found.decided_by is not None:
        name = (await session.exec(select(Agent.name).where(col(Agent.id) == found.decided_by))).first()
        by = Reference(id=found.decided_by, name=name)
    number = (await session.exec(select(TopicModel.number).where(col(TopicModel.id) == found.model_id))).one()
    return TopicSuggestionOut(
        ticket_id=ticket.id,
        state=found.state,
        topic=_path(tree, found),
        usable=tree.of(None if found.topic_id is None else str(found.topic_id), found.topic) is not None,
        confidence=round(found.confidence, 4),
        others=[TopicGuess(topic=now[1], confidence=sure) for now, sure in others if now is not None],
        why=await _why(session, ticket, found),
        model=SuggestingModel(id=found.model_id, number=number or 0),
        at=found.at,
        decided_at=found.decided_at,
        decided_by=by,
    )


async def _why(session: AsyncSession, ticket: Ticket, found: TopicSuggestion) -> list[TopicWhy]:
    """Looked up anew and stored nowhere: words that were redacted since are not said again."""
    connection = await raw_connection(session)
    asked = await topic_predicting.by_id(connection, found.model_id)
    if asked is None:
        return []
    text = (await topic_examples.texts(connection, [(ticket.id, ticket.subject)]))[ticket.id]
    words = await topic_predicting.why(asked, text, ticket.language, found.topic_id, found.topic)
    return [TopicWhy(kind="words", words=list(words))] if words else []
