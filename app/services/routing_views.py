"""How routing shows what it speaks of: decisions, wishes and places with names."""

from collections.abc import Mapping
from uuid import UUID

from app.rules.queues import OF_NOBODY
from app.rules.routing import Candidate, Needs
from app.rules.routing_records import Record
from app.rules.routing_words import Names, detail, why
from app.rules.wording import Language, name
from app.schemas.base import Reference
from app.schemas.ticket_routing import ConsideredOut, DecisionOut, NeedsOut, PlaceOut, SkillNeedOut

# A decision names so many of those who could take it, and so many of the others.
NAMED = 20


def decision(
    record: Record,
    chosen: UUID | None,
    names: Names,
    language: Language,
    there: Mapping[UUID, Candidate] | None = None,
) -> DecisionOut:
    """A decision with names; `there` are the agents as they are now, of one that was made just now."""
    agents = [_eligible(record, each, chosen, names) for each in record.eligible[:NAMED]]
    for agent_id, reason in record.excluded[:NAMED]:
        candidate = (there or {}).get(agent_id)
        if candidate is None or record.channel is None or record.needs is None:
            detailed = why(reason, record.channel, record.needs, names, language)
        else:
            detailed = detail(reason, record.channel, record.needs, candidate, names, language)
        agents.append(
            ConsideredOut(
                id=agent_id,
                name=names.agent(agent_id),
                chosen=False,
                eligible=False,
                why=reason,
                detail=detailed,
                load=None if candidate is None else candidate.load,
                capacity=None if candidate is None else candidate.capacity,
            )
        )
    return DecisionOut(
        channel=record.channel,
        queue=None if record.queue is None else Reference(id=record.queue[0], name=name(record.queue[1])),
        needs=None if record.needs is None else needs(record.needs, names),
        waited_seconds=record.waited,
        policy=record.policy,
        decided_by=record.decided_by,
        agents=agents,
        eligible_count=record.eligible_count,
        excluded_count=record.excluded_count,
        excluded_by_reason=dict(record.reasons),
        passed_over=record.passed_over,
    )


def _eligible(record: Record, agent_id: UUID, chosen: UUID | None, names: Names) -> ConsideredOut:
    load = record.loads.get(agent_id)
    return ConsideredOut(
        id=agent_id,
        name=names.agent(agent_id),
        chosen=agent_id == chosen,
        eligible=True,
        why=None,
        detail=None,
        load=None if load is None else load.load,
        capacity=None if load is None else load.capacity,
    )


def needs(asked: Needs, names: Names) -> NeedsOut:
    """What is asked for, with names."""
    teams = None if asked.team_ids is None else [team(each, names) for each in asked.team_ids]
    skills = [SkillNeedOut(id=each, name=names.skills.get(each, ""), level=level) for each, level in asked.skills]
    return NeedsOut(teams=teams, skills=skills, language=asked.language, tier=asked.tier)


def team(team_id: UUID, names: Names) -> Reference:
    """A team by name."""
    return Reference(id=team_id, name=names.teams.get(team_id) or None)


def place(line: UUID, queue_id: UUID | None, team_id: UUID | None, names: Names) -> PlaceOut:
    """Where something waits."""
    if queue_id is not None:
        return PlaceOut(id=line, kind="queue", name=names.queues.get(queue_id) or None)
    if team_id is not None and line != OF_NOBODY:
        return PlaceOut(id=line, kind="team", name=names.teams.get(team_id) or None)
    return PlaceOut(id=line, kind="desk", name=None)
