"""A run of a campaign, as a job: people are collected, drawn by their ranks and invited, each of them once.

Each step is one transaction with where the next one begins: it stands on the run's own row. Whoever dies in the middle
is followed by another process that does the same step again, or the next one; nobody is invited twice, and nobody less.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.hints import Hint
from app.models import Customer, Survey, SurveyCampaign, SurveyCampaignRun
from app.rules.sampling import Drawing, Person, Quota, Sample
from app.services import jobs, opt_outs, survey_campaign_audiences, survey_campaign_ends, survey_invitations

KIND = "survey_campaigns.run"
DRAWN_AT_ONCE = 1000
INVITED_AT_ONCE = 50
CLEARED_AT_ONCE = 5000
EXAMPLES = 20

_NEXT = """SELECT customer_id, place, brand, language, tier, channel FROM survey_campaign_people
WHERE run_id = $1 AND outcome = 'fits' ORDER BY place, customer_id LIMIT $2"""
_DRAWN = """UPDATE survey_campaign_people p SET outcome = CASE WHEN d.asked THEN 'drawn' ELSE 'left_out' END
FROM unnest($2::uuid[], $3::boolean[]) AS d (id, asked) WHERE p.run_id = $1 AND p.customer_id = d.id"""
_TO_INVITE = """SELECT customer_id, brand FROM survey_campaign_people WHERE run_id = $1 AND outcome = 'drawn'
ORDER BY place, customer_id LIMIT $2"""
_INVITED = """UPDATE survey_campaign_people p SET outcome = 'invited', invitation_id = d.invitation
FROM unnest($2::uuid[], $3::uuid[]) AS d (id, invitation) WHERE p.run_id = $1 AND p.customer_id = d.id"""
_LEFT_OUT = """UPDATE survey_campaign_people SET outcome = 'left_out' WHERE run_id = $1 AND customer_id = ANY ($2)"""
_CLEAR = """DELETE FROM survey_campaign_people WHERE run_id = $1 AND customer_id IN (
 SELECT customer_id FROM survey_campaign_people WHERE run_id = $1 AND outcome = ANY ($2::text[]) LIMIT $3)"""
# Those of these people who were asked something since then, they or who is the same person.
_ASKED = """SELECT DISTINCT m.head AS id FROM (
 SELECT id AS head, id FROM customers WHERE id = ANY ($1)
 UNION ALL SELECT merged_into, id FROM customers WHERE merged_into = ANY ($1)) m
JOIN survey_invitations i ON i.customer_id = m.id
WHERE coalesce(i.sent_at, i.due_at) > $2 AND (i.cancelled_at IS NULL OR i.answered_at IS NOT NULL)"""
_EXAMPLES = """SELECT p.customer_id, c.name, p.brand, p.language, p.tier, p.channel FROM survey_campaign_people p
JOIN customers c ON c.id = p.customer_id WHERE p.run_id = $1 AND p.outcome = 'drawn' ORDER BY p.place, p.customer_id
LIMIT $2"""


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do a run or a preview to its end; what a preview would do is the job's result.

    It stops where it is when its campaign is paused, and goes on there when it is started again.
    """
    run_id = UUID(job.arguments["run_id"])
    steps = 0
    while True:
        async with job.database.unit_of_work() as work:
            going = await step(work.session, run_id)
        steps += 1
        if going is None:
            break
        if steps % 10 == 1:
            # Also how it hears that somebody has cancelled it.
            await job.progress(going["fit"] if going["fit"] is not None else 0, None)
    return await _result(job, run_id)


async def step(session: AsyncSession, run_id: UUID) -> dict[str, Any] | None:
    """The next step of a run, whole or not at all: how many of what there are after it. None: there is none now."""
    query = select(SurveyCampaignRun).where(col(SurveyCampaignRun.id) == run_id).with_for_update()
    row = (await session.exec(query.execution_options(populate_existing=True))).first()
    if row is None:
        return None
    campaign = await session.get_one(SurveyCampaign, row.campaign_id, populate_existing=True)
    if row.kind == "run" and campaign.state not in {"running", "done"}:
        return None
    if row.kind == "preview" and row.phase == "inviting":
        return None
    survey = await session.get_one(Survey, campaign.survey_id)
    connection = await raw_connection(session)
    fatigue = max(campaign.fatigue_days, survey.fatigue_days)
    match row.phase:
        case "collecting":
            await _collect(connection, campaign, row, fatigue)
        case "drawing":
            await _draw(connection, campaign, row)
        case "inviting":
            await _invite(session, row, fatigue)
        case "clearing":
            await _clear(session, campaign, row)
        case _:
            return None
    session.add(row)
    await session.flush()
    stop = row.kind == "preview" and row.phase in {"inviting", "done"}
    return None if stop or row.phase in {"done", "cancelled"} else dict(row.counts)


async def _collect(connection: Connection, campaign: SurveyCampaign, row: SurveyCampaignRun, fatigue: int) -> None:
    after = UUID(row.cursor["after"]) if "after" in row.cursor else survey_campaign_audiences.NOBODY
    found = await survey_campaign_audiences.collect(
        connection, row.id, campaign.audience, seed=row.seed, after=after, fatigue_days=fatigue, now=row.started_at
    )
    if found["last"] is None:
        row.phase, row.cursor = "drawing", {}
        return
    row.cursor = {"after": str(found["last"])}
    counts = {**row.counts, "looked_at": row.counts["looked_at"] + found["looked_at"]}
    counts["fit"] += found["fit"]
    row.counts = counts | {"left_out": _added(counts["left_out"], orjson.loads(found["left_out"] or "{}"))}


async def _draw(connection: Connection, campaign: SurveyCampaign, row: SurveyCampaignRun) -> None:
    could = row.counts["fit"] - sum(row.counts["left_out"][why] for why in ("opted_out", "no_address", "fatigue"))
    share = campaign.sample.get("share")
    wanted = Sample(campaign.sample.get("size"), None if share is None else Decimal(str(share))).wanted(could)
    quotas = [Quota(each["by"], each["key"], each["at_most"]) for each in campaign.quotas]
    drawing = Drawing(wanted, quotas, row.counts["drawn"], list(row.cursor.get("taken", ())))
    queue = [] if drawing.is_full else await connection.fetch(_NEXT, row.id, DRAWN_AT_ONCE)
    drawn = list(drawing.draw(_person(each) for each in queue))
    await connection.execute(_DRAWN, row.id, [who for who, _ in drawn], [why is None for _, why in drawn])
    quota = row.counts["left_out"]["quota"] + sum(why == "quota" for _, why in drawn)
    left_out = {**row.counts["left_out"], "quota": quota}
    row.counts = {**row.counts, "drawn": drawing.drawn}
    if len(queue) < DRAWN_AT_ONCE or drawing.is_full:
        # Whoever is behind the last that was wanted: nobody looks at them one by one.
        left_out["not_drawn"] = could - quota - drawing.drawn
        row.phase, row.cursor = "inviting", {"taken": drawing.taken}
    else:
        row.cursor = {"taken": drawing.taken}
    row.counts = {**row.counts, "left_out": left_out}


async def _invite(session: AsyncSession, row: SurveyCampaignRun, fatigue: int) -> None:
    """Invite the next who were drawn, if they still may be asked: that was minutes ago, or before a pause."""
    connection = await raw_connection(session)
    people = {_id(each["customer_id"]): each["brand"] for each in await connection.fetch(
        _TO_INVITE, row.id, INVITED_AT_ONCE
    )}  # fmt: skip
    if not people:
        row.phase, row.cursor = "clearing", {}
        return
    # Another campaign that draws the same people at this moment waits here, and then sees that they are asked.
    held = select(Customer).where(col(Customer.id).in_(people)).order_by(col(Customer.id))
    held = held.with_for_update(key_share=True).execution_options(populate_existing=True)
    there = (await session.exec(held)).all()
    out = await opt_outs.among(connection, list(people), "surveys")
    asked: set[UUID] = set()
    if fatigue:
        since = clock.now() - timedelta(days=fatigue)
        asked = {_id(each["id"]) for each in await connection.fetch(_ASKED, list(people), since)}
    left: Counter[str] = Counter()
    invited: dict[UUID, UUID] = {}
    for who in there:
        why = _why_not(who, out, asked)
        if why is None:
            invited[who.id] = await survey_invitations.invite_person(
                session, customer_id=who.id, survey_version_id=row.survey_version_id, campaign_id=row.campaign_id,
                brand=people[who.id],
            )  # fmt: skip
        else:
            left[why] += 1
    await session.flush()
    hint(session, Hint("survey", row.campaign_id))
    await connection.execute(_INVITED, row.id, list(invited), list(invited.values()))
    await connection.execute(_LEFT_OUT, row.id, [each for each in people if each not in invited])
    counts = {**row.counts, "invited": row.counts["invited"] + len(invited)}
    row.counts = counts | {"left_out": _added(counts["left_out"], left)}


def _why_not(who: Customer, out: set[UUID], asked: set[UUID]) -> str | None:
    if who.id in out:
        return "opted_out"
    if who.email is None or who.merged_into is not None:
        return "no_address"
    return "fatigue" if who.id in asked else None


async def _clear(session: AsyncSession, campaign: SurveyCampaign, row: SurveyCampaignRun) -> None:
    """Forget who was not asked; and then it is over."""
    connection = await raw_connection(session)
    outcomes = ["fits", "left_out"] if row.kind == "run" else ["fits", "left_out", "drawn"]
    gone = await connection.execute(_CLEAR, row.id, outcomes, CLEARED_AT_ONCE)
    if gone == f"DELETE {CLEARED_AT_ONCE}":
        return
    row.phase, row.ended_at = "done", clock.now()
    session.add(row)
    await session.flush()
    if row.kind == "run":
        await survey_campaign_ends.end_if_over(session, campaign)


async def _result(job: jobs.Running, run_id: UUID) -> dict[str, Any]:
    async with job.database.unit_of_work() as work:
        row = await work.session.get(SurveyCampaignRun, run_id)
        if row is None:
            return {}
        found = {"fit": row.counts["fit"], "left_out": row.counts["left_out"], "drawn": row.counts["drawn"]}
        if row.kind == "run":
            return {**found, "invited": row.counts["invited"], "phase": row.phase}
        if row.phase == "inviting":
            connection = await raw_connection(work.session)
            campaign = await work.session.get_one(SurveyCampaign, row.campaign_id)
            taken = row.cursor.get("taken") or [0] * len(campaign.quotas)
            found["quotas"] = [{**each, "taken": n} for each, n in zip(campaign.quotas, taken, strict=False)]
            found["examples"] = [_example(each) for each in await connection.fetch(_EXAMPLES, run_id, EXAMPLES)]
            # Kept where a process finds it that goes on after this one has died.
            row.phase, row.cursor = "clearing", {"result": found}
            work.session.add(row)
        result: dict[str, Any] = row.cursor.get("result", found)
    while True:
        async with job.database.unit_of_work() as work:
            if await step(work.session, run_id) is None:
                return result


def _example(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if name == "customer_id" else value for name, value in row.items()}


def _person(row: Mapping[str, Any]) -> Person:
    groups = {"brand": row["brand"], "language": row["language"], "tier": row["tier"], "channel": row["channel"]}
    return Person(_id(row["customer_id"]), groups)  # type: ignore[arg-type]  # the keys are those of `By`


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: n + other.get(name, 0) for name, n in one.items()}


def _id(value: UUID) -> UUID:
    return UUID(int=value.int)
