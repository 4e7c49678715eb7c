"""Campaigns of surveys: made, read, changed, started, paused, deleted."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, pointer
from app.models import SurveyCampaign
from app.rules import recurrence
from app.rules.actors import Actor
from app.schemas.jobs import JobOut
from app.schemas.survey_campaigns import (
    AudienceIn,
    SurveyCampaignIn,
    SurveyCampaignOut,
    SurveyCampaignPage,
    SurveyCampaignPatch,
    SurveyCampaignRunOut,
    SurveyCampaignRunPage,
)
from app.services import (
    keyset,
    rows,
    survey_campaign_audiences,
    survey_campaign_ends,
    survey_campaign_runs,
)
from app.services import survey_campaign_checks as checks

# What must not move under an answer that was given, or under people who were drawn.
FIXED = ("audience", "minimum_group", "starts_at")


def visible_to(_actor: Actor) -> SelectOfScalar[SurveyCampaign]:
    """The campaigns that a caller may see: who may write surveys sees all."""
    return select(SurveyCampaign)


async def create(session: AsyncSession, _actor: Actor, new: SurveyCampaignIn) -> SurveyCampaignOut:
    """Make a draft. Raises `Invalid` (`unknown_survey_id`, `wrong_audience`, `unknown_audience`) and `name_taken`."""
    survey = await checks.survey_of(session, new.survey_id)
    checks.refuse_audience(
        survey, new.audience, sampled=bool(new.quotas) or new.sample.model_dump(exclude_none=True) != {}
    )
    await checks.refuse_strangers(session, new.audience)
    now = clock.now()
    campaign = SurveyCampaign(
        survey_id=survey.id,
        name=new.name,
        fatigue_days=new.fatigue_days,
        minimum_group=new.minimum_group,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        seed=secrets.token_hex(8),
        created_at=now,
        updated_at=now,
        **_stored(new.model_dump(mode="json", include={"audience", "sample", "quotas", "period"})),
    )
    session.add(campaign)
    await session.flush()
    return _shown(campaign)


async def read(session: AsyncSession, actor: Actor, campaign_id: UUID) -> SurveyCampaignOut:
    """A campaign. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(SurveyCampaign.id) == campaign_id)))


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    survey_id: UUID | None,
    state: str | None,
    cursor: str | None,
    limit: int,
) -> SurveyCampaignPage:
    """Campaigns, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(SurveyCampaign.id).desc()).limit(limit + 1)
    if survey_id is not None:
        query = query.where(col(SurveyCampaign.survey_id) == survey_id)
    if state is not None:
        query = query.where(col(SurveyCampaign.state) == state)
    if cursor is not None:
        query = query.where(col(SurveyCampaign.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return SurveyCampaignPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, campaign_id: UUID, change: SurveyCampaignPatch, *, version: str | None
) -> SurveyCampaignOut:
    """Change a campaign; a run that goes on is not touched. Raises as `create`, `NotFound`, `PreconditionFailed`,
    and `Conflict` (`campaign_started`, `campaign_over`).
    """
    campaign = await _locked(session, actor, campaign_id, version=version)
    sent = _changed(campaign, change)
    if not sent:
        return _shown(campaign)
    for name, value in sent.items():
        setattr(campaign, name, value)
    if campaign.starts_at is not None and campaign.ends_at is not None and campaign.ends_at <= campaign.starts_at:
        detail = "ends_at must be later than starts_at"
        raise Invalid(detail, errors=[pointer("ends_at", detail)])
    survey = await checks.survey_of(session, campaign.survey_id)
    audience = AudienceIn.model_validate(campaign.audience)
    checks.refuse_audience(survey, audience, sampled=bool(campaign.quotas or campaign.sample))
    if "audience" in sent:
        await checks.refuse_strangers(session, audience)
    now = clock.now()
    if campaign.state != "draft" and sent.keys() & {"period", "ends_at"}:
        campaign.next_run_at = _still_to_come(campaign, now)
    await _touch(session, campaign, now)
    if campaign.state == "running":
        await survey_campaign_ends.end_if_over(session, campaign)
    return _shown(campaign)


async def delete(session: AsyncSession, actor: Actor, campaign_id: UUID, *, version: str | None) -> None:
    """Delete a draft. Raises `NotFound`, `PreconditionFailed` and `Conflict` (`campaign_started`)."""
    campaign = await _locked(session, actor, campaign_id, version=version)
    if campaign.state != "draft":
        raise Conflict("People were asked by it: pause it, or let it end", code="campaign_started")
    await session.delete(campaign)
    await session.flush()


async def start(session: AsyncSession, actor: Actor, campaign_id: UUID) -> SurveyCampaignOut:
    """Start a draft, or go on after a pause; started twice it is started.

    Raises `NotFound` and `Conflict` (`campaign_over`, `survey_not_active`, `survey_without_mail`, `too_few_to_ask`).
    """
    campaign = await _locked(session, actor, campaign_id, version=None)
    if campaign.state == "running":
        return _shown(campaign)
    now = clock.now()
    if campaign.state == "done" or (campaign.ends_at is not None and campaign.ends_at <= now):
        raise Conflict("The campaign is over: make another one", code="campaign_over")
    await checks.refuse_to_start(session, campaign)
    if campaign.state == "draft":
        campaign.starts_at = campaign.starts_at or now
        period = survey_campaign_runs.period_of(campaign.period)
        # What was to begin in the past begins now; the days that it comes again are counted from where it says.
        first = campaign.starts_at if period is None else recurrence.first_due(period, campaign.starts_at)
        campaign.next_run_at = max(first, now) if period is None else _not_before(campaign, first, now)
    elif campaign.next_run_at is not None:
        campaign.next_run_at = _still_to_come(campaign, now)
    campaign.state = "running"
    if campaign.next_run_at is not None and campaign.next_run_at <= now:
        await survey_campaign_runs.begin(session, campaign, now=now)
    await _touch(session, campaign, now)
    await survey_campaign_ends.end_if_over(session, campaign)
    return _shown(campaign)


async def pause(session: AsyncSession, actor: Actor, campaign_id: UUID) -> SurveyCampaignOut:
    """Ask nobody else until it is started again; a run stops where it is. A pulse that is open stays open.

    Raises `NotFound` and `Conflict` (`campaign_not_running`).
    """
    campaign = await _locked(session, actor, campaign_id, version=None)
    if campaign.state == "paused":
        return _shown(campaign)
    if campaign.state != "running":
        raise Conflict(f"The campaign is {campaign.state}", code="campaign_not_running")
    campaign.state = "paused"
    await _touch(session, campaign, clock.now())
    return _shown(campaign)


async def preview(session: AsyncSession, actor: Actor, campaign_id: UUID) -> JobOut:
    """What its next run would do, as a job. Raises `NotFound` and `Conflict` (`pulse_has_no_preview`)."""
    campaign = await rows.get(session, visible_to(actor).where(col(SurveyCampaign.id) == campaign_id))
    return await survey_campaign_runs.preview(session, actor, campaign)


async def runs(
    session: AsyncSession, actor: Actor, campaign_id: UUID, *, cursor: str | None, limit: int
) -> SurveyCampaignRunPage:
    """Its runs, latest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await rows.get(session, visible_to(actor).where(col(SurveyCampaign.id) == campaign_id))
    return await survey_campaign_runs.page(session, actor, campaign_id, cursor=cursor, limit=limit)


async def one_run(session: AsyncSession, actor: Actor, campaign_id: UUID, run_id: UUID) -> SurveyCampaignRunOut:
    """One of its runs. Raises `NotFound`."""
    await rows.get(session, visible_to(actor).where(col(SurveyCampaign.id) == campaign_id))
    return await survey_campaign_runs.read(session, actor, campaign_id, run_id)


def _changed(campaign: SurveyCampaign, change: SurveyCampaignPatch) -> dict[str, Any]:
    """The columns that a change is to move. Raises `Conflict` where they may not move any more."""
    sent = change.model_dump(mode="json", exclude_unset=True)
    sent |= {name: getattr(change, name) for name in ("starts_at", "ends_at") if name in sent}
    if campaign.state == "done":
        raise Conflict("The campaign is over: make another one", code="campaign_over")
    found = {name: value for name, value in _stored(sent).items() if value != getattr(campaign, name)}
    moved = next((name for name in FIXED if name in found), None)
    if campaign.state != "draft" and moved is not None:
        detail = f"{moved} stays as it is once a campaign was started: make another one"
        raise Conflict(detail, code="campaign_started")
    return found


async def _locked(session: AsyncSession, actor: Actor, campaign_id: UUID, *, version: str | None) -> SurveyCampaign:
    return await rows.lock(session, visible_to(actor).where(col(SurveyCampaign.id) == campaign_id), version=version)


async def _touch(session: AsyncSession, campaign: SurveyCampaign, now: datetime) -> None:
    campaign.version += 1
    campaign.updated_at = now
    session.add(campaign)
    await session.flush()


def _still_to_come(campaign: SurveyCampaign, now: datetime) -> datetime | None:
    """When it asks next, when that may have been missed: what comes once is made up for, what comes again is not."""
    if not campaign.period:
        due = campaign.next_run_at
        return None if due is None or (campaign.ends_at is not None and campaign.ends_at <= max(due, now)) else due
    return survey_campaign_runs.next_of(campaign, after=now)


def _not_before(campaign: SurveyCampaign, first: datetime, now: datetime) -> datetime | None:
    if first < now:
        return survey_campaign_runs.next_of(campaign, after=now)
    return first if campaign.ends_at is None or first < campaign.ends_at else None


def _stored(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of a body as the columns have them: an audience and a sample are what was said."""
    made = dict(sent)
    for name in ("audience", "sample"):
        if name in made:
            made[name] = survey_campaign_audiences.stated(made[name])
    if "period" in made:
        made["period"] = made["period"] or {}
    return made


def _shown(campaign: SurveyCampaign) -> SurveyCampaignOut:
    found = {name: getattr(campaign, name) for name in SurveyCampaignOut.model_fields}
    return SurveyCampaignOut.model_validate({**found, "period": campaign.period or None})
