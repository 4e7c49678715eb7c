"""Rules of what is reviewed: create, read, list, change, delete, and draw now."""

import secrets
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid
from app.models import ReviewRule
from app.rules.actors import Actor
from app.rules.condition_groups import FIELDS, group_of, problems
from app.rules.review_sampling import next_week
from app.schemas.condition_groups import GroupIn, stated
from app.schemas.review_rules import (
    ReviewDrawIn,
    ReviewDrawOut,
    ReviewRuleIn,
    ReviewRuleOut,
    ReviewRulePage,
    ReviewRulePatch,
)
from app.services import (
    automation_definitions,
    keyset,
    naming,
    review_drawing,
    reviewers,
    rows,
    scorecards,
)

MOST = 100
# A ticket as it is: of what happened to it nothing can be asked.
_FIELDS = FIELDS - {"event", "actor", "visibility", "via", "message"}


def visible_to(_actor: Actor) -> SelectOfScalar[ReviewRule]:
    """The rules that a caller may see: who reviews may see all."""
    return select(ReviewRule)


async def create(session: AsyncSession, _actor: Actor, new: ReviewRuleIn) -> ReviewRuleOut:
    """Make one. Raises `Conflict` (`too_many_rules`, `name_taken`) and `Invalid` (`unknown_scorecard`, `unknown_team`,
    `unknown_reviewer`, and as automations do for conditions).
    """
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik review rules"))))
    if (await session.exec(select(func.count()).select_from(ReviewRule))).one() >= MOST:
        raise Conflict(f"A desk has at most {MOST} rules of this kind", code="too_many_rules")
    now = clock.now()
    parts = new.model_dump(exclude={"conditions", "seed"})
    parts["conditions"] = _stated(new.conditions)
    await _refuse(session, parts)
    rule = ReviewRule(
        **parts,
        seed=new.seed or secrets.token_hex(8),
        due_at=next_week(now, ZoneInfo(new.zone)),
        created_at=now,
        updated_at=now,
    )
    session.add(rule)
    await session.flush()
    return _shown(rule)


def _stated(sent: GroupIn) -> dict[str, Any]:
    group = stated(sent)
    automation_definitions.spell_ids(group)
    return group


async def _refuse(session: AsyncSession, parts: dict[str, Any]) -> None:
    if "scorecard_id" in parts:
        await scorecards.to_begin(session, parts["scorecard_id"])
    if parts.get("team_id") is not None:
        await naming.refuse(session, [(("team_id",), "team", str(parts["team_id"]))])
    await reviewers.refuse(session, parts.get("reviewer_ids") or [])
    if "conditions" in parts:
        wrong = [
            naming.refusal(("conditions", *each.path), each.code, each.sentence)
            for each in problems(group_of(parts["conditions"]), _FIELDS)
        ]
        if wrong:
            raise Invalid("See errors: each entry names a field", errors=wrong)
        await naming.refuse(session, automation_definitions.named({"conditions": parts["conditions"]}))


async def read(session: AsyncSession, actor: Actor, rule_id: UUID) -> ReviewRuleOut:
    """A rule. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(ReviewRule.id) == rule_id)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> ReviewRulePage:
    """Rules by name. Raises `Invalid` (`invalid_cursor`)."""
    name = func.lower(col(ReviewRule.name))
    query = visible_to(actor).order_by(name).limit(limit + 1)
    if cursor is not None:
        query = query.where(name > func.lower(keyset.by_name(cursor)))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return ReviewRulePage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, rule_id: UUID, change: ReviewRulePatch, *, version: str | None
) -> ReviewRuleOut:
    """Change a rule. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    rule = await rows.lock(session, visible_to(actor).where(col(ReviewRule.id) == rule_id), version=version)
    sent = change.model_dump(exclude_unset=True)
    if change.conditions is not None:
        sent["conditions"] = _stated(change.conditions)
    changed = {name: value for name, value in sent.items() if value != getattr(rule, name)}
    await _refuse(session, changed)
    if changed:
        for name, value in changed.items():
            setattr(rule, name, value)
        rule.updated_at = clock.now()
        if "zone" in changed or changed.get("enabled"):
            # What was not drawn while it was off is not made up for.
            rule.due_at = next_week(rule.updated_at, ZoneInfo(rule.zone))
        rule.version += 1
        await session.flush()
    return _shown(rule)


async def delete(session: AsyncSession, actor: Actor, rule_id: UUID, *, version: str | None) -> None:
    """Delete a rule; what it has drawn stays. Raises `NotFound` and `PreconditionFailed`."""
    rule = await rows.lock(session, visible_to(actor).where(col(ReviewRule.id) == rule_id), version=version)
    await session.delete(rule)
    await session.flush()


async def draw(session: AsyncSession, actor: Actor, rule_id: UUID, asked: ReviewDrawIn) -> ReviewDrawOut:
    """Draw now, also by a rule that is off; again, it adds only what is missing. Raises `NotFound`."""
    query = visible_to(actor).where(col(ReviewRule.id) == rule_id).with_for_update()
    rule = await rows.get(session, query)
    drawn = await review_drawing.draw(session, rule, asked.drawn_from, asked.drawn_to, clock.now())
    return ReviewDrawOut(
        drawn_from=asked.drawn_from,
        drawn_to=asked.drawn_to,
        agents=drawn.agents,
        assigned=drawn.assigned,
        short=drawn.short,
    )


def _shown(rule: ReviewRule) -> ReviewRuleOut:
    return ReviewRuleOut(**{name: getattr(rule, name) for name in ReviewRuleOut.model_fields})
