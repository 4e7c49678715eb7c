"""Runs of campaigns: begun when they are due, each once, shown with what they brought."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict
from app.ids import new_id
from app.models import Job, Survey, SurveyCampaign, SurveyCampaignRun, SurveyVersion
from app.rules import recurrence
from app.rules.actors import SYSTEM, Actor
from app.schemas.jobs import JobOut
from app.schemas.survey_campaigns import SurveyCampaignRunOut, SurveyCampaignRunPage
from app.services import jobs, keyset, pulse_runs, rows, survey_campaign_running

LEFT_OUT = ("opted_out", "no_address", "fatigue", "quota", "not_drawn")
_SENT = """SELECT p.run_id, count(i.sent_at) AS sent, count(i.answered_at) AS answered
FROM survey_campaign_people p JOIN survey_invitations i ON i.id = p.invitation_id
WHERE p.run_id = ANY ($1) AND p.outcome = 'invited' GROUP BY p.run_id"""


def period_of(stored: Mapping[str, Any]) -> recurrence.Period | None:
    """The rule's period of a stored one; None: once."""
    if not stored:
        return None
    hour, minute = stored["at"].split(":")
    return recurrence.Period(stored["every"], stored["unit"], int(hour), int(minute), stored["zone"])


def next_of(campaign: SurveyCampaign, *, after: datetime) -> datetime | None:
    """When it asks next, later than `after`; None: never again. Times that were missed are not made up for."""
    period = period_of(campaign.period)
    if period is None or campaign.starts_at is None:
        return None
    try:
        found = recurrence.next_due(period, recurrence.first_due(period, campaign.starts_at), after)
    except OverflowError:
        return None
    return found if campaign.ends_at is None or found < campaign.ends_at else None


async def begin(session: AsyncSession, campaign: SurveyCampaign, *, now: datetime) -> None:
    """Begin the run that is due of a locked campaign, and note when the next one is. With a survey that is switched off
    nobody is asked this time, with an archived one never again.
    """
    assert campaign.next_run_at is not None  # noqa: S101 - it was found by it
    due = campaign.next_run_at
    campaign.next_run_at = next_of(campaign, after=max(now, due))
    survey = await session.get_one(Survey, campaign.survey_id)
    if survey.archived_at is not None:
        campaign.next_run_at = None
    if survey.archived_at is not None or not survey.active:
        return
    campaign.runs += 1
    row = await _row(session, campaign, survey, "run", number=campaign.runs, due_at=due, now=now)
    if survey.audience == "agents":
        await pulse_runs.begin(session, campaign, survey, row, now=now)
    else:
        await give_job(session, row, now=now)


async def preview(session: AsyncSession, actor: Actor, campaign: SurveyCampaign) -> JobOut:
    """What the next run would do, as a job that asks nobody: it draws whom the run will draw, of the same people.

    Raises `Conflict` (`pulse_has_no_preview`).
    """
    survey = await session.get_one(Survey, campaign.survey_id)
    if survey.audience == "agents":
        raise Conflict("A pulse asks everybody in its audience: nobody is drawn", code="pulse_has_no_preview")
    now = clock.now()
    row = await _row(session, campaign, survey, "preview", number=campaign.runs + 1, due_at=now, now=now)
    return jobs.shown(await give_job(session, row, now=now, actor=actor))


async def give_job(session: AsyncSession, row: SurveyCampaignRun, *, now: datetime, actor: Actor = SYSTEM) -> Job:
    """A job that does the run, or goes on with it."""
    job = await jobs.start(session, actor, survey_campaign_running.KIND, {"run_id": str(row.id)}, now=now)
    row.job_id = job.id
    session.add(row)
    return job


async def _row(
    session: AsyncSession, campaign: SurveyCampaign, survey: Survey, kind: str, *, number: int, due_at: datetime,
    now: datetime,
) -> SurveyCampaignRun:  # fmt: skip
    query = select(SurveyVersion.id).where(
        col(SurveyVersion.survey_id) == survey.id, col(SurveyVersion.number) == survey.number
    )
    row = SurveyCampaignRun(
        id=new_id(),
        campaign_id=campaign.id,
        kind=kind,
        number=number,
        survey_version_id=(await session.exec(query)).one(),
        seed=f"{campaign.seed}:{number}",
        due_at=due_at,
        counts={"looked_at": 0, "fit": 0, "drawn": 0, "invited": 0, "left_out": dict.fromkeys(LEFT_OUT, 0)},
        started_at=now,
    )
    session.add(row)
    await session.flush()
    return row


def visible_to(_actor: Actor, campaign_id: UUID) -> SelectOfScalar[SurveyCampaignRun]:
    """The runs of a campaign: who may see it sees all of them. Previews are jobs."""
    return select(SurveyCampaignRun).where(
        col(SurveyCampaignRun.campaign_id) == campaign_id, col(SurveyCampaignRun.kind) == "run"
    )


async def page(
    session: AsyncSession, actor: Actor, campaign_id: UUID, *, cursor: str | None, limit: int
) -> SurveyCampaignRunPage:
    """The runs of a campaign, latest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor, campaign_id).order_by(col(SurveyCampaignRun.number).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(SurveyCampaignRun.number) < keyset.by_place(cursor)[0])
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda last: keyset.encode(last.number, last.id)
    )
    return SurveyCampaignRunPage(items=await _all_shown(session, found), next_cursor=following)


async def read(session: AsyncSession, actor: Actor, campaign_id: UUID, run_id: UUID) -> SurveyCampaignRunOut:
    """One run. Raises `NotFound`."""
    query = visible_to(actor, campaign_id).where(col(SurveyCampaignRun.id) == run_id)
    return (await _all_shown(session, [await rows.get(session, query)]))[0]


async def _all_shown(session: AsyncSession, runs: Sequence[SurveyCampaignRun]) -> list[SurveyCampaignRunOut]:
    connection = await raw_connection(session)
    brought = {UUID(int=row["run_id"].int): row for row in await connection.fetch(_SENT, [each.id for each in runs])}
    return [_shown(each, brought.get(each.id)) for each in runs]


def _shown(row: SurveyCampaignRun, brought: Mapping[str, int] | None) -> SurveyCampaignRunOut:
    is_pulse = row.closes_at is not None or row.withheld is not None
    invited = row.counts["invited"]
    if is_pulse:
        sent, answered, of = None, row.counts.get("answered"), invited
    else:
        sent, answered = (brought["sent"], brought["answered"]) if brought else (0, 0)
        of = sent
    return SurveyCampaignRunOut(
        id=row.id,
        number=row.number,
        phase=row.phase,
        due_at=row.due_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        job_id=row.job_id,
        seed=row.seed,
        fit=None if is_pulse else row.counts["fit"],
        left_out=None if is_pulse else row.counts["left_out"],
        invited=invited,
        sent=sent,
        answered=answered,
        response_rate=answered / of if answered is not None and of else None,
        closes_at=row.closes_at,
        withheld=row.withheld,
    )
