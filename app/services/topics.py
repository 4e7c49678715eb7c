"""Topics: make, read, list, move, archive. Their tickets follow a move as a job."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import Topic
from app.rules import topics as rules
from app.rules.actors import Actor
from app.rules.renaming import of_topic
from app.schemas.topics import TopicIn, TopicOut, TopicPage, TopicPatch
from app.services import jobs, keyset, renames, rows, topic_moves

MAX_TOPICS = 2_000
# As a ticket's topic.
MAX_PATH = 255
_MOVING = """SELECT EXISTS (SELECT FROM jobs j WHERE j.kind = $1 AND j.status IN ('queued', 'running')
AND j.arguments ->> 'topic_id' IS DISTINCT FROM $2
AND starts_with($3 || '/', lower(j.arguments ->> 'path') || '/'))"""


def visible_to(_actor: Actor) -> SelectOfScalar[Topic]:
    """The topics that a caller may see: who works with tickets may see all of them."""
    return select(Topic)


async def create(session: AsyncSession, actor: Actor, new: TopicIn) -> TopicOut:
    """Make one. Raises `Invalid` (`unknown_topic`, `topic_too_deep`), `Conflict` (`topic_taken`, `topic_moving`)."""
    await _hold(session)
    if (await session.exec(select(func.count()).select_from(Topic))).one() >= MAX_TOPICS:
        raise Conflict(f"A desk has at most {MAX_TOPICS} topics", code="too_many_topics")
    now = clock.now()
    path = await _path(session, actor, new.key, new.parent_id)
    _check_depth(path)
    await _refuse_moving(session, path)
    made = Topic(key=new.key, parent_id=new.parent_id, path=path, labels=new.labels, created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    return _shown(made)


async def read(session: AsyncSession, actor: Actor, topic_id: UUID) -> TopicOut:
    """A topic. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(Topic.id) == topic_id)))


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> TopicPage:
    """Topics by path. Raises `Invalid` for a cursor that is not ours."""
    place = func.lower(col(Topic.path))
    query = visible_to(actor).order_by(place).limit(limit + 1)
    query = query.where(col(Topic.archived_at).is_not(None) if archived else col(Topic.archived_at).is_(None))
    if cursor is not None:
        query = query.where(place > func.lower(keyset.by_name(cursor)))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.path))
    return TopicPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, topic_id: UUID, change: TopicPatch, *, version: str | None
) -> TopicOut:
    """Change a topic; moved, it takes along what is below it and, as a job, its tickets.

    Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_topic`, `topic_cycle`, `topic_too_deep`) and `Conflict`
    (`topic_taken`, `topic_moving`, `parent_archived`).
    """
    await _hold(session)
    topic = await rows.lock(session, visible_to(actor).where(col(Topic.id) == topic_id), version=version)
    known = {each.id: each for each in (await session.exec(select(Topic))).all()}
    branch = rules.below({each.id: each.parent_id for each in known.values()}, topic.id)
    now = clock.now()
    sent = {name: getattr(change, name) for name in change.model_fields_set - {"archived"}}
    if sent.get("parent_id") in branch:
        detail = "A topic cannot stand below itself"
        raise Invalid(detail, code="topic_cycle", errors=[pointer("parent_id", detail)])
    before = topic.path
    changed = {name: value for name, value in sent.items() if getattr(topic, name) != value}
    for name, value in changed.items():
        setattr(topic, name, value)
    path = await _path(session, actor, topic.key, topic.parent_id) if {"key", "parent_id"} & changed.keys() else before
    moved = path != before
    if moved:
        await _refuse_moving(session, path, topic.id)
        for each in branch:
            known[each].path = path + known[each].path[len(before) :]
            _check_depth(known[each].path)
    archived = change.archived is not None and change.archived != (topic.archived_at is not None)
    if archived and not change.archived and topic.parent_id is not None and known[topic.parent_id].archived_at:
        raise Conflict("What it stands below is archived: take that back first", code="parent_archived")
    _touch(topic, now, if_=bool(changed or archived))
    for each in branch if moved or (archived and change.archived) else ():
        _touch(known[each], now, if_=each != topic.id)
        if archived:
            known[each].archived_at = known[each].archived_at or now
    if archived:
        topic.archived_at = now if change.archived else None
    session.add_all(known[each] for each in branch)
    await session.flush()
    job = None
    if moved:
        followed = await renames.follow(session, "topic", of_topic(before, path))
        arguments = {"topic_id": topic.id, "path": before, "followed": followed}
        job = await jobs.start(session, actor, topic_moves.KIND, arguments, now=now)
    return _shown(topic, job_id=job.id if job is not None else None)


def _touch(topic: Topic, now: datetime, *, if_: bool) -> None:
    if if_:
        topic.version += 1
        topic.updated_at = now


async def _hold(session: AsyncSession) -> None:
    """Whoever changes the tree does so one at a time: no circle, no two topics at one path."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik topics"))))


async def _path(session: AsyncSession, actor: Actor, key: str, parent_id: UUID | None) -> str:
    if parent_id is None:
        return key
    parent = (await session.exec(visible_to(actor).where(col(Topic.id) == parent_id))).first()
    if parent is None or parent.archived_at is not None:
        detail = "There is no such topic"
        raise Invalid(detail, code="unknown_topic", errors=[pointer("parent_id", detail)])
    return parent.path + rules.SEPARATOR + key


async def _refuse_moving(session: AsyncSession, path: str, topic_id: UUID | None = None) -> None:
    """Until the tickets of another topic have left this path they and the new one's would be taken for each other."""
    connection = await raw_connection(session)
    if await connection.fetchval(_MOVING, topic_moves.KIND, topic_id and str(topic_id), path.lower()):
        raise Conflict("Tickets are just being moved from that path: wait for that job", code="topic_moving")


def _check_depth(path: str) -> None:
    if rules.depth(path) > rules.MAX_DEPTH or len(path) > MAX_PATH:
        detail = f"A path has at most {rules.MAX_DEPTH} keys and {MAX_PATH} characters: this would be {path[:300]!r}"
        raise Invalid(detail, code="topic_too_deep", errors=[pointer("parent_id", detail)])


def _shown(row: Topic, *, job_id: UUID | None = None) -> TopicOut:
    return TopicOut(
        id=row.id,
        parent_id=row.parent_id,
        key=row.key,
        path=row.path,
        labels=row.labels,
        archived=row.archived_at is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        job_id=job_id,
    )
