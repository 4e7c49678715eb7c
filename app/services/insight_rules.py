"""Rules of what a team is told of: create, read, list, change, delete."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict
from app.models import InsightRule
from app.rules.actors import Actor
from app.schemas.insight_rules import InsightRuleIn, InsightRuleOut, InsightRulePage, InsightRulePatch
from app.services import keyset, rows

MOST = 100


def visible_to(_actor: Actor) -> SelectOfScalar[InsightRule]:
    """The rules that a caller may see: who may see settings may see all."""
    return select(InsightRule)


async def create(session: AsyncSession, _actor: Actor, new: InsightRuleIn) -> InsightRuleOut:
    """Make one. Raises `Conflict` (`too_many_rules`) and the refusals of its constraints: `name_taken`,
    `unknown_brand`, `unknown_team`.
    """
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik insight rules"))))
    if (await session.exec(select(func.count()).select_from(InsightRule))).one() >= MOST:
        raise Conflict(f"A desk has at most {MOST} rules of this kind", code="too_many_rules")
    now = clock.now()
    rule = InsightRule(**new.model_dump(), created_at=now, updated_at=now)
    session.add(rule)
    await session.flush()
    return _shown(rule)


async def read(session: AsyncSession, actor: Actor, rule_id: UUID) -> InsightRuleOut:
    """A rule. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(InsightRule.id) == rule_id)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> InsightRulePage:
    """Rules by name. Raises `Invalid` (`invalid_cursor`)."""
    name = func.lower(col(InsightRule.name))
    query = visible_to(actor).order_by(name).limit(limit + 1)
    if cursor is not None:
        query = query.where(name > func.lower(keyset.by_name(cursor)))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return InsightRulePage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, rule_id: UUID, change: InsightRulePatch, *, version: str | None
) -> InsightRuleOut:
    """Change a rule. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    rule = await rows.lock(session, visible_to(actor).where(col(InsightRule.id) == rule_id), version=version)
    sent = change.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if value != getattr(rule, name)}
    if changed:
        for name, value in changed.items():
            setattr(rule, name, value)
        rule.version += 1
        rule.updated_at = clock.now()
        await session.flush()
    return _shown(rule)


async def delete(session: AsyncSession, actor: Actor, rule_id: UUID, *, version: str | None) -> None:
    """Delete a rule; what it has told stays. Raises `NotFound` and `PreconditionFailed`."""
    rule = await rows.lock(session, visible_to(actor).where(col(InsightRule.id) == rule_id), version=version)
    await session.delete(rule)
    await session.flush()


def _shown(rule: InsightRule) -> InsightRuleOut:
    return InsightRuleOut(**{name: getattr(rule, name) for name in InsightRuleOut.model_fields})
