"""The catalogue of request types: make, read, list, change, archive."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.models import Checklist, Form, RequestType
from app.rules.actors import Actor
from app.rules.locales import best
from app.schemas.request_types import (
    RequestTypeDefinition,
    RequestTypeIn,
    RequestTypeOut,
    RequestTypePage,
    RequestTypePatch,
)
from app.services import choosing, definitions, naming


async def create(
    session: AsyncSession, actor: Actor, new: RequestTypeIn, *, languages: Sequence[str]
) -> RequestTypeOut:
    """Make a type of request. Raises `Invalid` (`unknown_form`, `unknown_team`, ...), `Conflict` (`key_taken`)."""
    return _shown(await definitions.create(session, RequestType, new, _check(session)), actor, languages)


async def read(session: AsyncSession, actor: Actor, key: str, *, languages: Sequence[str]) -> RequestTypeOut:
    """A type of request. Raises `NotFound`, also for one that customers of this brand cannot choose."""
    query = await choosing.open_request_types(session, actor)
    return _shown(await definitions.read(session, query, RequestType, key), actor, languages)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    archived: bool,
    languages: Sequence[str],
    cursor: str | None,
    limit: int,
) -> RequestTypePage:
    """The catalogue by key, as this caller may choose from it. Raises `Invalid` for a cursor that is not ours."""
    query = await choosing.open_request_types(session, actor)
    found, following = await definitions.page(
        session, query, RequestType, archived=archived, cursor=cursor, limit=limit
    )
    return RequestTypePage(items=[_shown(each, actor, languages) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession,
    actor: Actor,
    key: str,
    change: RequestTypePatch,
    *,
    languages: Sequence[str],
    version: str | None,
) -> RequestTypeOut:
    """Change a type of request. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    query = definitions.visible_to(RequestType)
    found = await definitions.patch(session, query, RequestType, key, change, _check(session), version=version)
    return _shown(found, actor, languages)


def _check(session: AsyncSession) -> definitions.Check:
    async def check(row: RequestType) -> None:
        stated = row.definition
        named: list[naming.Named] = []
        if stated["brand"] is not None:
            named.append((("brand",), "brand", stated["brand"]))
        if stated["team_id"] is not None:
            named.append((("team_id",), "team", stated["team_id"]))
        if stated["approval"] is not None and stated["approval"]["agent_id"] is not None:
            named.append((("approval", "agent_id"), "agent", stated["approval"]["agent_id"]))
        await naming.refuse(session, named)
        for name, model in (("form", Form), ("checklist", Checklist)):
            if stated[name] is not None:
                query = select(model.id).where(col(model.key) == stated[name], col(model.archived_at).is_(None))
                if (await session.exec(query)).first() is None:
                    detail = f"There is no such {name}, or it is archived"
                    raise Invalid(
                        detail, code=f"unknown_{name}", errors=[naming.refusal((name,), f"unknown_{name}", detail)]
                    )

    return check


def _shown(row: RequestType, actor: Actor, languages: Sequence[str]) -> RequestTypeOut:
    stated: Mapping[str, Any] = row.definition
    return RequestTypeOut(
        id=row.id,
        key=row.key,
        name=best(stated["names"], languages),
        description=best(stated["descriptions"], languages) or None,
        brand=stated["brand"],
        form=stated["form"],
        public=stated["public"],
        needs_approval=stated["approval"] is not None,
        position=stated["position"],
        definition=None if actor.kind == "customer" else RequestTypeDefinition.model_validate(stated),
        archived=row.archived_at is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
