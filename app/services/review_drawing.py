"""Draws: which tickets of a span are to be reviewed by a rule, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.ids import new_id
from app.models import Agent, ReviewAssignment, ReviewRule, Scorecard, TeamMember
from app.rules.condition_groups import Group, calendars_in, group_of
from app.rules.review_sampling import BAD, LONG, MOST_CANDIDATES, Candidate, First, in_order, spread
from app.rules.schedules import AnySchedule
from app.services import automation_logs, automation_worlds, notifications, reviewers

KIND: Final = "review.assigned"
# Tickets of one agent that are held against the rule's conditions at most.
_LOOKED: Final = 300

# What an agent has solved: it is theirs, and they have replied on it. `updated_at` is no earlier than `solved_at`, and
# has the index.
_CANDIDATES = f"""SELECT t.id, t.episode,
 (SELECT count(*) FROM (SELECT FROM messages m WHERE m.ticket_id = t.id AND m.visibility = 'public'
  LIMIT {LONG}) few) = {LONG} AS long,
 EXISTS (SELECT FROM feedback f WHERE f.ticket_id = t.id AND f.agent_id = t.assignee_id AND f.score <= CASE f.metric
  {" ".join(f"WHEN '{metric}' THEN {most}" for metric, most in BAD.items())} END) AS bad
FROM tickets t
WHERE t.assignee_id = $1 AND t.status IN ('solved', 'closed') AND t.updated_at >= $2 AND t.solved_at >= $2
 AND t.solved_at < $3 AND t.spam <> 'marked'
 AND NOT EXISTS (SELECT FROM review_assignments a WHERE a.ticket_id = t.id AND a.episode = t.episode
  AND a.agent_id = $1 AND a.scorecard_id = $4)
 AND NOT EXISTS (SELECT FROM reviews r WHERE r.ticket_id = t.id AND r.episode = t.episode AND r.agent_id = $1
  AND r.scorecard_id = $4 AND r.calibration_id IS NULL)
 AND EXISTS (SELECT FROM messages m WHERE m.ticket_id = t.id AND m.visibility = 'public' AND m.author_kind = 'agent'
  AND m.author_id = $1)
ORDER BY t.updated_at, t.id LIMIT {MOST_CANDIDATES}"""  # noqa: S608 - words and numbers of ours
_ASSIGN = """INSERT INTO review_assignments (id, rule_id, ticket_id, episode, agent_id, reviewer_id, scorecard_id,
 drawn_from, drawn_to, why, state, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', 1, $11, $11) ON CONFLICT DO NOTHING RETURNING id"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many agents were looked at, what is to be reviewed now, and of how many there were too few tickets."""

    agents: int = 0
    assigned: int = 0
    short: int = 0


async def draw(session: AsyncSession, rule: ReviewRule, start: datetime, end: datetime, now: datetime) -> Drawn:
    """Draw of what was solved in [start, end). The rule is locked: two draws of it come one after the other.

    What is there already counts: a second draw of the same span adds only what is missing.
    """
    card = await session.get(Scorecard, rule.scorecard_id)
    if card is None or card.archived_at is not None:
        return Drawn()
    connection = await raw_connection(session)
    group = group_of(rule.conditions)
    hours = await hours_of(connection, group)
    picks: list[tuple[UUID, Candidate]] = []
    agents, short = await _agents(session, rule), 0
    has = await _drawn_before(session, rule, start)
    for agent_id in agents:
        wanted = rule.per_agent - has.get(agent_id, 0)
        taken = await _of_agent(connection, rule, agent_id, (start, end), wanted, group, hours, now)
        short += len(taken) < wanted
        picks += [(agent_id, each) for each in taken]
    people = await reviewers.able(session, rule.reviewer_ids) or await reviewers.able(session)
    who = spread(
        [(each.ticket_id, agent_id) for agent_id, each in picks], people, await waiting(session, people), rule.seed
    )
    told, assigned = [], 0
    for (agent_id, each), reviewer in zip(picks, who, strict=True):
        why = [mark for mark in rule.first if mark in each.marks]
        made = await connection.fetchval(
            _ASSIGN, new_id(), rule.id, each.ticket_id, each.episode, agent_id, reviewer, rule.scorecard_id, start,
            end, why, now,
        )  # fmt: skip
        assigned += made is not None
        if made is not None and reviewer is not None:
            data = {"assignment_id": str(made)}
            told.append(notifications.Told(reviewer, KIND, each.ticket_id, data, f"{KIND}:{made}"))
    await notifications.tell_many(session, told, now)
    return Drawn(len(agents), assigned, short)


async def hours_of(connection: Connection, group: Group) -> dict[str, AnySchedule]:
    """The hours of the calendars that conditions ask about."""
    return await automation_worlds.hours_by_id(connection, {calendar for _, calendar in calendars_in(group)})


async def _agents(session: AsyncSession, rule: ReviewRule) -> Sequence[UUID]:
    query = select(Agent.id).where(col(Agent.status) == "active").order_by(col(Agent.id))
    if rule.team_id is not None:
        members = select(TeamMember.agent_id).where(col(TeamMember.team_id) == rule.team_id)
        query = query.where(col(Agent.id).in_(members))
    return (await session.exec(query)).all()


async def _drawn_before(session: AsyncSession, rule: ReviewRule, start: datetime) -> dict[UUID, int]:
    query = (
        select(ReviewAssignment.agent_id, func.count())
        .where(col(ReviewAssignment.rule_id) == rule.id, col(ReviewAssignment.drawn_from) == start)
        .group_by(col(ReviewAssignment.agent_id))
    )
    return dict((await session.exec(query)).all())


async def waiting(session: AsyncSession, people: Sequence[UUID]) -> dict[UUID, int]:
    """How much each has to review."""
    query = (
        select(col(ReviewAssignment.reviewer_id), func.count())
        .where(col(ReviewAssignment.reviewer_id).in_(people), col(ReviewAssignment.state) == "open")
        .group_by(col(ReviewAssignment.reviewer_id))
    )
    return {who: count for who, count in (await session.exec(query)).all() if who is not None}


async def _of_agent(
    connection: Connection,
    rule: ReviewRule,
    agent_id: UUID,
    span: tuple[datetime, datetime],
    wanted: int,
    group: Group,
    hours: dict[str, AnySchedule],
    now: datetime,
) -> list[Candidate]:
    if wanted <= 0:
        return []
    found = await connection.fetch(_CANDIDATES, agent_id, *span, rule.scorecard_id)
    ordered = in_order([_candidate(row) for row in found], _firsts(rule), rule.seed)
    if not group.all and not group.any:
        return ordered[:wanted]
    taken: list[Candidate] = []
    for each in ordered[:_LOOKED]:
        log = await automation_logs.load(connection, each.ticket_id, hours)
        if group.holds(log.facts(now)):
            taken.append(each)
            if len(taken) == wanted:
                break
    return taken


def _firsts(rule: ReviewRule) -> Sequence[First]:
    return rule.first  # type: ignore[return-value]  # checked when it was stored


def _candidate(row: Any) -> Candidate:  # noqa: ANN401 - asyncpg.Record
    marks: dict[First, bool] = {"bad_score": row["bad"], "reopened": row["episode"] > 1, "long": row["long"]}
    return Candidate(row["id"], row["episode"], frozenset(mark for mark, has in marks.items() if has))
