"""Alerts of what keeps coming back: read, dismissed, and made a problem to which their tickets are linked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import InsightAlert, Job, Ticket
from app.rules.actors import Actor
from app.schemas.insight_alerts import AlertState, InsightProblemIn
from app.schemas.tickets import TicketIn
from app.services import insight_linking, insight_words, jobs, keyset, rows, ticket_access, tickets

_LONGEST_SUBJECT = 500
_LINKS = """SELECT alert_id, outcome, count(*) AS n FROM insight_alert_tickets WHERE alert_id = ANY ($1::uuid[])
GROUP BY alert_id, outcome"""
_EXAMPLES = f"""SELECT a.id, t.ticket_id FROM unnest($1::uuid[]) AS a (id) CROSS JOIN LATERAL (
 SELECT ticket_id FROM insight_alert_tickets WHERE alert_id = a.id ORDER BY ticket_id DESC
 LIMIT {insight_words.EXAMPLES}) t"""  # noqa: S608 - a number of ours
_TICKETS = """SELECT ticket_id, outcome FROM insight_alert_tickets WHERE alert_id = $1 AND ticket_id > $2
ORDER BY ticket_id LIMIT $3"""
_WAITING = "SELECT EXISTS (SELECT FROM insight_alert_tickets WHERE alert_id = $1 AND outcome IS NULL)"


def visible_to(_actor: Actor) -> SelectOfScalar[InsightAlert]:
    """The alerts that a caller may see: every agent sees every ticket, and so what keeps coming back."""
    return select(InsightAlert)


async def read(session: AsyncSession, actor: Actor, alert_id: UUID) -> dict[str, Any]:
    """An alert. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(InsightAlert.id) == alert_id))
    return (await _shown(await raw_connection(session), actor, [found]))[0]


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    state: AlertState | None,
    brand: str | None,
    rule_id: UUID | None,
    live: bool | None,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """Alerts, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor)
    for column, value in ((InsightAlert.state, state), (InsightAlert.brand, brand), (InsightAlert.rule_id, rule_id)):
        if value is not None:
            query = query.where(col(column) == value)
    if live is not None:
        ended = col(InsightAlert.ended_at)
        query = query.where(ended.is_(None) if live else ended.is_not(None))
    query = keyset.newest_first(query, InsightAlert.created_at, InsightAlert.id, cursor=cursor, limit=limit)
    found = (await session.exec(query)).all()
    shown, following = keyset.page(found, limit, lambda last: keyset.encode(last.created_at, last.id))
    return {"items": await _shown(await raw_connection(session), actor, shown), "next_cursor": following}


async def ticket_page(
    session: AsyncSession, actor: Actor, alert_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The tickets of an alert, the oldest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await rows.get(session, visible_to(actor).where(col(InsightAlert.id) == alert_id))
    connection = await raw_connection(session)
    after = UUID(int=0) if cursor is None else keyset.by_id(cursor)
    found = await connection.fetch(_TICKETS, alert_id, after, limit + 1)
    shown, following = keyset.page(found, limit, lambda row: keyset.encode(UUID(str(row["ticket_id"]))))
    known = await insight_words.examples(connection, actor, [row["ticket_id"] for row in shown])
    items = [(known.get(UUID(int=row["ticket_id"].int)), row["outcome"]) for row in shown]
    return {
        "items": [{**each, "outcome": outcome} for each, outcome in items if each is not None],
        "next_cursor": following,
    }


async def dismiss(session: AsyncSession, actor: Actor, alert_id: UUID) -> dict[str, Any]:
    """Say that nothing follows from it; twice is once. Raises `NotFound` and `Conflict` (`problem_made`)."""
    alert = await _lock(session, actor, alert_id)
    if alert.state == "problem":
        raise Conflict("A problem was made of it", code="problem_made", problem_id=str(alert.problem_id))
    if alert.state == "open":
        _decide(alert, actor, "dismissed")
        await session.flush()
    return (await _shown(await raw_connection(session), actor, [alert]))[0]


async def make_problem(
    work: UnitOfWork, actor: Actor, alert_id: UUID, asked: InsightProblemIn
) -> tuple[dict[str, Any], bool]:
    """Make a problem of it, and have its tickets linked as incidents by a job; whether it was made now.

    The ticket, the alert's word of it and the job are one transaction, under the alert's lock: of those who ask at once
    one makes it, and the others get the same. Asked again, what has come since is linked to it too.
    Raises `NotFound`, `Invalid` (`unknown_ticket`) and `Conflict` (`problem_made`, `ticket_merged`).
    """
    session = work.session
    alert = await _lock(session, actor, alert_id)
    made = alert.problem_id is None
    if alert.problem_id is None:
        if asked.ticket_id is None:
            alert.problem_id = await _new(work, actor, alert, asked)
        else:
            alert.problem_id = await _known(session, actor, asked.ticket_id)
        _decide(alert, actor, "problem")
    elif asked.ticket_id is not None and asked.ticket_id != alert.problem_id:
        raise Conflict("Another problem was made of it", code="problem_made", problem_id=str(alert.problem_id))
    await session.flush()
    connection = await raw_connection(session)
    job = None if alert.job_id is None else await session.get(Job, alert.job_id)
    goes_on = job is not None and job.status in {"queued", "running"}
    if not goes_on and await connection.fetchval(_WAITING, alert.id):
        started = await jobs.start(
            session, actor, insight_linking.KIND, insight_linking.arguments(alert, actor), now=clock.now()
        )
        alert.job_id = started.id
        await session.flush()
    return (await _shown(connection, actor, [alert]))[0], made


async def _lock(session: AsyncSession, actor: Actor, alert_id: UUID) -> InsightAlert:
    query = visible_to(actor).where(col(InsightAlert.id) == alert_id)
    return await rows.lock(session, query, version=None)


def _decide(alert: InsightAlert, actor: Actor, state: AlertState) -> None:
    now = clock.now()
    alert.state, alert.decided_by, alert.decided_by_name = state, actor.id, actor.name
    alert.decided_at = alert.updated_at = now
    alert.version += 1


async def _new(work: UnitOfWork, actor: Actor, alert: InsightAlert, asked: InsightProblemIn) -> UUID:
    new = TicketIn(
        subject=asked.subject or alert.title[:_LONGEST_SUBJECT],
        body=asked.body or f"{alert.title}\n\n{alert.facts.get('why', '')}".strip(),
        type="problem",
        priority=asked.priority,
        brand=alert.brand,
        topic=alert.key if alert.subject == "topic" else None,
    )
    return UUID(str((await tickets.create(work, actor, new))["id"]))


async def _known(session: AsyncSession, actor: Actor, ticket_id: UUID) -> UUID:
    try:
        ticket: Ticket = await ticket_access.get(session, actor, ticket_id)
    except NotFound as error:
        detail = "There is no such ticket"
        raise Invalid(detail, code="unknown_ticket", errors=[pointer("ticket_id", detail)]) from error
    if ticket.merged_into_id is not None:
        raise Conflict("This ticket is part of another one: name that one", code="ticket_merged")
    return ticket.id


async def _shown(connection: Connection, actor: Actor, alerts: Sequence[InsightAlert]) -> list[dict[str, Any]]:
    ids = [each.id for each in alerts]
    links: dict[UUID, dict[str, int]] = {each: {} for each in ids}
    for row in await connection.fetch(_LINKS, ids):
        links[UUID(int=row["alert_id"].int)][row["outcome"] or "waiting"] = row["n"]
    nearest: dict[UUID, list[UUID]] = {each: [] for each in ids}
    for row in await connection.fetch(_EXAMPLES, ids):
        nearest[UUID(int=row["id"].int)].append(UUID(int=row["ticket_id"].int))
    known = await insight_words.examples(connection, actor, {each for some in nearest.values() for each in some})
    names = (
        "id", "rule_id", "rule_name", "kind", "subject", "key", "title", "brand", "state", "tickets", "team_id",
        "problem_id", "decided_by", "decided_by_name", "decided_at", "created_at", "seen_at", "ended_at",
    )  # fmt: skip
    outcomes = ("waiting", "linked", "linked_before", "elsewhere", "gone")
    return [
        {
            **{name: getattr(each, name) for name in names},
            "why": each.facts.get("why", ""),
            "facts": {name: value for name, value in each.facts.items() if name not in {"why", "keys"}},
            "links": {**{name: links[each.id].get(name, 0) for name in outcomes}, "job_id": each.job_id},
            "examples": [known[ticket] for ticket in nearest[each.id] if ticket in known],
        }
        for each in alerts
    ]
