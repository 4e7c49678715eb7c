"""What names a tag or a topic follows when that is renamed, in the transaction that begins it.

Before the tickets and not after them: a ticket that gets its new name is looked at by what asks for that name already,
and so stays in its queue, under its policy and in its views.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.hints import Hint
from app.models import (
    Automation,
    AutomationVersion,
    FieldDefinition,
    Form,
    Macro,
    Queue,
    RequestType,
    SlaPolicy,
    SlaPolicyVersion,
    View,
    Webhook,
)
from app.rules.renaming import Name, renamed
from app.services import view_counts

What = Literal["tags", "topic"]
# Each kind: its table, what in it may name something, and what it is called by. In one order for everybody.
_KINDS: Final[Mapping[str, tuple[type[SQLModel], tuple[str, ...], str]]] = {
    "field": (FieldDefinition, ("definition",), "key"),
    "form": (Form, ("definition",), "key"),
    "macro": (Macro, ("conditions", "actions"), "title"),
    "queue": (Queue, ("definition",), "name"),
    "request_type": (RequestType, ("definition",), "key"),
    "view": (View, ("conditions",), "name"),
    "webhook": (Webhook, ("conditions",), "url"),
}
# These say another thing in another version: what was done by the one before is told by that.
_IN_VERSIONS: Final[
    Mapping[str, tuple[type[Automation | SlaPolicy], type[AutomationVersion | SlaPolicyVersion], str]]
] = {
    "automation": (Automation, AutomationVersion, "automation_id"),
    "policy": (SlaPolicy, SlaPolicyVersion, "policy_id"),
}
# So many are told.
_TOLD = 100


async def follow(session: AsyncSession, what: What, name: Name, *, write: bool = True) -> list[dict[str, str]]:
    """Write the new names into what names the old ones: `{"kind", "id", "name"}` of each, archived ones too.

    What is only one agent's follows as well, and nobody is told of it. Not to `write`: only say which would change.
    """
    found = [*await _of_tables(session, what, name, write=write), *await _in_versions(session, what, name, write=write)]
    await session.flush()
    if write:
        hint(session, Hint("views", view_counts.NOBODY))
    return found[:_TOLD]


async def _of_tables(session: AsyncSession, what: What, name: Name, *, write: bool) -> list[dict[str, str]]:
    found = []
    for kind, (model, columns, called) in _KINDS.items():
        for row in await _locked(session, model):
            stated = {column: getattr(row, column) for column in columns}
            changed = {column: new for column, old in stated.items() if (new := renamed(old, what, name)) != old}
            if not changed:
                continue
            if getattr(row, "scope", None) != "personal":
                found.append({"kind": kind, "id": str(row.id), "name": getattr(row, called)})
            if write:
                _change(row, changed)
                session.add(row)
    return found


async def _in_versions(session: AsyncSession, what: What, name: Name, *, write: bool) -> list[dict[str, str]]:
    found = []
    for kind, (head, version, key) in _IN_VERSIONS.items():
        for row in await _locked(session, head):
            query = select(version).where(getattr(version, key) == row.id, col(version.number) == row.number)
            before: Any = (await session.exec(query)).one()
            definition = renamed(before.definition, what, name)
            if definition == before.definition:
                continue
            found.append({"kind": kind, "id": str(row.id), "name": row.name})
            if write:
                _change(row, {"number": row.number + 1})
                said = before.model_dump(exclude={"id", "created_at", "created_by"})
                said |= {"number": row.number, "definition": definition, "created_at": row.updated_at}
                session.add_all((row, version(**said)))
    return found


async def _locked(session: AsyncSession, model: type[Any]) -> list[Any]:
    query = select(model).order_by(model.id).with_for_update()
    return list((await session.exec(query.execution_options(populate_existing=True))).all())


def _change(row: Any, changed: Mapping[str, Any]) -> None:  # noqa: ANN401 - any of these tables
    for column, new in changed.items():
        setattr(row, column, new)
    if isinstance(row, View):
        row.asked += 1
    row.version += 1
    row.updated_at = clock.now()
