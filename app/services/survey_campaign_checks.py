"""What a campaign may not be: an audience that means nothing, or a start that would ask nobody."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import Brand, Organization, Survey, SurveyCampaign, Team
from app.schemas.survey_campaigns import AudienceIn
from app.services import survey_campaign_audiences

OF_AGENTS = frozenset({"team_ids", "roles"})


async def survey_of(session: AsyncSession, survey_id: UUID) -> Survey:
    """The survey of a campaign. Raises `Invalid` (`unknown_survey_id`)."""
    survey = await session.get(Survey, survey_id)
    if survey is None or survey.archived_at is not None:
        detail = "There is no such survey, or it is archived"
        raise Invalid(detail, code="unknown_survey_id", errors=[pointer("survey_id", detail)])
    return survey


def refuse_audience(survey: Survey, audience: AudienceIn, *, sampled: bool) -> None:
    """Raise `Invalid` (`wrong_audience`) for what says nothing of those whom the survey asks."""
    named = set(audience.model_dump(exclude_none=True))
    wrong = sorted(named - OF_AGENTS if survey.audience == "agents" else named & OF_AGENTS)
    if wrong:
        detail = f"The survey asks {survey.audience}: this says nothing of them"
        raise Invalid(detail, code="wrong_audience", errors=[pointer(f"audience.{each}", detail) for each in wrong])
    if survey.audience == "agents" and sampled:
        detail = "A pulse asks everybody in its audience: a few who are drawn would be known"
        raise Invalid(detail, code="wrong_audience", errors=[pointer("sample", detail)])


async def refuse_strangers(session: AsyncSession, audience: AudienceIn) -> None:
    """Raise `Invalid` (`unknown_audience`) unless all that is named is there: a slip must not ask nobody, or all."""
    known: dict[str, set[Any]] = {}
    if audience.brands:
        known["brands"] = set((await session.exec(select(Brand.key).where(col(Brand.key).in_(audience.brands)))).all())
    if audience.team_ids:
        query = select(Team.id).where(col(Team.id).in_(audience.team_ids), col(Team.archived_at).is_(None))
        known["team_ids"] = set((await session.exec(query)).all())
    if audience.organization_ids:
        of = select(Organization.id).where(col(Organization.id).in_(audience.organization_ids))
        known["organization_ids"] = set((await session.exec(of)).all())
    errors = [
        pointer(f"audience.{name}.{place}", "There is no such thing here")
        for name, there in known.items()
        for place, each in enumerate(getattr(audience, name))
        if each not in there
    ]
    if errors:
        raise Invalid("The audience names what is not there", code="unknown_audience", errors=errors)


async def refuse_to_start(session: AsyncSession, campaign: SurveyCampaign) -> None:
    """Raise `Conflict` where nobody would be asked, or nothing be shown: `survey_not_active`, `survey_without_mail`,
    `too_few_to_ask`.
    """
    survey = await session.get_one(Survey, campaign.survey_id)
    if survey.archived_at is not None or not survey.active:
        raise Conflict("The survey is not active: switch it on first", code="survey_not_active")
    if survey.audience == "agents":
        people = await survey_campaign_audiences.agents(await raw_connection(session), campaign.audience)
        if len(people) < campaign.minimum_group:
            detail = f"{len(people)} agents would be asked, and nothing is shown of fewer than {campaign.minimum_group}"
            raise Conflict(detail, code="too_few_to_ask", agents=len(people))
    elif "mail" not in survey.trigger.get("channels", ()):
        detail = "A campaign goes by mail, and the survey has no mail among its channels"
        raise Conflict(detail, code="survey_without_mail")
