"""A pulse's run: its agents are told, and at its end it is decided for good what is shown of what they said.

While it is open nothing is shown: whoever saw figures before and after one answer would know it. At the end answers
that nobody may see are deleted; the others get another order, and who has answered is forgotten.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.models import Survey, SurveyCampaign, SurveyCampaignRun
from app.rules import disclosure
from app.services import notifications, survey_campaign_audiences, survey_campaign_ends

KIND = "pulse.opened"
# Of results further apart than this the people have changed their minds, and a difference says nothing of one of them.
APART = timedelta(days=28)

_INVITE = """INSERT INTO pulse_invitations (run_id, agent_id, team_id, answered)
SELECT $1, d.agent, d.team, false FROM unnest($2::uuid[], $3::uuid[]) AS d (agent, team)"""
_NEXT_OVER = """SELECT id FROM survey_campaign_runs WHERE phase = 'open' AND closes_at <= clock_timestamp()
ORDER BY closes_at LIMIT 1 FOR UPDATE SKIP LOCKED"""
# What is shown of one pulse is decided with what is shown of the others in sight: one decision at a time.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('otklik pulses'))"
_TAKE = "DELETE FROM pulse_answers WHERE run_id = $1 RETURNING team_id, answers::text AS answers"
_PUT = """INSERT INTO pulse_answers (id, run_id, team_id, answers)
SELECT d.id, $1, d.team, d.answers::jsonb FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS d (id, team, answers)"""
_FORGET = "UPDATE pulse_invitations SET answered = false WHERE run_id = $1"
_INVITED = "SELECT agent_id, team_id FROM pulse_invitations WHERE run_id = $1"
_BEFORE = """SELECT r.id, r.shown::text AS shown, i.agent_id, i.team_id, c.minimum_group FROM survey_campaign_runs r
JOIN pulse_invitations i ON i.run_id = r.id JOIN survey_campaigns c ON c.id = r.campaign_id
WHERE r.phase = 'done' AND r.withheld IS NULL AND r.closes_at > $1"""


async def begin(
    session: AsyncSession, campaign: SurveyCampaign, survey: Survey, row: SurveyCampaignRun, *, now: datetime
) -> None:
    """Ask the agents of the audience, unless they are so few that nothing could ever be shown."""
    connection = await raw_connection(session)
    asked = await survey_campaign_audiences.agents(connection, campaign.audience)
    session.add(row)
    if len(asked) < campaign.minimum_group:
        row.phase, row.withheld, row.ended_at = "done", "too_few_asked", now
        await session.flush()
        return
    row.phase, row.closes_at = "open", now + timedelta(seconds=survey.expires_seconds)
    row.counts = {**row.counts, "invited": len(asked)}
    await session.flush()
    agents = [agent for agent, _ in asked]
    await connection.execute(_INVITE, row.id, agents, [team for _, team in asked])
    data = {"pulse_id": str(row.id), "name": campaign.name, "closes_at": row.closes_at.isoformat()}
    await notifications.tell(session, agents, kind=KIND, ticket_id=None, data=data, key=f"{KIND}:{row.id}", now=now)


async def close_next(session: AsyncSession) -> bool:
    """End the pulse whose time is over, if there is one."""
    connection = await raw_connection(session)
    found = await connection.fetchval(_NEXT_OVER)
    if found is None:
        return False
    await connection.execute(_ALONE)
    query = select(SurveyCampaignRun).where(col(SurveyCampaignRun.id) == UUID(int=found.int)).with_for_update()
    row = (await session.exec(query.execution_options(populate_existing=True))).one()
    campaign = await session.get_one(SurveyCampaign, row.campaign_id)
    await close(connection, campaign, row)
    session.add(row)
    await session.flush()
    await survey_campaign_ends.end_if_over(session, campaign)
    return True


async def close(connection: Connection, campaign: SurveyCampaign, row: SurveyCampaignRun) -> None:
    """Decide what is shown of a locked run, and keep nothing else."""
    answers = [(_id(each["team_id"]), each["answers"]) for each in await connection.fetch(_TAKE, row.id)]
    await connection.execute(_FORGET, row.id)
    row.phase, row.ended_at = "done", clock.now()
    if len(answers) < campaign.minimum_group:
        row.withheld = "too_few_answers"
        return
    counts = Counter(team for team, _ in answers)
    could = disclosure.shown_groups(counts, campaign.minimum_group) - {None}
    shown = await _beside_others(connection, campaign, row, sorted(team for team in could if team is not None))
    if shown is None:
        row.withheld = "too_like_another"
        return
    row.shown = [str(each) for each in shown]
    row.counts = {**row.counts, "answered": len(answers)}
    secrets.SystemRandom().shuffle(answers)
    await connection.execute(
        _PUT, row.id, [uuid4() for _ in answers], [team if team in shown else None for team, _ in answers],
        [each for _, each in answers],
    )  # fmt: skip


async def _beside_others(
    connection: Connection, campaign: SurveyCampaign, row: SurveyCampaignRun, teams: Sequence[UUID]
) -> list[UUID] | None:
    """Which of these teams are shown; none of them where the whole alone can be, None where even that would tell."""
    assert row.closes_at is not None  # noqa: S101 - it was open
    before: dict[tuple[UUID, UUID | None], set[UUID]] = {}
    minimum = campaign.minimum_group
    for each in await connection.fetch(_BEFORE, row.closes_at - APART):
        minimum = max(minimum, each["minimum_group"])
        team = _id(each["team_id"])
        part = team if team is not None and str(team) in each["shown"] else None
        before.setdefault((each["id"], part), set()).add(UUID(int=each["agent_id"].int))
    asked = [(UUID(int=each["agent_id"].int), _id(each["team_id"])) for each in await connection.fetch(
        _INVITED, row.id
    )]  # fmt: skip
    whole = [agent for agent, _ in asked]
    for several in (list(teams), []):
        groups = [[agent for agent, of in asked if of == team] for team in several]
        if disclosure.may_be_shown(whole, groups, list(before.values()), minimum):
            return several
    return None


def _id(value: Any) -> UUID | None:  # noqa: ANN401 - the driver's own UUID
    return None if value is None else UUID(int=value.int)
