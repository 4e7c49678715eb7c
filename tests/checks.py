"""Checks that hold after every test: answers as documented, the log folds to the rows, the ledger adds up."""

from datetime import datetime
from typing import Any

import asyncpg
import httpx
import orjson
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from sqlmodel import SQLModel

from app.db import Database
from app.rules.ticket_folding import INSTANTS, fold
from app.services import sla_checking, sla_keeping

# The feed goes on from one test to the next: its readers have cursors in it, which are not set back.
_GOES_ON = ("feed_state", "feed_jumps", "feed_cursors")
# What the deletion of others leaves word in.
_LAST = ("feed_todo", "feed")
# Children first.
_TABLES = (
    *(t.name for t in reversed(SQLModel.metadata.sorted_tables) if t.name not in {*_GOES_ON, *_LAST}),
    *_LAST,
)
_validators: dict[int, dict[tuple[str, str, str], Draft202012Validator]] = {}


def _described(app: FastAPI) -> dict[tuple[str, str, str], Draft202012Validator]:
    """A validator per documented (method, path, status)."""
    known = _validators.get(id(app))
    if known is None:
        document = app.openapi()
        known = {}
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                for status, response in operation["responses"].items():
                    for kind, media in response.get("content", {}).items():
                        if "json" not in kind:
                            continue
                        schema = {"components": document["components"], **media.get("schema", {})}
                        known[method, path, status] = Draft202012Validator(schema)
        _validators[id(app)] = known
    return known


def _template(app: FastAPI, method: str, path: str) -> str | None:
    """The documented path that a real one belongs to: literal segments win over parameters."""
    parts = path.strip("/").split("/")
    best: tuple[int, str] | None = None
    for template, operations in app.openapi()["paths"].items():
        names = template.strip("/").split("/")
        if len(names) != len(parts) or method not in operations:
            continue
        if all(name.startswith("{") or name == part for name, part in zip(names, parts, strict=True)):
            literal = sum(not name.startswith("{") for name in names)
            best = max(best or (-1, ""), (literal, template))
    return best[1] if best else None


def against_openapi(app: FastAPI, response: httpx.Response) -> None:
    """Assert that an answer has a documented status and the documented shape."""
    method, path = response.request.method.lower(), response.request.url.path
    template = _template(app, method, path)
    if response.status_code >= 400:
        kind = response.headers["content-type"]
        assert kind.startswith("application/problem+json"), f"{method} {path}: {response.status_code} as {kind}"
        body = response.json()
        assert body["status"] == response.status_code
        assert body["request_id"] == response.headers["x-request-id"]
        assert "Traceback" not in response.text
    if template is None:
        return
    documented = app.openapi()["paths"][template][method]["responses"]
    assert str(response.status_code) in documented, f"{method} {template} answered {response.status_code}: undocumented"
    validator = _described(app).get((method, template, str(response.status_code)))
    if validator is not None and response.content and "json" in response.headers.get("content-type", ""):
        errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(response.json())]
        assert not errors, f"{method} {template} {response.status_code}: {errors[:3]}"


async def invariants(database: Database) -> None:
    """Every ticket is what its log folds to, counters have no holes, every load is what is really held, and the table
    of what waits has just that.
    """
    # One snapshot: the desk's own work (an offer that expires) may go on meanwhile.
    async with database.lean() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        tickets = await connection.fetch("SELECT *, custom_fields::text AS custom_fields_text FROM tickets")
        for ticket in tickets:
            await _fold_equals(connection, ticket)
        await _ledger_adds_up(connection)
        await _what_waits_is_there(connection)
    await clocks_agree(database)


async def clocks_agree(database: Database) -> None:
    """Every ticket's stored SLA clocks are what its log says, once what is left to do has been done."""
    async with database.lean() as connection:
        while True:
            async with connection.transaction():
                if not await sla_keeping.keep_next(connection):
                    break
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            async for each in sla_checking.check(connection):
                assert not each.differences, f"the clocks of {each.ticket_id}: {each.differences[:3]}"


async def _fold_equals(connection: Any, ticket: asyncpg.Record) -> None:
    rows = await connection.fetch(
        "SELECT seq, public_seq, type, data::text AS data, at FROM events WHERE ticket_id = $1 ORDER BY seq",
        ticket["id"],
    )
    folded = fold([{**row, "data": orjson.loads(row["data"])} for row in rows])
    stored = {key: value for key, value in ticket.items() if key != "custom_fields_text"}
    stored["custom_fields"] = orjson.loads(ticket["custom_fields_text"])
    for name in INSTANTS:
        if folded.get(name) is not None:
            folded[name] = datetime.fromisoformat(folded[name])
    for name, value in stored.items():
        wanted = str(value) if name.endswith("_id") or name == "id" else value
        found = folded.get(name)
        assert (found if value is None else wanted) == (None if value is None else found), (
            f"ticket {ticket['number']}: {name} is {value!r}, its log says {found!r}"
        )
    messages = await connection.fetch(
        "SELECT m.seq, m.public_seq, m.visibility, e.seq AS event_seq, e.public_seq AS event_public_seq"
        " FROM messages m LEFT JOIN events e ON e.message_id = m.id AND e.type = 'message.created'"
        " WHERE m.ticket_id = $1",
        ticket["id"],
    )
    for row in messages:
        assert (row["seq"], row["public_seq"]) == (row["event_seq"], row["event_public_seq"])
        assert (row["public_seq"] is None) == (row["visibility"] == "internal")


async def _ledger_adds_up(connection: Any) -> None:
    wrong = await connection.fetch(
        """SELECT l.agent_id, l.channel, l.load, held.n FROM agent_loads l CROSS JOIN LATERAL (
            SELECT CASE l.channel
                WHEN 'ticket' THEN (SELECT count(*) FROM tickets t WHERE t.assignee_id = l.agent_id
                    AND t.status IN ('new', 'open', 'pending', 'on_hold') AND t.chat_id IS NULL)
                WHEN 'chat' THEN (SELECT count(*) FROM chats c WHERE c.agent_id = l.agent_id
                    AND (c.status = 'active' OR c.wrap_up_until IS NOT NULL))
                    + (SELECT count(*) FROM offers o WHERE o.agent_id = l.agent_id AND o.status = 'live')
                ELSE 0 END AS n) held WHERE l.load <> held.n"""
    )
    assert not wrong, f"the ledger of load is off: {[tuple(row) for row in wrong]}"


async def _what_waits_is_there(connection: Any) -> None:
    wrong = await connection.fetch(
        """WITH waits AS (
            SELECT t.id AS ticket_id, NULL::uuid AS chat_id, 'ticket' AS channel, 'waiting' AS state,
             coalesce(t.queue_id, t.team_id, '00000000-0000-0000-0000-000000000000') AS line, t.queue_rank AS rank
            FROM tickets t WHERE t.assignee_id IS NULL AND t.status IN ('new', 'open') AND t.chat_id IS NULL
            AND t.snoozed_until IS NULL AND t.approval IS DISTINCT FROM 'pending'
            UNION ALL SELECT k.ticket_id, k.id, 'chat', CASE k.status WHEN 'offered' THEN 'offered' ELSE 'waiting' END,
             coalesce(k.queue_id, k.team_id, '00000000-0000-0000-0000-000000000000'), t.queue_rank
            FROM chats k JOIN tickets t ON t.id = k.ticket_id WHERE k.status IN ('queued', 'offered')
        ), there AS (SELECT ticket_id, chat_id, channel, state, line, rank FROM queue_items)
        (SELECT 'is not there' AS what, * FROM (TABLE waits EXCEPT TABLE there) a)
        UNION ALL (SELECT 'does not wait', * FROM (TABLE there EXCEPT TABLE waits) b)"""
    )
    assert not wrong, f"what waits is not what the table says: {[tuple(row) for row in wrong]}"


async def empty(database: Database) -> None:
    """Delete every row, children first, in one round trip: real commits stay real, and the next test starts clean."""
    async with database.lean() as connection:
        # Whoever works on a ticket finishes first, and nobody begins: no deadlock, no row that appears in between.
        deletes = "; ".join(f"DELETE FROM {name}" for name in _TABLES)  # noqa: S608 - tables of ours
        held = "feed_state, tickets, search_documents, search_words"
        first = f"LOCK TABLE {held} IN EXCLUSIVE MODE; UPDATE brands SET default_team_id = NULL"  # noqa: S608
        await connection.execute(f"{first}; {deletes}")
