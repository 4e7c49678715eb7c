"""What comes by itself for campaigns: runs that are due, runs whose job died, pulses whose time is over."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Database, raw_connection
from app.models import SurveyCampaign, SurveyCampaignRun
from app.services import pulse_runs, survey_campaign_ends, survey_campaign_runs

# Nothing is due more often than by the minute; a look costs one statement.
SECONDS = 2.0
# A run whose job has failed so often is given up: it fails for a reason that stays.
MOST_FAILURES = 5
PATIENCE = timedelta(minutes=1)
KEEP_PREVIEWS = timedelta(days=1)

# By the clock of the database, like everything that comes by itself.
_ANY = """SELECT
 EXISTS (SELECT FROM survey_campaigns WHERE state = 'running' AND next_run_at <= clock_timestamp())
 OR EXISTS (SELECT FROM survey_campaign_runs r LEFT JOIN jobs j ON j.id = r.job_id
  WHERE r.phase NOT IN ('done', 'cancelled') AND CASE r.phase WHEN 'open' THEN r.closes_at <= clock_timestamp()
   ELSE j.id IS NULL OR j.status NOT IN ('queued', 'running') END)"""
_DUE = """SELECT id FROM survey_campaigns WHERE state = 'running' AND next_run_at <= clock_timestamp()
ORDER BY next_run_at LIMIT 1 FOR UPDATE SKIP LOCKED"""
_LEFT = """SELECT r.id, j.status FROM survey_campaign_runs r JOIN survey_campaigns c ON c.id = r.campaign_id
LEFT JOIN jobs j ON j.id = r.job_id
WHERE r.kind = 'run' AND r.phase IN ('collecting', 'drawing', 'inviting', 'clearing')
AND (c.state = 'running' AND (j.id IS NULL OR j.status = 'done' OR j.status = 'failed' AND j.ended_at < $1)
 OR j.status = 'cancelled')
ORDER BY r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED"""
_OLD = "DELETE FROM survey_campaign_runs WHERE kind = 'preview' AND started_at < $1"


class Watcher:
    """The looks of one process; any number of processes may look, and each thing is done by one of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._due = 0.0

    async def turn(self) -> bool:
        """Do what is due, when it is time to look; whether there may be more."""
        if clock.monotonic() < self._due:
            return False
        async with self._database.lean() as connection:
            anything = await connection.fetchval(_ANY)
        if anything and await act(self._database):
            return True
        self._due = clock.monotonic() + SECONDS
        return False


async def act(database: Database) -> bool:
    """Do one thing of each kind that is due; whether anything was."""
    done = False
    for act_ in (_begin, pulse_runs.close_next, _go_on):
        async with database.unit_of_work() as work:
            done = await act_(work.session) or done
    return done


async def _begin(session: AsyncSession) -> bool:
    found = await (await raw_connection(session)).fetchval(_DUE)
    if found is None:
        return False
    query = select(SurveyCampaign).where(col(SurveyCampaign.id) == UUID(int=found.int))
    campaign = (await session.exec(query.execution_options(populate_existing=True))).one()
    now = clock.now()
    await survey_campaign_runs.begin(session, campaign, now=now)
    campaign.version += 1
    campaign.updated_at = now
    session.add(campaign)
    await session.flush()
    await survey_campaign_ends.end_if_over(session, campaign)
    return True


async def _go_on(session: AsyncSession) -> bool:
    """Give a run whose job is over without it another one, or end it when somebody has cancelled its job."""
    connection = await raw_connection(session)
    now = clock.now()
    found = await connection.fetchrow(_LEFT, now - PATIENCE)
    if found is None:
        return False
    query = select(SurveyCampaignRun).where(col(SurveyCampaignRun.id) == UUID(int=found["id"].int))
    row = (await session.exec(query.execution_options(populate_existing=True))).one()
    row.failures += found["status"] == "failed"
    session.add(row)
    if found["status"] == "cancelled" or row.failures >= MOST_FAILURES:
        row.phase, row.ended_at = "cancelled", now
        await session.flush()
        await survey_campaign_ends.end_if_over(session, await session.get_one(SurveyCampaign, row.campaign_id))
        return True
    await survey_campaign_runs.give_job(session, row, now=now)
    await session.flush()
    return True


async def tidy(session: AsyncSession) -> None:
    """Forget old previews: what they found is with their jobs."""
    await (await raw_connection(session)).execute(_OLD, clock.now() - KEEP_PREVIEWS)
