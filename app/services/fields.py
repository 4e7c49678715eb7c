"""Custom fields: define, read, list, change, archive."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Conflict, Invalid
from app.models import FieldDefinition
from app.rules import conditions as condition_rules
from app.rules.actors import Actor
from app.rules.fields import CONDITION_FIELDS, problems_of
from app.schemas.fields import FieldIn, FieldOut, FieldPage, FieldPatch, check_parts
from app.services import definitions, naming
from app.services.sla_worlds import conditions_of
from app.services.vocabularies import field_of

MAX_FIELDS = 300


async def create(session: AsyncSession, _actor: Actor, new: FieldIn) -> FieldOut:
    """Define a field. Raises `Invalid`, and `Conflict` (`key_taken`, `too_many_fields`)."""
    known = select(func.count()).select_from(FieldDefinition).where(col(FieldDefinition.archived_at).is_(None))
    if (await session.exec(known)).one() >= MAX_FIELDS:
        raise Conflict(f"A desk has at most {MAX_FIELDS} fields that are not archived", code="too_many_fields")

    async def check(made: FieldDefinition) -> None:
        await _check(session, made)

    return _shown(await definitions.create(session, FieldDefinition, new, check))


async def read(session: AsyncSession, _actor: Actor, key: str) -> FieldOut:
    """A field. Raises `NotFound`."""
    query = definitions.visible_to(FieldDefinition)
    return _shown(await definitions.read(session, query, FieldDefinition, key))


async def page(session: AsyncSession, _actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> FieldPage:
    """Fields by key. Raises `Invalid` for a cursor that is not ours."""
    query = definitions.visible_to(FieldDefinition)
    found, following = await definitions.page(
        session, query, FieldDefinition, archived=archived, cursor=cursor, limit=limit
    )
    return FieldPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(session: AsyncSession, _actor: Actor, key: str, change: FieldPatch, *, version: str | None) -> FieldOut:
    """Change a field; values that are stored stay as they are. Raises `NotFound`, `PreconditionFailed`, `Invalid`."""
    query = definitions.visible_to(FieldDefinition)
    before: list[str] = []

    async def check(changed: FieldDefinition) -> None:
        there = {each["value"] for each in changed.definition["options"]}
        gone = [value for value in before if value not in there]
        if gone:
            detail = f"An option is archived, not taken away: tickets have {gone[0]!r}"
            raise Invalid(detail, errors=[naming.refusal(("options",), "option_in_use", detail)])
        await _check(session, changed)

    known = await definitions.read(session, query, FieldDefinition, key)
    before += [each["value"] for each in known.definition["options"]]
    found = await definitions.patch(session, query, FieldDefinition, key, change, check, version=version)
    return _shown(found)


async def _check(session: AsyncSession, row: FieldDefinition) -> None:
    stated = row.definition
    try:
        check_parts(stated["kind"], stated)
    except ValueError as error:
        raise Invalid(str(error), errors=[naming.refusal((), "invalid", str(error))]) from error
    wrong = [
        naming.refusal((part, *each.path), each.code, each.sentence)
        for part in ("conditions", "required_when")
        for each in condition_rules.problems(conditions_of(stated[part]), CONDITION_FIELDS)
    ]
    keys = (await session.exec(select(FieldDefinition.key))).all()
    definition = field_of(row.key, stated, archived=False)
    others = {each: definition for each in keys if each != row.key}
    wrong += [naming.refusal(each.path, each.code, each.sentence) for each in problems_of(others, definition)]
    if wrong:
        raise Invalid("See errors: each entry names a field", errors=wrong[:50])
    named: list[naming.Named] = [(("brands", place), "brand", each) for place, each in enumerate(stated["brands"])]
    for part in ("conditions", "required_when"):
        named += naming.in_conditions(stated[part], (part,))
    await naming.refuse(session, named)


def _shown(row: FieldDefinition) -> FieldOut:
    stated: Mapping[str, Any] = row.definition
    return FieldOut(
        **stated,
        id=row.id,
        key=row.key,
        archived=row.archived_at is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
