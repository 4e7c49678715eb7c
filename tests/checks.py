"""Checks that hold after every test: answers as documented, the log folds to the rows, the ledger adds up."""

import asyncio
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import jsonschema_rs
import orjson
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
# What tables take on the disk, with the rows that are deleted, and how much of that is not carried along.
_SIZE = "SELECT sum(pg_relation_size(relname::regclass)) FROM unnest($1::text[]) relname"
_GROWN = 8_000_000
# Loops of the desk lock in orders of their own, and one of us has to give way; or, on a busy machine, one of them takes
# longer than the desk waits for a lock.
_GIVEN_WAY = (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError)
_HERE = "urn:desk"
DESCRIPTION = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"


class Contract:
    """An OpenAPI description, made ready to hold many answers against it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._registry = jsonschema_rs.Registry([(_HERE, {"components": document["components"]})])
        self._validators: dict[bytes, jsonschema_rs.Draft202012Validator] = {}
        self._responses: dict[str, Any] = document["components"].get("responses", {})
        self._templates: dict[tuple[str, int], list[tuple[list[str], str]]] = {}
        self.paths: dict[str, dict[str, Any]] = document["paths"]
        for template, operations in self.paths.items():
            parts = template.strip("/").split("/")
            for method in operations:
                self._templates.setdefault((method, len(parts)), []).append((parts, template))

    def template(self, method: str, path: str) -> str | None:
        """The documented path that a real one belongs to: literal segments win over parameters."""
        parts = path.strip("/").split("/")
        best: tuple[int, str] | None = None
        for names, template in self._templates.get((method, len(parts)), []):
            if all(name == part or name.startswith("{") for name, part in zip(names, parts, strict=True)):
                literal = sum(not name.startswith("{") for name in names)
                best = max(best or (-1, ""), (literal, template))
        return best[1] if best else None

    def response(self, template: str, method: str, status: int) -> dict[str, Any] | None:
        """What is documented about an answer."""
        found: dict[str, Any] | None = self.paths[template][method]["responses"].get(str(status))
        name = (found or {}).get("$ref", "").rpartition("/")[2]
        return self._responses[name] if name else found

    def faults(self, response: dict[str, Any], body: Any) -> list[str]:
        """What is wrong with a body, by what is documented about the response."""
        found: list[str] = []
        for kind, media in response.get("content", {}).items():
            if "json" not in kind:
                continue
            validator = self.validator(media.get("schema", {}))
            found += [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(body)]
        return found

    def validator(self, schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
        """For a schema of the description."""
        key = orjson.dumps(schema)
        found = self._validators.get(key)
        if found is None:
            found = jsonschema_rs.Draft202012Validator(_elsewhere(schema), registry=self._registry)
            self._validators[key] = found
        return found


def _elsewhere(schema: Any) -> Any:
    """A schema whose references lead to the description's components from any place."""
    if isinstance(schema, dict):
        return {key: _HERE + each if key == "$ref" else _elsewhere(each) for key, each in schema.items()}
    return [_elsewhere(each) for each in schema] if isinstance(schema, list) else schema


@cache
def document() -> dict[str, Any]:
    """The description, from its file: making it takes seconds in every process, and one test says that it is the same
    (`make openapi` writes it anew).
    """
    found: dict[str, Any] = orjson.loads(DESCRIPTION.read_bytes())
    return found


@cache
def contract() -> Contract:
    """The description that answers are held against."""
    return Contract(document())


def against_openapi(response: httpx.Response) -> None:
    """Assert that an answer has a documented status and the documented shape."""
    method, path = response.request.method.lower(), response.request.url.path
    template = contract().template(method, path)
    if response.status_code >= 400:
        kind = response.headers["content-type"]
        assert kind.startswith("application/problem+json"), f"{method} {path}: {response.status_code} as {kind}"
        body = orjson.loads(response.content)
        assert body["status"] == response.status_code
        assert body["request_id"] == response.headers["x-request-id"]
        assert "Traceback" not in response.text
    if template is None:
        return
    documented = contract().response(template, method, response.status_code)
    assert documented is not None, f"{method} {template} answered {response.status_code}: not in docs/openapi.json"
    if response.content and "json" in response.headers.get("content-type", ""):
        errors = contract().faults(documented, orjson.loads(response.content))
        assert not errors, f"{method} {template} {response.status_code}: {errors[:3]}"


async def invariants(database: Database) -> None:
    """Every ticket is what its log folds to, counters have no holes, every load is what is really held, and the table
    of what waits has just that.
    """
    # One snapshot: the desk's own work (an offer that expires) may go on meanwhile.
    async with database.lean() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        tickets = await connection.fetch("SELECT *, custom_fields::text AS custom_fields_text FROM tickets")
        if tickets:
            await _folds_equal(connection, tickets)
        await _ledger_adds_up(connection)
        await _what_waits_is_there(connection)
    if tickets:
        await clocks_agree(database)


async def clocks_agree(database: Database) -> None:
    """Every ticket's stored SLA clocks are what its log says, once what is left to do has been done."""
    async with database.lean() as connection:
        tries_left = 12
        while True:
            try:
                async with connection.transaction():
                    if not await sla_keeping.keep_next(connection):
                        break
            except _GIVEN_WAY:
                if not (tries_left := tries_left - 1):
                    raise
                await asyncio.sleep(0.5)
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            async for each in sla_checking.check(connection):
                assert not each.differences, f"the clocks of {each.ticket_id}: {each.differences[:3]}"


async def _folds_equal(connection: Any, tickets: list[asyncpg.Record]) -> None:
    logs: dict[Any, list[dict[str, Any]]] = {}
    for row in await connection.fetch(
        "SELECT ticket_id, seq, public_seq, type, data::text AS data, at FROM events ORDER BY ticket_id, seq"
    ):
        event = {**row, "data": orjson.loads(row["data"])}
        logs.setdefault(event.pop("ticket_id"), []).append(event)
    for ticket in tickets:
        _fold_equals(ticket, logs.get(ticket["id"], []))
    messages = await connection.fetch(
        "SELECT m.seq, m.public_seq, m.visibility, e.seq AS event_seq, e.public_seq AS event_public_seq"
        " FROM messages m LEFT JOIN events e ON e.message_id = m.id AND e.type = 'message.created'"
    )
    for row in messages:
        assert (row["seq"], row["public_seq"]) == (row["event_seq"], row["event_public_seq"])
        assert (row["public_seq"] is None) == (row["visibility"] == "internal")


def _fold_equals(ticket: asyncpg.Record, log: list[dict[str, Any]]) -> None:
    folded = fold(log)
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


async def _ledger_adds_up(connection: Any) -> None:
    wrong = await connection.fetch(
        """SELECT l.agent_id, l.channel, l.load, held.n FROM agent_loads l CROSS JOIN LATERAL (
            SELECT CASE l.channel
                WHEN 'ticket' THEN (SELECT count(*) FROM tickets t WHERE t.assignee_id = l.agent_id
                    AND t.status IN ('new', 'open', 'pending', 'on_hold') AND t.chat_id IS NULL)
                WHEN 'chat' THEN (SELECT count(*) FROM chats c WHERE c.agent_id = l.agent_id
                    AND (c.status = 'active' OR c.wrap_up_until IS NOT NULL))
                    + (SELECT count(*) FROM offers o WHERE o.agent_id = l.agent_id AND o.status = 'live')
                WHEN 'call' THEN (SELECT count(*) FROM calls c WHERE c.agent_id = l.agent_id AND c.state = 'answered')
                END AS n) held WHERE l.load <> held.n"""
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


# Deleting from every table, though most have no rows, is planned longer than a test runs: kept in the database, each of
# these is planned once a connection.
_EMPTIED = f"""CREATE SCHEMA IF NOT EXISTS testing;
CREATE OR REPLACE FUNCTION testing.emptied() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
{"".join(f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;" for name in _TABLES)}
END $$"""  # noqa: S608 - tables of ours
# So many rows are not deleted one by one.
_MANY = """SELECT EXISTS (SELECT FROM events OFFSET 500) OR EXISTS (SELECT FROM tickets OFFSET 500)
OR EXISTS (SELECT FROM customers OFFSET 500) OR EXISTS (SELECT FROM queue_items OFFSET 500)"""
# How often it is looked how much has grown.
_EACH = 8
_emptied = count()


async def empty(database: Database) -> None:
    """Delete every row, children first, in one round trip: real commits stay real, and the next test starts clean."""
    # Whoever works on a ticket finishes first, and nobody begins: no row that appears in between.
    held = "feed_state, tickets, search_documents, search_words"
    # We wait for others less long than Postgres does before it looks for a deadlock: it is we who give way, and no loop
    # of the desk has an error because of a test that is over.
    first = (
        f"SET LOCAL lock_timeout = '300ms'; LOCK TABLE {held} IN EXCLUSIVE MODE;"  # noqa: S608
        " UPDATE brands SET default_team_id = NULL"
    )
    # Tables that have grown are made anew: every row that is deleted is looked for in what is left of others.
    anew = f"TRUNCATE {', '.join(_TABLES)}"
    looks = next(_emptied) % _EACH == 0
    for tries_left in reversed(range(100)):
        try:
            async with database.lean() as connection:
                many = await connection.fetchval(_MANY)
                grown = many or (looks and await connection.fetchval(_SIZE, list(_TABLES)) > _GROWN)
                if await connection.fetchval("SELECT to_regproc('testing.emptied') IS NULL"):
                    await connection.execute(_EMPTIED)
                await connection.execute(f"{first}; {anew if grown else 'SELECT testing.emptied()'}")
        except _GIVEN_WAY:
            if not tries_left:
                raise
            await asyncio.sleep(0.1)
        else:
            return
