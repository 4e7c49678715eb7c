"""What agents do with suggestions: noted with the ticket, and learnt from."""

from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Invalid, NotFound, pointer
from app.ids import new_id
from app.models import Article, Template
from app.rules.actors import Actor
from app.schemas.suggestions import SuggestionKind, SuggestionUseIn, SuggestionUseOut
from app.services import article_access, suggestion_learning, templates, ticket_access

_NOTE = """INSERT INTO suggestion_uses AS u (ticket_id, kind, about_id, action, agent_id, at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (ticket_id, kind, about_id) DO UPDATE SET action = excluded.action, agent_id = excluded.agent_id,
 at = excluded.at WHERE u.action <> excluded.action
RETURNING at"""
_NOTED = "SELECT action, at FROM suggestion_uses WHERE ticket_id = $1 AND kind = $2 AND about_id = $3"
_RESTORE = """DELETE FROM suggestion_uses WHERE ticket_id = $1 AND kind = $2 AND about_id = $3
AND action = 'dismissed'"""
_TAKEN = """INSERT INTO article_uses (id, ticket_id, message_id, article_id, agent_id, kind, at)
VALUES ($1, $2, NULL, $3, $4, 'suggested', $5) ON CONFLICT DO NOTHING"""
_NOT_TAKEN = "DELETE FROM article_uses WHERE ticket_id = $1 AND article_id = $2 AND message_id IS NULL"


async def use(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: SuggestionUseIn) -> SuggestionUseOut:
    """Note what was done with a suggestion, and learn it. Again: nothing.

    Raises `NotFound`, and `Invalid` (`unknown_suggestion`) for what this agent could not have been suggested.
    """
    await ticket_access.get(session, actor, ticket_id)
    await _refuse_unknown(session, actor, ticket_id, asked.kind, asked.id)
    now = clock.now()
    connection = await raw_connection(session)
    key = (ticket_id, asked.kind, asked.id)
    if asked.action == "restored":
        await connection.execute(_RESTORE, *key)
    else:
        await connection.execute(_NOTE, *key, asked.action, actor.id, now)
    if asked.kind == "article" and asked.action == "inserted":
        await connection.execute(_TAKEN, new_id(), ticket_id, asked.id, actor.id, now)
    elif asked.kind == "article" and asked.action == "dismissed":
        await connection.execute(_NOT_TAKEN, ticket_id, asked.id)
    noted = await connection.fetchrow(_NOTED, *key)
    if asked.kind != "ticket":
        await suggestion_learning.learn(connection, [ticket_id])
    action, at = ("restored", now) if noted is None else (noted["action"], noted["at"])
    return SuggestionUseOut(kind=asked.kind, id=asked.id, action=action, at=at)


async def sent(session: AsyncSession, actor: Actor, ticket_id: UUID, template_id: UUID) -> None:
    """Note that a message was made of a template; who follows the change feed learns it."""
    key = (ticket_id, "reply", template_id)
    await (await raw_connection(session)).execute(_NOTE, *key, "inserted", actor.id, clock.now())


async def _refuse_unknown(
    session: AsyncSession, actor: Actor, ticket_id: UUID, kind: SuggestionKind, about_id: UUID
) -> None:
    if kind == "article":
        query = article_access.visible_to(actor).where(col(Article.id) == about_id)
        there = (await session.exec(query)).first() is not None
    elif kind == "reply":
        there = (
            await session.exec(templates.visible_to(actor).where(col(Template.id) == about_id))
        ).first() is not None
    else:
        try:
            await ticket_access.get(session, actor, about_id)
            there = about_id != ticket_id
        except NotFound:
            there = False
    if not there:
        detail = f"There is no such {'template' if kind == 'reply' else kind} to suggest"
        raise Invalid(detail, code="unknown_suggestion", errors=[pointer("id", detail)])
