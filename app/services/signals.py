"""What customers write is looked at for tension and spam, a moment after it is committed: a reader of the feed.

Their words at the start are looked at before (`routing.intend`), so that a queue can ask about them. Here their history
is added, and what they have written since: who has calmed down is calm again.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import UnitOfWork, raw_connection
from app.errors import NotFound
from app.models import Ticket
from app.rules import tension
from app.rules.actors import SYSTEM
from app.rules.automations import is_history
from app.schemas.events import EventType
from app.services import events, spam_learning, spam_looking, ticket_access
from app.services.feed import FeedEvent

NAME = "signals"
# What somebody writes in a row is looked at once: with fewer, a busy thread costs a look for every few of its messages.
AT_ONCE = 200

# The newest event that says how tense a ticket is, and why: a walk along an index of such events, however long the log.
_SAID = """SELECT e.data, e.at FROM events e WHERE e.ticket_id = {ticket} AND e.type = 'ticket.tension_changed'
ORDER BY e.seq DESC LIMIT 1"""
SAID = f"""SELECT coalesce(n.data, o.data) ->> 'tension' AS said, coalesce(n.at, o.at) AS at
FROM (SELECT e.data, e.at FROM events e WHERE e.ticket_id = $1 AND e.seq = 1 AND e.data ? 'tension') o
FULL JOIN ({_SAID.format(ticket="$1")}) n ON true"""  # noqa: S608 - ours
# For each ticket: the customer's latest words, what waits for an answer, how often this person has come lately (what a
# partner's system reports for them is no coming).
_FACTS = f"""SELECT t.id, t.subject, t.episode, t.tension, t.spam, t.channel, t.requester_id,
 CASE WHEN w.first THEN t.subject || E'\\n' ELSE '' END AS title, w.first, w.texts, u.unanswered, u.since,
 CASE WHEN t.source_id IS NULL THEN (SELECT count(*) FROM (SELECT 1 FROM tickets o
   WHERE o.requester_id = t.requester_id AND o.public_updated_at > $2::timestamptz - $3::interval
   AND o.created_at > $2::timestamptz - $3::interval AND o.merged_into_id IS NULL AND o.source_id IS NULL
   LIMIT 20) o) ELSE 1 END AS tickets,
 CASE WHEN t.tension <> 'none' THEN coalesce(
  (SELECT s.data ->> 'tension' FROM ({_SAID.format(ticket="t.id")}) s),
  (SELECT e.data ->> 'tension' FROM events e WHERE e.ticket_id = t.id AND e.seq = 1)) END AS said
FROM tickets t
CROSS JOIN LATERAL (SELECT array_agg(x.body ORDER BY x.seq DESC) AS texts, bool_or(x.seq = 2) AS first FROM (
  SELECT m.seq, left(m.body, 10000) AS body FROM messages m WHERE m.ticket_id = t.id AND m.public_seq IS NOT NULL
   AND m.author_kind IN ('customer', 'partner') AND m.copied_from_id IS NULL
  ORDER BY m.seq DESC LIMIT {tension.LATEST}) x) w
CROSS JOIN LATERAL (SELECT count(*) AS unanswered, min(x.created_at) AS since FROM (
  SELECT m.created_at FROM messages m WHERE m.ticket_id = t.id AND m.public_seq IS NOT NULL
   AND m.author_kind IN ('customer', 'partner') AND m.seq > coalesce((SELECT max(a.seq) FROM messages a
    WHERE a.ticket_id = t.id AND a.author_kind = 'agent' AND a.public_seq IS NOT NULL), 0)
  ORDER BY m.seq LIMIT 50) x) u
WHERE t.id = ANY ($1::uuid[]) AND t.status <> 'merged' ORDER BY t.id"""  # noqa: S608 - numbers of ours


async def follow(work: UnitOfWork, happened: Sequence[FeedEvent]) -> None:
    """Look at the tickets on which customers have written."""
    written = {each.ticket_id: each for each in happened if each.ticket_id is not None and _is_theirs(each)}
    # Whoever writes twice at once has opened it all the same.
    opened = {each.ticket_id for each in happened if each.seq == 2 and _is_theirs(each)}  # noqa: PLR2004 - after its creation
    connection = await raw_connection(work.session)
    if written:
        rows = await connection.fetch(_FACTS, list(written), clock.now(), tension.AGAIN_WITHIN)
        new = [UUID(int=row["id"].int) for row in rows if row["id"] in opened and row["spam"] == "no"]
        judged = await spam_looking.judge(connection, new)
        # In the order of their ids, each once: nobody who locks several waits for us in a circle.
        for row in rows:
            ticket_id = UUID(int=row["id"].int)
            await _tense(work, row, written[ticket_id])
            if ticket_id in judged:
                await spam_looking.suspect(work.session, ticket_id, judged[ticket_id])
    for solved in {each.ticket_id for each in happened if _is_solved(each)} - {None}:
        await spam_learning.ordinary(connection, solved)


def _is_theirs(event: FeedEvent) -> bool:
    theirs = event.type == EventType.MESSAGE_CREATED and event.actor_kind in {"customer", "partner"}
    return theirs and event.public_seq is not None and not is_history(event.data)


def _is_solved(event: FeedEvent) -> bool:
    solved = event.type == EventType.TICKET_STATUS_CHANGED and event.actor_kind == "agent"
    return solved and (event.data.get("set") or {}).get("status") == "solved"


async def _tense(work: UnitOfWork, row: Mapping[str, Any], event: FeedEvent) -> None:
    ticket_id, texts = UUID(int=row["id"].int), list(row["texts"] or ())
    situation = tension.Situation(
        tickets=row["tickets"],
        unanswered=row["unanswered"],
        waiting_since=row["since"],
        reopened=row["episode"] - 1,
    )
    happened = tension.of_situation(situation, event.at)
    if row["first"] and len(texts) == 1 and not happened:
        # All that there is was heard when it came.
        return
    signals = [*tension.of_text([row["title"], *texts]), *happened]
    if not signals and row["tension"] == "none":
        return
    before = {} if row["said"] is None else orjson.loads(row["said"])
    found = tension.explained(signals)
    if found["level"] == row["tension"] and (found["level"] == "none" or _kinds(found) == _kinds(before)):
        return
    try:
        ticket: Ticket = await ticket_access.lock(work.session, SYSTEM, ticket_id)
    except NotFound:
        return
    if ticket.status == "merged":
        # It has become part of another one meanwhile: that one's log goes on.
        return
    changes = {"tension": found["level"]} if ticket.tension != found["level"] else None
    events.record(
        work.session, SYSTEM, ticket, EventType.TICKET_TENSION_CHANGED, changes=changes, data={"tension": found}
    )
    await work.session.flush()


def _kinds(said: Mapping[str, Any]) -> set[str]:
    return {each["kind"] for each in said.get("signals") or ()}
