"""Stored decisions of routing, read back: tolerant of what older desks wrote, and of what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.rules.routing import Decision, Load, Needs


@dataclass(frozen=True, slots=True)
class Record:
    """A decision as an event has it. Of the eligible (best first) and the excluded some are named, all are counted.

    `decided_by` is empty and `needs`, `waited`, `policy` and `channel` are None where an older desk did not say;
    `queue` is the queue's id and its name of then, None for a team's own. `passed_over` is how many came before the
    chosen one and were being given something else.
    """

    decided_by: str = ""
    policy: str | None = None
    channel: str | None = None
    queue: tuple[UUID, str] | None = None
    needs: Needs | None = None
    waited: float | None = None
    eligible: tuple[UUID, ...] = ()
    eligible_count: int = 0
    excluded: tuple[tuple[UUID, str], ...] = ()
    excluded_count: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    loads: Mapping[UUID, Load] = field(default_factory=dict)
    passed_over: int = 0

    @property
    def considered(self) -> int:
        """How many agents were looked at."""
        return self.eligible_count + self.excluded_count


def of_decision(decision: Decision, *, channel: str, needs: Needs) -> Record:
    """A decision that was made just now, as it would be read back, with everybody named."""
    reasons: dict[str, int] = {}
    for _, why in decision.excluded:
        reasons[why] = reasons.get(why, 0) + 1
    return Record(
        decided_by=decision.decided_by,
        policy=decision.policy,
        channel=channel,
        needs=needs,
        eligible=decision.eligible,
        eligible_count=len(decision.eligible),
        excluded=decision.excluded,
        excluded_count=len(decision.excluded),
        reasons=reasons,
        loads=dict(zip(decision.eligible, decision.loads, strict=False)),
    )


def read(stored: object) -> Record | None:
    """The decision of an event's data; None when there is none in it."""
    if not isinstance(stored, Mapping):
        return None
    eligible = tuple(each for each in map(_uuid, _list(stored.get("eligible"))) if each is not None)
    excluded = tuple(
        (agent_id, why) for agent, why in _dict(stored.get("excluded")).items()
        if isinstance(why, str) and (agent_id := _uuid(agent)) is not None
    )  # fmt: skip
    reasons = {why: count for why, count in _dict(stored.get("excluded_by_reason")).items() if isinstance(count, int)}
    for _, why in () if reasons else excluded:
        reasons[why] = reasons.get(why, 0) + 1
    waited = stored.get("waited_seconds")
    return Record(
        decided_by=_text(stored.get("decided_by")) or "",
        policy=_text(stored.get("policy")),
        channel=_text(stored.get("channel")),
        queue=place(stored.get("queue")),
        needs=_needs(stored.get("needs")),
        waited=float(waited) if isinstance(waited, int | float) else None,
        eligible=eligible,
        eligible_count=max(len(eligible), _number(stored.get("eligible_count"))),
        excluded=excluded,
        excluded_count=max(len(excluded), _number(stored.get("excluded_count"))),
        reasons=reasons,
        loads=_loads(stored.get("loads")),
        passed_over=_number(stored.get("passed_over")),
    )


def place(stored: object) -> tuple[UUID, str] | None:
    """`{"id", "name"}` of an event's data; None when it is not one."""
    found = _dict(stored)
    identifier = _uuid(found.get("id"))
    return None if identifier is None else (identifier, _text(found.get("name")) or "")


def _needs(stored: object) -> Needs | None:
    if not isinstance(stored, Mapping):
        return None
    teams = stored.get("team_ids")
    skills = []
    for each in map(_dict, _list(stored.get("skills"))):
        skill_id = _uuid(each.get("skill_id"))
        if skill_id is not None:
            skills.append((skill_id, _number(each.get("level"))))
    return Needs(
        team_ids=None if teams is None else tuple(each for each in map(_uuid, _list(teams)) if each is not None),
        skills=tuple(skills),
        language=_text(stored.get("language")),
        tier=_number(stored.get("tier")),
    )


def _loads(stored: object) -> dict[UUID, Load]:
    found: dict[UUID, Load] = {}
    for agent, each in _dict(stored).items():
        agent_id, held = _uuid(agent), _dict(each)
        if agent_id is not None and held:
            found[agent_id] = Load(_number(held.get("load")), _number(held.get("capacity")), at(held.get("idle_since")))
    return found


def at(stored: object) -> datetime | None:
    """An instant of an event's data; None when it is not one."""
    try:
        found = datetime.fromisoformat(stored) if isinstance(stored, str) else None
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else found


def _uuid(stored: object) -> UUID | None:
    try:
        return UUID(stored) if isinstance(stored, str) else None
    except ValueError:
        return None


def _text(stored: object) -> str | None:
    return stored if isinstance(stored, str) else None


def _number(stored: object) -> int:
    return stored if isinstance(stored, int) and stored >= 0 else 0


def _list(stored: object) -> list[Any]:
    return stored if isinstance(stored, list) else []


def _dict(stored: object) -> Mapping[str, Any]:
    return stored if isinstance(stored, Mapping) else {}
