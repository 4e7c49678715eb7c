"""Who follows the change feed to see what agents point to: the addresses of articles in their messages are uses."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.db import Connection, UnitOfWork, raw_connection
from app.ids import new_id
from app.rules import article_addresses
from app.schemas.events import EventType
from app.services import article_links, suggestion_learning
from app.services.feed import FeedEvent

NAME = "suggestions"
AT_ONCE = 100

_IDLE = """SELECT NOT EXISTS (SELECT FROM articles) AND NOT EXISTS (SELECT FROM suggestion_uses)
AND NOT EXISTS (SELECT FROM suggestion_examples)"""
_ABOUT = frozenset({EventType.MESSAGE_CREATED, EventType.MESSAGE_EDITED, EventType.MESSAGE_REDACTED})
_CHANGED = frozenset({EventType.MESSAGE_EDITED, EventType.MESSAGE_REDACTED})
_SPAM = frozenset({EventType.TICKET_MARKED_SPAM, EventType.TICKET_UNMARKED_SPAM})
# Fields of a ticket that examples are made of.
_TOLD = frozenset({"subject", "brand", "language"})
# What was sent to a merged ticket, or copied by a split, counts where it was said.
_MESSAGES = """SELECT m.id, m.ticket_id, m.author_id, m.body, m.created_at FROM messages m
WHERE m.id = ANY ($1::uuid[]) AND m.author_kind = 'agent' AND m.visibility = 'public' AND m.copied_from_id IS NULL
ORDER BY m.id"""
_BASES = "SELECT key, reach ->> 'help_url' AS help_url FROM brands"
_BY_ALIAS = """SELECT a.id, x.address FROM unnest($1::text[]) AS x (address) JOIN articles a
ON a.aliases @> ARRAY[x.address]"""
_BY_SLUG = """SELECT s.article_id AS id, x.brand, x.locale, x.slug FROM unnest($1::text[], $2::text[], $3::text[])
AS x (brand, locale, slug) JOIN article_slugs s ON s.brand = x.brand AND s.locale = x.locale AND s.slug = x.slug"""
_GONE = """DELETE FROM article_uses u USING unnest($1::uuid[]) AS m (id)
WHERE u.message_id = m.id AND NOT EXISTS (
 SELECT FROM unnest($2::uuid[], $3::uuid[]) AS k (message_id, article_id)
 WHERE k.message_id = u.message_id AND k.article_id = u.article_id) RETURNING u.ticket_id"""
_USED = """INSERT INTO article_uses (id, ticket_id, message_id, article_id, agent_id, kind, at)
SELECT n.id, m.ticket_id, m.id, n.article_id, a.id, 'linked', m.created_at
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS n (id, message_id, article_id) JOIN messages m ON m.id = n.message_id
LEFT JOIN agents a ON a.id = m.author_id ORDER BY n.message_id, n.article_id
ON CONFLICT DO NOTHING RETURNING ticket_id"""
_HAS_EXAMPLES = "SELECT DISTINCT ticket_id FROM suggestion_examples WHERE ticket_id = ANY ($1::uuid[])"
_HAS_USES = """SELECT ticket_id FROM article_uses WHERE ticket_id = ANY ($1::uuid[])
UNION SELECT ticket_id FROM suggestion_uses WHERE ticket_id = ANY ($1::uuid[])"""
# Templates that were sent: noted with the message, and learnt here.
_NOT_LEARNT = """SELECT DISTINCT u.ticket_id FROM suggestion_uses u WHERE u.ticket_id = ANY ($1::uuid[])
AND u.kind = 'reply' AND NOT EXISTS (
 SELECT FROM suggestion_examples e WHERE e.ticket_id = u.ticket_id AND e.about_id = u.about_id
 AND e.dismissed = (u.action = 'dismissed'))"""


async def idle(connection: Connection) -> bool:
    """Whether there is nothing to point to, and nothing learnt."""
    return bool(await connection.fetchval(_IDLE))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Note what agents pointed to, and learn it; of what customers changed, learn the words anew."""
    about = [each for each in events if each.type in _ABOUT and each.message_id and each.public_seq is not None]
    altered = [each.ticket_id for each in events if each.type in _SPAM or _TOLD & (each.data.get("set") or {}).keys()]
    if not about and not altered:
        return
    connection = await raw_connection(work.session)
    changed = {each.message_id for each in about if each.type in _CHANGED}
    messages = await connection.fetch(_MESSAGES, list({each.message_id for each in about}))
    pairs = await _pointed_to(connection, messages)
    gone = await connection.fetch(_GONE, list(changed), [one for one, _ in pairs], [two for _, two in pairs])
    made = await connection.fetch(
        _USED, [new_id() for _ in pairs], [one for one, _ in pairs], [two for _, two in pairs]
    )
    again = [each.ticket_id for each in about if each.type in _CHANGED]
    learnt = await connection.fetch(_HAS_EXAMPLES, again) if again else []
    sent = await connection.fetch(_NOT_LEARNT, [each.ticket_id for each in about if each.actor_kind == "agent"])
    others = await connection.fetch(_HAS_USES, altered) if altered else []
    rows = (*gone, *made, *learnt, *sent, *others)
    await suggestion_learning.learn(connection, {UUID(int=row["ticket_id"].int) for row in rows})


async def _pointed_to(connection: Connection, messages: Sequence[Any]) -> list[tuple[UUID, UUID]]:
    """The messages and the articles whose addresses are in them."""
    found = {row["id"]: article_addresses.found_in(row["body"]) for row in messages}
    addresses = {each for several in found.values() for each in several}
    if not addresses:
        return []
    articles = await _articles(connection, addresses)
    return sorted({(one, two) for one, several in found.items() for each in several for two in articles.get(each, ())})


async def _articles(connection: Connection, addresses: Iterable[str]) -> Mapping[str, list[UUID]]:
    """The articles at each of these addresses: the desk's own pages, or where they were known elsewhere."""
    written: dict[str, list[str]] = {each: article_addresses.variants(each) for each in addresses}
    aliases = {address for several in written.values() for address in several}
    by_alias: dict[str, list[UUID]] = {}
    for row in await connection.fetch(_BY_ALIAS, list(aliases)):
        by_alias.setdefault(row["address"], []).append(row["id"])
    own = await _own(connection, written)
    found: dict[str, list[UUID]] = {}
    for address, several in written.items():
        # The nearest way to write it that is known.
        known = own.get(address) or next((by_alias[each] for each in several if each in by_alias), None)
        if known:
            found[address] = known
    return found


async def _own(connection: Connection, addresses: Iterable[str]) -> Mapping[str, list[UUID]]:
    bases = {
        row["key"]: article_links.base(row["key"], {"help_url": row["help_url"]})
        for row in await connection.fetch(_BASES)
    }
    asked: list[tuple[str, str, str, str]] = []
    for address in addresses:
        for brand, base in bases.items():
            match article_addresses.below(address, base):
                case [locale, slug]:
                    asked.append((address, brand, locale, slug))
    if not asked:
        return {}
    rows = await connection.fetch(_BY_SLUG, *([each[place] for each in asked] for place in (1, 2, 3)))
    by_place = {(row["brand"], row["locale"], row["slug"]): row["id"] for row in rows}
    return {address: [by_place[place]] for address, *rest in asked if (place := tuple(rest)) in by_place}
