"""Macros: create, read, list, change, archive."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, PreconditionFailed
from app.models import Macro
from app.rules import conditions
from app.rules.actors import Actor
from app.schemas.macros import MacroIn, MacroOut, MacroPage, MacroPatch
from app.services import documents, keyset, naming, rows, scopes, ticket_action_naming, usage_counts
from app.services.sla_worlds import conditions_of

MAX_MACROS, MAX_PERSONAL = 1_000, 200


def visible_to(actor: Actor) -> SelectOfScalar[Macro]:
    """The macros that an agent may see: everybody's, their teams', their own."""
    return scopes.of(actor, select(Macro), Macro)


async def create(session: AsyncSession, actor: Actor, new: MacroIn) -> MacroOut:
    """Make a macro. Raises `Invalid`, `Forbidden` (`not_for_agents`, `not_permitted`) and `Conflict`."""
    now, sent = clock.now(), new.model_dump(mode="json")
    naming.spell_ids(sent["conditions"])
    made = Macro(
        title=new.title,
        description=new.description,
        folder=new.folder,
        scope=new.scope,
        conditions=sent["conditions"],
        actions=sent["actions"],
        created_by=actor.id,
        created_at=now,
        updated_at=now,
    )
    await scopes.settle(session, actor, made, new.scope, new.team_id)
    await _refuse(session, actor, made)
    await _room(session, made)
    session.add(made)
    await session.flush()
    return (await all_shown(session, actor, [made]))[0]


async def read(session: AsyncSession, actor: Actor, macro_id: UUID) -> MacroOut:
    """A macro. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(Macro.id) == macro_id))
    return (await all_shown(session, actor, [found]))[0]


async def page(
    session: AsyncSession, actor: Actor, *, q: str | None, archived: bool, cursor: str | None, limit: int
) -> MacroPage:
    """Macros by title; `q` is a part of it. Raises `Invalid`."""
    title = func.lower(col(Macro.title))
    query = visible_to(actor).where(col(Macro.archived_at).is_not(None) == archived)
    if q is not None:
        query = query.where(title.contains(q.lower().strip(), autoescape=True))
    if cursor is not None:
        last, last_id = keyset.by_name_and_id(cursor)
        query = query.where(tuple_(title, col(Macro.id)) > tuple_(func.lower(last), last_id))
    query = query.order_by(title, col(Macro.id)).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.title, row.id)
    )
    return MacroPage(items=await all_shown(session, actor, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, macro_id: UUID, change: MacroPatch, *, version: str | None
) -> MacroOut:
    """Change a macro. Raises as `create`, `NotFound`, `PreconditionFailed`, `Conflict` (`macro_archived`)."""
    sent = change.model_dump(mode="json", include=change.model_fields_set)
    found = await rows.lock(session, visible_to(actor).where(col(Macro.id) == macro_id), version=version)
    scopes.may_change(actor, found.scope)
    if found.archived_at is not None:
        raise Conflict("An archived macro does not change", code="macro_archived")
    before = _state(found)
    if "conditions" in sent:
        naming.spell_ids(sent["conditions"])
    for name in ("title", "description", "folder", "conditions", "actions"):
        if name in sent:
            setattr(found, name, sent[name])
    if sent.keys() & {"scope", "team_id"}:
        scope = change.scope or found.scope
        team_id = change.team_id if "team_id" in sent or scope != "team" else found.team_id
        await scopes.settle(session, actor, found, scope, team_id)
    changed = documents.changed(before, _state(found))
    if changed:
        if changed & {"conditions", "actions", "scope"}:
            await _refuse(session, actor, found)
        found.version += 1
        found.updated_at = clock.now()
        session.add(found)
        await session.flush()
    return (await all_shown(session, actor, [found]))[0]


async def archive(session: AsyncSession, actor: Actor, macro_id: UUID, *, version: str | None) -> None:
    """Take a macro away. Again: nothing. Raises `NotFound`, `PreconditionFailed`, `Forbidden`."""
    found = await rows.lock(session, visible_to(actor).where(col(Macro.id) == macro_id), version=None)
    scopes.may_change(actor, found.scope)
    if found.archived_at is not None:
        return
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    found.archived_at = found.updated_at = clock.now()
    found.version += 1
    session.add(found)
    await session.flush()


def _state(found: Macro) -> dict[str, Any]:
    names = ("title", "description", "folder", "conditions", "actions", "scope")
    return {name: getattr(found, name) for name in names} | {
        "team_id": str(found.team_id),
        "owner": str(found.owner_id),
    }


async def _refuse(session: AsyncSession, actor: Actor, macro: Macro) -> None:
    wrong = [
        naming.refusal(("conditions", *each.path), each.code, each.sentence)
        for each in conditions.problems(conditions_of(macro.conditions))
    ]
    if wrong:
        raise Invalid("See errors: each entry names a field", errors=wrong)
    await naming.refuse(session, naming.in_conditions(macro.conditions))
    await ticket_action_naming.refuse(session, actor, macro.actions, personal=macro.scope == "personal")


async def _room(session: AsyncSession, made: Macro) -> None:
    # One at a time, or two would both be the last for which there is room.
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik macros"))))
    query = select(func.count()).where(col(Macro.archived_at).is_(None))
    if made.owner_id is None:
        there, most = (await session.exec(query.where(col(Macro.owner_id).is_(None)))).one(), MAX_MACROS
    else:
        there, most = (await session.exec(query.where(col(Macro.owner_id) == made.owner_id))).one(), MAX_PERSONAL
    if there >= most:
        raise Conflict(f"There are {most} macros already: archive one", code="too_many_macros")


async def all_shown(session: AsyncSession, actor: Actor, found: Sequence[Macro]) -> list[MacroOut]:
    """Macros as clients see them, with what is wrong with each."""
    counts = await usage_counts.of(session, [each.id for each in found])
    problems = await ticket_action_naming.problems(session, [each.actions for each in found], owner=actor)
    shown = []
    for each, wrong in zip(found, problems, strict=True):
        used = counts.get(each.id)
        shown.append(
            MacroOut(
                **each.model_dump(exclude={"created_by"}),
                problems=wrong,
                uses=0 if used is None else used.uses,
                last_used_at=None if used is None else used.last_used_at,
            )
        )
    return shown
