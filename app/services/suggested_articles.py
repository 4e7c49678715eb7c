"""Articles that may answer a ticket: what agents pointed similar tickets to, each as its customer can read it."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Article, ArticleTranslation, ArticleUse, SuggestionUse, Ticket
from app.rules import article_addresses, locale_tags
from app.rules.actors import Actor
from app.rules.help_queries import MOST_CHARACTERS, read
from app.rules.suggesting import Suggestion
from app.rules.wordbags import stems
from app.schemas.ticket_suggestions import ArticleSuggestion, InsertOut
from app.services import article_links, help_finding, suggestion_ranking, suggestion_reasons
from app.services.help_finding import Wanted

# The best of those that something speaks for are looked up: some are not of this brand, or published no more.
LOOKED_UP = 40
VISIBLE = ("public", "signed_in", "agents")
# And as many whose own words the search of the help centre finds, used before or not.
SEARCHED = 20
# What is known of an article itself, of those that may be suggested.
_OWN = """SELECT a.id, a.labels, a.aliases, ARRAY(
 SELECT concat_ws(' ', t.title, t.summary,
  (SELECT string_agg(h ->> 'text', ' ') FROM jsonb_array_elements(t.headings) h))
 FROM article_translations t WHERE t.article_id = a.id AND t.status = 'published' LIMIT 20) AS texts
FROM articles a WHERE a.archived_at IS NULL AND a.brand = $1 AND (a.id = ANY ($2::uuid[]) OR a.id IN (
 SELECT about_id FROM (SELECT about_id FROM suggestion_examples WHERE kind = 'article' AND brand = $1 AND NOT dismissed
 ORDER BY at DESC, ticket_id DESC LIMIT 300) lately))"""


async def suggest(
    session: AsyncSession, actor: Actor, ticket: Ticket, written: Mapping[str, str], *, limit: int
) -> list[ArticleSuggestion]:
    """The best articles first. `written` are the stems of the ticket, as they were written."""
    if ticket.brand is None:
        return []
    connection = await raw_connection(session)
    searched = await _searched(connection, ticket, written)
    own = {UUID(int=row["id"].int): _stems(row) for row in await connection.fetch(_OWN, ticket.brand, searched)}
    ranked = await suggestion_ranking.ranked(connection, "article", ticket.brand, ticket.id, written, own)
    gone = await dismissed(session, ticket.id, "article")
    ranked = [each for each in ranked if each.about not in gone][:LOOKED_UP]
    shown = await _shown(session, ticket, [each.about for each in ranked if isinstance(each.about, UUID)])
    chosen = [each for each in ranked if each.about in shown][:limit]
    named = await suggestion_reasons.tickets(session, actor, chosen)
    used = await _used(session, ticket.id)
    return [_made(each, shown[each.about], written, named, used) for each in chosen if isinstance(each.about, UUID)]


async def dismissed(session: AsyncSession, ticket_id: UUID, kind: str) -> set[UUID]:
    """What agents do not want to see on this ticket any more."""
    query = select(SuggestionUse.about_id).where(
        col(SuggestionUse.ticket_id) == ticket_id,
        col(SuggestionUse.kind) == kind,
        col(SuggestionUse.action) == "dismissed",
    )
    return set((await session.exec(query)).all())


async def _searched(connection: Connection, ticket: Ticket, written: Mapping[str, str]) -> list[UUID]:
    """Articles that have the words of this ticket, whoever may read them."""
    if ticket.brand is None or not written:
        return []
    text = " ".join(written.values())[:MOST_CHARACTERS]
    spoken = (ticket.language,) if ticket.language else ()
    found = await help_finding.find(connection, read(text), Wanted(ticket.brand, spoken, VISIBLE))
    return [each.article_id for each in found.found[:SEARCHED]]


def _stems(row: Any) -> frozenset[str]:  # noqa: ANN401 - a row
    return frozenset(stems(" ".join([*row["texts"], *row["labels"], article_addresses.words(row["aliases"])])))


async def _used(session: AsyncSession, ticket_id: UUID) -> set[UUID]:
    query = select(ArticleUse.article_id).where(col(ArticleUse.ticket_id) == ticket_id)
    return set((await session.exec(query)).all())


async def _shown(session: AsyncSession, ticket: Ticket, ids: Collection[UUID]) -> dict[Any, dict[str, Any]]:
    """What there is to show of each, in the language of the ticket where there is one; only what is published."""
    query = (
        select(Article, ArticleTranslation)
        .join(ArticleTranslation, col(ArticleTranslation.article_id) == col(Article.id))
        .where(
            col(Article.id).in_(ids),
            col(Article.brand) == ticket.brand,
            col(Article.archived_at).is_(None),
            col(ArticleTranslation.status) == "published",
        )
        .order_by(col(ArticleTranslation.locale))
    )
    texts: dict[UUID, dict[str, ArticleTranslation]] = {}
    articles: dict[UUID, Article] = {}
    for article, text in (await session.exec(query)).all():
        articles[article.id] = article
        texts.setdefault(article.id, {})[text.locale] = text
    bases = await article_links.bases(session, {each.brand for each in articles.values()})
    found: dict[Any, dict[str, Any]] = {}
    for article_id, article in articles.items():
        there = texts[article_id]
        locale = locale_tags.best(list(there), [ticket.language or ""], otherwise=article.default_locale)
        text = there[locale or article.default_locale]
        found[article_id] = {
            "article_id": article_id,
            "locale": text.locale,
            "title": text.title or "",
            "summary": text.summary,
            "url": article_links.url(bases[article.brand], text.locale, text.slug),
            "visibility": article.visibility,
        }
    return found


def _made(
    found: Suggestion, shown: Mapping[str, Any], written: Mapping[str, str], named: Mapping[UUID, Any], used: set[UUID]
) -> ArticleSuggestion:
    insert = InsertOut(body=f"{shown['title']}\n{shown['url']}", format="text")
    return ArticleSuggestion(
        **shown,
        used=shown["article_id"] in used,
        share=round(found.votes, 3) if found.nearest else None,
        why=suggestion_reasons.why(found, written, named),
        insert=None if shown["visibility"] == "agents" else insert,
    )
