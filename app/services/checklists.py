"""Checklists: make, read, list, change, archive."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Checklist
from app.rules.actors import Actor
from app.schemas.checklists import ChecklistIn, ChecklistOut, ChecklistPage, ChecklistPatch
from app.services import definitions, naming


async def create(session: AsyncSession, _actor: Actor, new: ChecklistIn) -> ChecklistOut:
    """Make a checklist. Raises `Invalid` (`unknown_agent`), `Conflict` (`key_taken`)."""
    return _shown(await definitions.create(session, Checklist, new, _check(session)))


async def read(session: AsyncSession, _actor: Actor, key: str) -> ChecklistOut:
    """A checklist. Raises `NotFound`."""
    return _shown(await definitions.read(session, definitions.visible_to(Checklist), Checklist, key))


async def page(
    session: AsyncSession, _actor: Actor, *, archived: bool, cursor: str | None, limit: int
) -> ChecklistPage:
    """Checklists by key. Raises `Invalid` for a cursor that is not ours."""
    query = definitions.visible_to(Checklist)
    found, following = await definitions.page(session, query, Checklist, archived=archived, cursor=cursor, limit=limit)
    return ChecklistPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, _actor: Actor, key: str, change: ChecklistPatch, *, version: str | None
) -> ChecklistOut:
    """Change a checklist. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    query = definitions.visible_to(Checklist)
    return _shown(await definitions.patch(session, query, Checklist, key, change, _check(session), version=version))


def _check(session: AsyncSession) -> definitions.Check:
    async def check(row: Checklist) -> None:
        named: list[naming.Named] = [
            (("items", place, "assignee_id"), "agent", each["assignee_id"])
            for place, each in enumerate(row.definition["items"])
            if each["assignee_id"] is not None
        ]
        await naming.refuse(session, named)

    return check


def _shown(row: Checklist) -> ChecklistOut:
    return ChecklistOut(
        **row.definition,
        id=row.id,
        key=row.key,
        archived=row.archived_at is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
