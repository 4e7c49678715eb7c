"""What a rule finds: the same things that the reports show, beyond the rule's own thresholds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.models import InsightRule
from app.rules.actors import SYSTEM
from app.rules.periods import By
from app.services import insight_gaps, insight_rising, insights
from app.services.insight_raising import MOST_TICKETS, Finding
from app.services.insight_rising import Kind, Look, Rise

# So long an hour or a day that is over is looked at once more: what came in its last minutes is counted by then.
_AFTER = timedelta(minutes=10)
# Searches in vain of so many days are open questions.
_SEARCHED = timedelta(days=7)
_GAP_FACTS = ("why", "people", "searches", "queries", "pointed", "article")
# More than this at once is not told one by one.
MOST = 20

_ABOUT = f"""SELECT ticket_id FROM insight_tickets WHERE at >= $1 AND at < $2 AND ($3::text IS NULL OR brand = $3)
AND CASE $4 WHEN 'topic' THEN topic = $5 OR starts_with(topic, $5 || '/') ELSE category = $5 END
ORDER BY at DESC, ticket_id DESC LIMIT {MOST_TICKETS}"""  # noqa: S608 - a number of ours
_CLUSTERS = f"""SELECT c.id, c.brand, c.name, c.tickets, c.people, c.words::text AS words, c.rising::text AS rising,
 ARRAY(SELECT ticket_id FROM insight_cluster_tickets m WHERE m.cluster_id = c.id ORDER BY likeness DESC, ticket_id
  LIMIT {MOST_TICKETS}) AS ids
FROM insight_clusters c WHERE c.ended_at IS NULL AND ($1::text IS NULL OR c.brand = $1) AND c.people >= $2
AND (NOT $3 OR c.rising <> '[]') ORDER BY c.people DESC, c.id LIMIT {MOST}"""  # noqa: S608 - numbers of ours
_MEMBERS = f"""SELECT ticket_id FROM insight_cluster_tickets WHERE cluster_id = $1
ORDER BY likeness DESC, ticket_id LIMIT {MOST_TICKETS}"""  # noqa: S608 - a number of ours
_REPEATS = f"""SELECT r.root_id, r.brand, r.topic, r.contacts, r.last_at, c.name, r.requester_id,
 ARRAY(SELECT ticket_id FROM insight_tickets i WHERE i.root_id = r.root_id ORDER BY at DESC LIMIT 200) AS ids
FROM insight_repeats r JOIN customers c ON c.id = r.requester_id
WHERE r.last_at > $3 AND ($1::text IS NULL OR r.brand = $1) AND r.contacts >= $2
ORDER BY r.last_at DESC, r.root_id DESC LIMIT {MOST}"""  # noqa: S608 - a number of ours


async def of(connection: Connection, rule: InsightRule, now: datetime) -> list[Finding]:
    """What this rule finds now, at most `MOST`."""
    match rule.kind:
        case "rising":
            return await _rising(connection, rule, now)
        case "cluster":
            return await _clusters(connection, rule)
        case "repeated_contacts":
            return await _repeated(connection, rule, now)
        case _:
            return await _gaps(connection, rule, now)


async def _rising(connection: Connection, rule: InsightRule, now: datetime) -> list[Finding]:
    by: By = "day" if rule.by == "day" else "hour"
    # A key is of a topic or of a type of request: phrases, which cost the most, are not looked at for it.
    kinds: list[Kind] = [
        each for each in insight_rising.KINDS if each in rule.subjects and (rule.key is None or each != "phrase")
    ]
    if not kinds:
        return []
    # So many looks count in a day, and each looks at several families of counts.
    looks = 24 if by == "hour" else 1
    rates = dict.fromkeys(kinds, 1 / (rule.false_alarm_days * looks * len(kinds)))
    found = await insight_rising.look(connection, brand=rule.brand, by=by, at=now, rates=rates, least=rule.at_least)
    findings = await _risen(connection, rule, by, found)
    if now - found.periods.start < _AFTER:
        before = await insight_rising.look(
            connection, brand=rule.brand, by=by, at=found.periods.start - timedelta(seconds=1), rates=rates,
            least=rule.at_least,
        )  # fmt: skip
        findings += await _risen(connection, rule, by, before)
    return findings[:MOST]


async def _risen(connection: Connection, rule: InsightRule, by: By, found: Look) -> list[Finding]:
    wanted = [each for each in found.rises if _wants(rule, each)][:MOST]
    shown = await insights.explained(connection, SYSTEM, found, by, rule.brand, wanted)
    findings = []
    for rise, explained in zip(wanted, shown, strict=True):
        if explained is None:
            continue
        said = explained.shown
        tickets: Sequence[UUID] = rise.tickets
        if rise.kind != "phrase":
            where = (found.periods.start, found.periods.end, rule.brand)
            rows = await connection.fetch(_ABOUT, *where, rise.kind, rise.key)
            tickets = [UUID(int=row["ticket_id"].int) for row in rows]
        facts = {**insights.facts(rise), "why": said["why"], "period": _said(insights.period(found, by))}
        title = f"More than usual: {said['title']}"
        findings.append(
            Finding(rise.kind, said["key"], title, rule.brand, facts, tickets[:MOST_TICKETS], explained.keys)
        )
    return findings


def _said(period: dict[str, Any]) -> dict[str, Any]:
    return {name: each.isoformat() if isinstance(each, datetime) else each for name, each in period.items()}


def _wants(rule: InsightRule, rise: Rise) -> bool:
    if rule.key is not None:
        below = rise.kind == "topic" and rise.key.startswith(rule.key + "/")
        if rise.key != rule.key and not below:
            return False
    return rise.observed >= rule.at_least and (rise.ratio is None or rise.ratio >= rule.ratio)


async def _clusters(connection: Connection, rule: InsightRule) -> list[Finding]:
    findings = []
    for row in await connection.fetch(_CLUSTERS, rule.brand, rule.at_least, rule.only_rising):
        words = orjson.loads(row["words"])
        facts = {
            "observed": row["people"], "people": row["people"], "words": words, "rising": orjson.loads(row["rising"]),
            "why": f"{row['tickets']} new tickets of {row['people']} people are alike: {row['name']}",
        }  # fmt: skip
        title = f"Many alike: {row['name']}"
        tickets = [UUID(int=each.int) for each in row["ids"]]
        findings.append(Finding("cluster", str(row["id"]), title, row["brand"], facts, tickets))
    return findings


async def _gaps(connection: Connection, rule: InsightRule, now: datetime) -> list[Finding]:
    findings = []
    for each in (await insight_gaps.gaps(connection, rule.brand, now - _SEARCHED, None))[:MOST]:
        if each["people"] < rule.at_least:
            continue
        rows = [] if each["kind"] == "search" else await connection.fetch(_MEMBERS, UUID(each["key"]))
        facts = {"observed": each["people"], **{name: each[name] for name in _GAP_FACTS}}
        title = f"No article answers: {each['title']}"
        tickets = [UUID(int=row["ticket_id"].int) for row in rows]
        findings.append(Finding("knowledge_gap", each["key"], title, each["brand"], facts, tickets, each["keys"]))
    return findings


async def _repeated(connection: Connection, rule: InsightRule, now: datetime) -> list[Finding]:
    findings = []
    for row in await connection.fetch(_REPEATS, rule.brand, rule.at_least, now - timedelta(days=1)):
        about = f"the topic {row['topic']}" if row["topic"] else "the same"
        who = row["name"] or "A customer"
        facts = {
            "observed": row["contacts"], "contacts": row["contacts"], "customer_id": str(row["requester_id"]),
            "topic": row["topic"], "why": f"{row['contacts']} tickets of one customer within 30 days of each other",
        }  # fmt: skip
        tickets = [UUID(int=each.int) for each in row["ids"]]
        title = f"{who} has come {row['contacts']} times about {about}"
        findings.append(Finding("customer", str(row["root_id"]), title, row["brand"], facts, tickets))
    return findings
