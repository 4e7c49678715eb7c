"""Organizations: create, read, list and change."""

from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.models import Organization
from app.rules.actors import Actor
from app.schemas.organizations import OrganizationIn, OrganizationOut, OrganizationPage, OrganizationPatch
from app.services import keyset, rows
from app.services.customers import whole_desk_only

log = structlog.get_logger("otklik.organizations")


def visible_to(actor: Actor) -> SelectOfScalar[Organization]:
    """The organizations that a caller may see. Raises `Forbidden` for a key of one source: it has none."""
    whole_desk_only(actor)
    return select(Organization)


async def create(session: AsyncSession, actor: Actor, new: OrganizationIn) -> OrganizationOut:
    """Make an organization. Raises `Forbidden` and the refusals of constraints: `name_taken`, `external_id_taken`."""
    whole_desk_only(actor)
    now = clock.now()
    made = Organization(**new.model_dump(), created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    return _shown(made)


async def read(session: AsyncSession, actor: Actor, organization_id: UUID) -> OrganizationOut:
    """An organization. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(Organization.id) == organization_id)))


async def page(
    session: AsyncSession, actor: Actor, *, external_id: str | None, cursor: str | None, limit: int
) -> OrganizationPage:
    """Organizations by name. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor).order_by(col(Organization.name)).limit(limit + 1)
    if external_id is not None:
        query = query.where(col(Organization.external_id) == external_id)
    if cursor is not None:
        query = query.where(col(Organization.name) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return OrganizationPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, organization_id: UUID, change: OrganizationPatch, *, version: str | None
) -> OrganizationOut:
    """Change fields of an organization. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    query = visible_to(actor).where(col(Organization.id) == organization_id)
    found = await rows.lock(session, query, version=version)
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    wanted = {name: value for name, value in sent.items() if getattr(found, name) != value}
    if wanted:
        if "ticket_sharing" in wanted:
            log.warning(
                "ticket_sharing_changed", organization_id=str(found.id), to=wanted["ticket_sharing"], by=str(actor.id)
            )
        for name, value in wanted.items():
            setattr(found, name, value)
        found.version += 1
        found.updated_at = clock.now()
        session.add(found)
        await session.flush()
    return _shown(found)


def _shown(row: Organization) -> OrganizationOut:
    return OrganizationOut(
        id=row.id,
        name=row.name,
        domains=row.domains,
        external_id=row.external_id,
        ticket_sharing=row.ticket_sharing,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
