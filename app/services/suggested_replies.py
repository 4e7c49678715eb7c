"""Templates that may answer a ticket: those that agents took for similar ones, or whose title fits; filled for it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Invalid
from app.models import Template, Ticket, UsageCount
from app.rules.actors import Actor
from app.rules.template_variants import choose
from app.rules.wordbags import stems
from app.schemas.ticket_suggestions import InsertOut, ReplySuggestion
from app.services import suggested_articles, suggestion_ranking, suggestion_reasons, template_rendering
from app.services.templates import visible_to

# Of so many templates, the most used ones, the own words count.
LOOKED_AT = 200
_CHARACTERS = 400


async def suggest(
    session: AsyncSession, actor: Actor, ticket: Ticket, written: Mapping[str, str], *, limit: int
) -> list[ReplySuggestion]:
    """The best templates first, of those that this agent may see and that have a text for the ticket's brand."""
    there = await _templates(session, actor)
    own = {each.id: _stems(f"{each.title} {_beginning(each, ticket)}") for each in there}
    connection = await raw_connection(session)
    ranked = await suggestion_ranking.ranked(connection, "reply", ticket.brand or "", ticket.id, written, own)
    # What is only used often is no answer to this.
    ranked = [each for each in ranked if each.nearest or each.own]
    gone = await suggested_articles.dismissed(session, ticket.id, "reply")
    known = {each.id: each for each in there}
    missing = [each.about for each in ranked[: limit * 4] if each.about not in known]
    if missing:
        query = _usable(actor).where(col(Template.id).in_(missing))
        known |= {each.id: each for each in (await session.exec(query)).all()}
    chosen = [each for each in ranked if each.about in known and each.about not in gone]
    named = await suggestion_reasons.tickets(session, actor, chosen[:limit])
    found: list[ReplySuggestion] = []
    for each in chosen:
        template = known[each.about]  # type: ignore[index]  # an id
        filled = await _filled(session, actor, ticket, template)
        if filled is None:
            continue
        why = suggestion_reasons.why(each, written, named)
        share = round(each.votes, 3) if each.nearest else None
        found.append(_made(template, filled, why, share))
        if len(found) == limit:
            break
    return found


def _usable(actor: Actor) -> Any:  # noqa: ANN401 - a query
    return visible_to(actor).where(col(Template.archived_at).is_(None), col(Template.kind) == "reply")


async def _templates(session: AsyncSession, actor: Actor) -> list[Template]:
    query = _usable(actor).outerjoin(UsageCount, col(UsageCount.id) == col(Template.id))
    query = query.order_by(col(UsageCount.uses).desc().nulls_last(), col(Template.id)).limit(LOOKED_AT)
    return list((await session.exec(query)).all())


def _beginning(template: Template, ticket: Ticket) -> str:
    place = choose(template.variants, locale=ticket.language, brand=ticket.brand)
    return "" if place is None else str(template.variants[place]["body"])[:_CHARACTERS]


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


async def _filled(session: AsyncSession, actor: Actor, ticket: Ticket, template: Template) -> Any:  # noqa: ANN401
    try:
        return await template_rendering.of_template(session, actor, ticket, template, internal=False)
    except Invalid:
        # No text for this brand, or one that cannot be filled: its own page says so.
        return None


def _made(template: Template, filled: Any, why: Any, share: float | None) -> ReplySuggestion:  # noqa: ANN401
    rendered, source = filled
    return ReplySuggestion(
        template_id=template.id,
        title=template.title,
        shortcut=template.shortcut,
        share=share,
        why=why,
        insert=InsertOut(body=rendered.text, format=source.form, template_id=template.id),
        unresolved=list(rendered.unresolved),
    )
