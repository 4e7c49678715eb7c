"""Ideas: proposed, read, listed, changed and deleted. Votes, comments, answers and merges have modules of their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable, pointer
from app.models import Agent, Brand, Idea, IdeaVote
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.rules.wordbags import stems
from app.schemas.base import Reference
from app.schemas.idea_tickets import IdeaTicketIn
from app.schemas.ideas import IdeaIn, IdeaOrder, IdeaOut, IdeaPage, IdeaPatch, IdeaStatus
from app.services import customer_merges, idea_linking, keyset, rows

# Of title and body together; what says more is found by its beginning.
MOST_STEMS = 64
SETTLED = frozenset({"done", "declined"})
_COUNT = "SELECT desk_ideas_count($1::uuid[])"
_USED = """SELECT EXISTS (SELECT FROM idea_votes WHERE idea_id = $1 AND agent_id <> $2)
OR EXISTS (SELECT FROM idea_comments WHERE idea_id = $1) OR EXISTS (SELECT FROM idea_tickets WHERE idea_id = $1)
OR EXISTS (SELECT FROM idea_answers WHERE idea_id = $1) OR EXISTS (SELECT FROM ideas WHERE merged_into_id = $1)"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which ideas; None does not narrow. `q`: all of its words are in title or body, whatever their endings."""

    order: IdeaOrder = "newest"
    status: IdeaStatus | None = None
    brand: str | None = None
    author_id: UUID | None = None
    q: str | None = None
    cursor: str | None = None
    limit: int = 50


def visible_to(_actor: Actor) -> SelectOfScalar[Idea]:
    """The ideas that a caller may see: every agent sees all of them."""
    return select(Idea)


async def create(session: AsyncSession, actor: Actor, new: IdeaIn) -> IdeaOut:
    """Propose an idea; with `ticket_id` it is linked in the same transaction.

    Raises `Invalid` (`unknown_brand`, `unknown_ticket`) and `Conflict` (`ticket_merged`).
    """
    await _check_brand(session, new.brand)
    if new.ticket_id is not None:
        await customer_merges.alone(session)
    now = clock.now()
    idea = Idea(
        title=new.title,
        body=new.body,
        brand=new.brand,
        author_id=actor.id,
        stems=found_by(f"{new.title}\n{new.body}"),
        created_at=now,
        updated_at=now,
    )
    session.add(idea)
    await session.flush()
    if new.ticket_id is not None:
        try:
            await idea_linking.link(session, actor, idea, new.ticket_id, IdeaTicketIn())
        except NotFound as error:
            detail = "There is no such ticket"
            raise Invalid(detail, code="unknown_ticket", errors=[pointer("ticket_id", detail)]) from error
        await recount(session, [idea.id])
    return (await shown(session, actor, [idea]))[0]


async def read(session: AsyncSession, actor: Actor, idea_id: UUID) -> IdeaOut:
    """An idea. Raises `NotFound`."""
    return (await shown(session, actor, [await get(session, actor, idea_id)]))[0]


async def get(session: AsyncSession, actor: Actor, idea_id: UUID) -> Idea:
    """The row of an idea. Raises `NotFound`."""
    return await rows.get(session, visible_to(actor).where(col(Idea.id) == idea_id))


async def lock(session: AsyncSession, actor: Actor, idea_id: UUID, *, version: str | None = None) -> Idea:
    """An idea to change. Tickets are locked before ideas. Raises `NotFound` and `PreconditionFailed`."""
    return await rows.lock(session, visible_to(actor).where(col(Idea.id) == idea_id), version=version)


async def lock_head(session: AsyncSession, actor: Actor, idea_id: UUID) -> Idea:
    """The same for one that is nobody's part. Raises also `Conflict` (`idea_merged`)."""
    idea = await lock(session, actor, idea_id)
    if idea.merged_into_id is not None:
        raise merged(idea)
    return idea


async def lock_group(session: AsyncSession, actor: Actor, idea_id: UUID) -> tuple[Idea, Idea]:
    """An idea, and the head that it is part of (itself, when it is nobody's part), both locked, the head first.

    Raises `NotFound`, and `Unavailable` when it is merged or unmerged at this moment.
    """
    known = await get(session, actor, idea_id)
    head = await lock(session, actor, known.merged_into_id or known.id)
    idea = head if head.id == idea_id else await lock(session, actor, idea_id)
    if (idea.merged_into_id or idea.id) != head.id or head.merged_into_id is not None:
        raise Unavailable
    return idea, head


def merged(idea: Idea) -> Conflict:
    """The refusal of what counts at the head only."""
    detail = "This idea is part of another one: go on there"
    return Conflict(detail, code="idea_merged", merged_into_id=str(idea.merged_into_id))


async def page(session: AsyncSession, actor: Actor, wanted: Wanted) -> IdeaPage:
    """Ideas that are nobody's part, in this order, the most first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).where(col(Idea.merged_into_id).is_(None))
    for column, value in ((Idea.status, wanted.status), (Idea.brand, wanted.brand), (Idea.author_id, wanted.author_id)):
        if value is not None:
            query = query.where(col(column) == value)
    if wanted.q is not None:
        query = query.where(col(Idea.stems).contains(found_by(wanted.q)))
    if wanted.order == "newest":
        query = keyset.newest_first(query, Idea.created_at, Idea.id, cursor=wanted.cursor, limit=wanted.limit)
        found, following = keyset.page(
            (await session.exec(query)).all(), wanted.limit, lambda last: keyset.encode(last.created_at, last.id)
        )
        return IdeaPage(items=await shown(session, actor, found), next_cursor=following)
    counted = Idea.votes if wanted.order == "votes" else Idea.asked
    query = query.order_by(col(counted).desc(), col(Idea.id).desc()).limit(wanted.limit + 1)
    if wanted.cursor is not None:
        place, last_id = keyset.by_place(wanted.cursor)
        query = query.where(tuple_(col(counted), col(Idea.id)) < tuple_(literal(place), literal(last_id)))
    found, following = keyset.page(
        (await session.exec(query)).all(),
        wanted.limit,
        lambda last: keyset.encode(last.votes if wanted.order == "votes" else last.asked, last.id),
    )
    return IdeaPage(items=await shown(session, actor, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, idea_id: UUID, change: IdeaPatch, *, version: str | None
) -> IdeaOut:
    """Change its words or its brand. Raises `NotFound`, `Forbidden` (`not_the_author`), `Invalid` (`unknown_brand`),
    `PreconditionFailed`.
    """
    idea = await _own(session, actor, idea_id, version)
    sent = change.model_dump(exclude_unset=True)
    await _check_brand(session, sent.get("brand"))
    changed = {name: value for name, value in sent.items() if value != getattr(idea, name)}
    if changed:
        for name, value in changed.items():
            setattr(idea, name, value)
        idea.stems = found_by(f"{idea.title}\n{idea.body}")
        touch(idea)
        await session.flush()
    return (await shown(session, actor, [idea]))[0]


async def delete(session: AsyncSession, actor: Actor, idea_id: UUID, *, version: str | None) -> None:
    """Delete an idea that nobody else has touched. Raises `NotFound`, `Forbidden` (`not_the_author`),
    `PreconditionFailed` and `Conflict` (`idea_in_use`).
    """
    idea = await _own(session, actor, idea_id, version)
    # Nobody may add to it from here on: what refers to it waits for this lock, and then finds nothing.
    await session.refresh(idea, with_for_update=True)
    head = idea.merged_into_id
    if head is not None or await (await raw_connection(session)).fetchval(_USED, idea.id, idea.author_id):
        raise Conflict("Others have voted, commented or asked for it: decline or merge it", code="idea_in_use")
    await session.delete(idea)
    await session.flush()


async def recount(session: AsyncSession, idea_ids: Collection[UUID]) -> None:
    """Count at these heads what has changed in this transaction, flushed."""
    await session.flush()
    await (await raw_connection(session)).execute(_COUNT, list(idea_ids))


def touch(idea: Idea) -> None:
    """Another version of it."""
    idea.version += 1
    idea.updated_at = clock.now()


def found_by(text: str) -> list[str]:
    """The stems by which a text is found, each once."""
    return list(dict.fromkeys(stems(text)))[:MOST_STEMS]


async def shown(session: AsyncSession, actor: Actor, ideas: Sequence[Idea]) -> list[IdeaOut]:
    """Ideas as this caller sees them, counts as they are now."""
    ids = [each.id for each in ideas]
    for each in ideas:
        # The counts are written beside the session.
        await session.refresh(each, ["votes", "comments", "asked", "tickets"])
    names = await names_of(session, {each.author_id for each in ideas})
    group = select(Idea.id, Idea.merged_into_id).where(
        col(Idea.id).in_(ids) | col(Idea.merged_into_id).in_(ids),
        col(Idea.id).in_(select(IdeaVote.idea_id).where(col(IdeaVote.agent_id) == actor.id)),
    )
    voted = {head or own for own, head in (await session.exec(group)).all()} if ids else set()
    return [
        IdeaOut.model_validate(
            {name: getattr(each, name) for name in IdeaOut.model_fields if name not in {"author", "voted"}}
            | {"author": Reference(id=each.author_id, name=names.get(each.author_id)), "voted": each.id in voted}
        )
        for each in ideas
    ]


async def names_of(session: AsyncSession, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these agents are called."""
    return dict((await session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(agent_ids)))).all())


async def _own(session: AsyncSession, actor: Actor, idea_id: UUID, version: str | None) -> Idea:
    idea = await lock(session, actor, idea_id, version=version)
    if idea.author_id != actor.id and not actor.may(Permission.IDEAS_MANAGE):
        raise Forbidden("Whoever proposed it, a lead or an admin may do this", code="not_the_author")
    return idea


async def _check_brand(session: AsyncSession, key: str | None) -> None:
    if key is None:
        return
    if (await session.exec(select(Brand.id).where(col(Brand.key) == key))).first() is None:
        detail = "There is no such brand"
        raise Invalid(detail, code="unknown_brand", errors=[pointer("brand", detail)])
