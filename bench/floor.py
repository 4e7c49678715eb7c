"""The floor: raw ASGI, one asyncpg statement a request, orjson; no routes, no validation, no callers, no rules.

What the desk costs above this is the price of everything that a desk is for.
"""

import argparse
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import asyncpg
import orjson
import uvicorn

from app.ids import new_id
from bench import floor_sql, seeding

POOL = 12  # as many connections as the desk's hot paths have by default


def _plain(value: Any) -> str:  # noqa: ANN401 - asyncpg's own UUID
    return str(value)


def _dumps(value: Any) -> bytes:  # noqa: ANN401
    return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z)


def _ticket(row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    shown = dict(row)
    shown["custom_fields"] = orjson.Fragment(shown["custom_fields"])
    shown["requester"] = {
        "id": shown.pop("requester_id"),
        "name": shown.pop("requester_name"),
        "email": shown.pop("requester_email"),
    }
    return shown


async def _keep(_connection: Any) -> None:  # noqa: ANN401 - nothing is left behind, so nothing is reset
    return


class Floor:
    """The ASGI application."""

    def __init__(self, url: str) -> None:
        """`url` is the database that the desk beside it uses."""
        self._url = url
        self._pool: asyncpg.Pool[Any] | None = None

    @property
    def pool(self) -> "asyncpg.Pool[Any]":
        """The connections, once started."""
        assert self._pool is not None  # noqa: S101 - the lifespan comes first
        return self._pool

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        """ASGI."""
        match scope["type"]:
            case "http":
                body, status = await self._http(scope, receive), 201 if scope["method"] == "POST" else 200
                headers = [(b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")]
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})
            case "websocket":
                await self._socket(receive, send)
            case "lifespan":
                await receive()
                self._pool = await asyncpg.create_pool(self._url, min_size=POOL, max_size=POOL, reset=_keep)
                await send({"type": "lifespan.startup.complete"})
                await receive()
                self._pool.terminate()
                await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Any, receive: Any) -> bytes:  # noqa: ANN401
        path: str = scope["path"]
        if scope["method"] == "GET":
            if path == "/v1/tickets":
                return await self._list(parse_qs(scope["query_string"].decode()))
            return await self._read(UUID(path.rpartition("/")[2]))
        message = await receive()
        said = message["body"]
        while message["more_body"]:
            message = await receive()
            said += message["body"]
        new = orjson.loads(said)
        if path == "/v1/tickets":
            return await self._create(new)
        if path.startswith("/v1/intake/"):
            made = orjson.loads(await self._create(new))
            return _dumps({"ticket_id": made["id"], "number": made["number"], "outcome": "created"})
        message_id, now, ticket_id = new_id(), datetime.now(UTC), UUID(path.split("/")[3])
        key = new["client_message_id"]
        agent, name = seeding.AGENT, seeding.AGENT_NAME
        async with self.pool.acquire() as connection:
            row: Any = await connection.fetchrow(
                floor_sql.APPEND, ticket_id, message_id, now, "agent", agent, name, new["body"], key
            )
        author = {"kind": "agent", "id": agent, "name": name}
        shown = {"id": message_id, "ticket_id": ticket_id, "seq": row["seq"], "author": author, "body": new["body"]}
        shown |= {
            "visibility": "public",
            "format": "text",
            "generated": False,
            "language": None,
            "translated_from": None,
            "original": None,
            "client_message_id": key,
            "created_at": now,
        }
        return _dumps(shown)

    async def _create(self, new: dict[str, Any]) -> bytes:
        ticket_id, now = new_id(), datetime.now(UTC)
        fields = orjson.dumps(new["custom_fields"]).decode()
        async with self.pool.acquire() as connection:
            row: Any = await connection.fetchrow(
                floor_sql.CREATE, ticket_id, new_id(), now, new["requester"]["email"], new["subject"], new["body"],
                new["priority"], new["type"], new["language"], new["tags"], fields, seeding.AGENT, seeding.BRAND,
                seeding.TEAM, seeding.AGENT, seeding.AGENT_NAME,
            )  # fmt: skip
        shown = {**row, "id": ticket_id, "subject": new["subject"], "status": "open", "priority": new["priority"]}
        shown |= {"type": new["type"], "channel": "agent", "topic": None, "language": new["language"]}
        shown |= {"language_detected": False}
        shown |= {
            "tags": new["tags"],
            "custom_fields": fields,
            "brand": seeding.BRAND,
            "queue_id": None,
            "team_id": seeding.TEAM,
        }
        shown |= {"assignee_id": seeding.AGENT, "source_id": None, "external_id": None, "chat_id": None}
        shown |= {"first_reply_at": None, "first_human_reply_at": None, "solved_at": None, "seq": 3, "version": 2}
        shown |= {"tension": "none", "spam": "no"}
        shown |= {"request_type": None, "approval": None, "merged_into": None, "has_merged": False}
        shown |= {"snoozed_until": None, "pending_until": None, "tier": 0, "next_due_at": None}
        shown |= {"created_at": now, "updated_at": now}
        return _dumps(_ticket(shown))

    async def _read(self, ticket_id: UUID) -> bytes:
        async with self.pool.acquire() as connection:
            row: Any = await connection.fetchrow(floor_sql.READ, ticket_id)
        shown = _ticket(row)
        shown["messages"] = orjson.Fragment(shown["messages"])
        return _dumps(shown)

    async def _list(self, query: dict[str, list[str]]) -> bytes:
        limit = int(query["limit"][0])
        async with self.pool.acquire() as connection:
            # One more than asked for says whether there is a next page.
            rows = await connection.fetch(floor_sql.LIST, UUID(query["team_id"][0]), query["status"][0], limit + 1)
        cursor = f"{rows[limit - 1]['updated_at'].isoformat()} {rows[limit - 1]['id']}" if len(rows) > limit else None
        return _dumps({"items": [_ticket(row) for row in rows[:limit]], "next_cursor": cursor})

    async def _socket(self, receive: Any, send: Any) -> None:  # noqa: ANN401
        """A durable echo: a message is stored, then acknowledged."""
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "desk.v1"})
        while (message := await receive())["type"] == "websocket.receive":
            said = orjson.loads(message["text"])
            answer: dict[str, Any]
            match said["t"]:
                case "hello":
                    answer = {"t": "welcome", "epoch": "floor"}
                case "sub":
                    answer = {"t": "ok", "re": said["id"], "subs": [{"ticket": said["subs"][0]["ticket"]}]}
                case _:
                    message_id, now, key = new_id(), datetime.now(UTC), said["cmid"]
                    ticket_id = UUID(said["ticket"])
                    async with self.pool.acquire() as connection:
                        row: Any = await connection.fetchrow(
                            floor_sql.APPEND, ticket_id, message_id, now, "customer", None, "Vera", said["body"], key
                        )
                    answer = {"t": "ack", "re": said["id"], "cmid": key, "message": message_id}
                    answer |= {"seq": row["public_seq"], "at": now, "dup": False}
            await send({"type": "websocket.send", "text": _dumps(answer).decode()})


def main() -> None:
    """Serve the floor on a loopback port until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    uvicorn.run(
        Floor(given.url), host="127.0.0.1", port=given.port, loop="uvloop", http="httptools", ws="websockets-sansio",
        ws_per_message_deflate=False, access_log=False, log_level="warning", timeout_graceful_shutdown=2,
    )  # fmt: skip


if __name__ == "__main__":
    main()
