"""When a campaign is over: nothing is to come, and nothing of it goes on."""

from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.models import SurveyCampaign, SurveyCampaignRun

OVER = ("done", "cancelled")


async def end_if_over(session: AsyncSession, campaign: SurveyCampaign) -> bool:
    """Mark a campaign as done when it is; whether it is now. What was changed before this is flushed."""
    going = exists().where(
        col(SurveyCampaignRun.campaign_id) == campaign.id,
        col(SurveyCampaignRun.kind) == "run",
        col(SurveyCampaignRun.phase).not_in(OVER),
    )
    if campaign.next_run_at is not None or (await session.exec(select(going))).one():
        return False
    held = select(SurveyCampaign).where(col(SurveyCampaign.id) == campaign.id).with_for_update(key_share=True)
    fresh = (await session.exec(held.execution_options(populate_existing=True))).one()
    if fresh.state == "running" and fresh.next_run_at is None:
        fresh.state, fresh.updated_at = "done", clock.now()
        fresh.version += 1
        session.add(fresh)
        await session.flush()
    return True
