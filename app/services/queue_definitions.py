"""What a queue says, as it is stored: made from what was sent, and looked over."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.models import Queue
from app.rules import conditions
from app.rules.conditions import Problem
from app.rules.queue_problems import problems
from app.rules.queues import CONDITION_FIELDS
from app.services import naming
from app.services.naming import Named, Path
from app.services.sla_worlds import conditions_of

PARTS: Final = (
    "conditions", "team_ids", "overflow", "skills", "languages", "language_drop_after_seconds", "selection",
    "prefer_last_agent", "auto_accept", "offer_seconds", "wrap_up_seconds", "when_closed", "handover_text",
)  # fmt: skip
_MOST_ERRORS = 50


def parts_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a definition in a body (as JSON), as they are stored."""
    parts = {name: sent[name] for name in PARTS if name in sent}
    for stated in chain(
        [parts["conditions"]] if "conditions" in parts else [], (each["conditions"] for each in parts.get("skills", ()))
    ):
        naming.spell_ids(stated)
    return parts


async def refuse(
    session: AsyncSession, queue_id: UUID, definition: Mapping[str, Any], *, about: Collection[str]
) -> None:
    """Raise `Invalid` when the definition means nothing, when parts of it in `about` name what is not there, or when
    the queue, closed, would in the end send its work to itself. Whoever changes queues does so one at a time.
    """
    found = [naming.refusal(each.path, each.code, each.sentence) for each in _problems(definition)]
    if found:
        raise Invalid("See errors: each entry names a field", errors=found[:_MOST_ERRORS])
    await naming.refuse(session, named({name: definition[name] for name in about}))
    if "when_closed" in about:
        await _refuse_circle(session, queue_id, definition)


def _problems(definition: Mapping[str, Any]) -> Iterator[Problem]:
    several: list[tuple[Path, Mapping[str, Any]]] = [(("conditions",), definition["conditions"])]
    several += [
        (("skills", place, "conditions"), each["conditions"]) for place, each in enumerate(definition["skills"])
    ]
    for path, stated in several:
        for each in conditions.problems(conditions_of(stated), CONDITION_FIELDS):
            yield Problem((*path, *each.path), each.code, each.sentence)
    yield from problems(definition)


def named(parts: Mapping[str, Any]) -> Iterator[Named]:
    """What these parts name by id or key."""
    if "conditions" in parts:
        yield from naming.in_conditions(parts["conditions"])
    for place, team in enumerate(parts.get("team_ids", ())):
        yield ("team_ids", place), "team", team
    for place, stage in enumerate(parts.get("overflow", ())):
        for number, team in enumerate(stage["team_ids"]):
            yield ("overflow", place, "team_ids", number), "team", team
    for place, skill in enumerate(parts.get("skills", ())):
        yield ("skills", place, "skill_id"), "skill", skill["skill_id"]
        yield from naming.in_conditions(skill["conditions"], ("skills", place, "conditions"))
    if parts.get("when_closed", {}).get("queue_id") is not None:
        yield ("when_closed", "queue_id"), "queue", parts["when_closed"]["queue_id"]


def sends_to(definition: Mapping[str, Any]) -> UUID | None:
    """Where its work goes while it is closed, when that is another queue."""
    following = definition["when_closed"]["queue_id"]
    return None if following is None else UUID(following)


async def _refuse_circle(session: AsyncSession, queue_id: UUID, definition: Mapping[str, Any]) -> None:
    others = select(Queue.id, Queue.definition).where(col(Queue.archived_at).is_(None), col(Queue.id) != queue_id)
    leads = {each: sends_to(other) for each, other in (await session.exec(others)).all()}
    at = sends_to(definition)
    for _ in range(len(leads) + 1):
        if at is None:
            return
        if at == queue_id:
            detail = "Closed, it would send its work to itself, by way of this queue"
            entry = naming.refusal(("when_closed", "queue_id"), "closed_queue_cycle", detail)
            raise Invalid(detail, code="closed_queue_cycle", errors=[entry])
        at = leads.get(at)
