"""A channel of the plainest kind: updates are JSON, proved by a secret."""

# ruff: noqa: ARG002 - an adapter is what all of them are

import asyncio
import hmac
from typing import Any

import orjson

from app.channels.base import (
    Account,
    Answer,
    Delivered,
    File,
    ForgedError,
    Incoming,
    Outcome,
    Outgoing,
    Person,
    Received,
    Refused,
    Update,
)
from app.ids import new_id

SECRET = "plain secret"
# What slow files wait for.
SLOW = asyncio.Event()


class PlainAdapter:
    """Takes `{"updates": [{"id", "what", "thread", ...}]}`."""

    kind = "custom"
    repeatable = False

    def check(self, account: Account) -> None:
        if account.settings.get("wrong"):
            msg = "wrong must not be set"
            raise ValueError(msg)

    def identity_scope(self, account: Account) -> str:
        return str(account.id)

    def receive(self, account: Account, request: Delivered) -> Received:
        if not hmac.compare_digest(request.headers.get("x-secret", ""), SECRET):
            raise ForgedError
        if request.method == "GET":
            return Received((), Answer(body=request.query["challenge"].encode()))
        updates = orjson.loads(request.body)["updates"]
        return Received(tuple(Update(each.get("id"), each.get("lane"), orjson.dumps(each)) for each in updates))

    def read(self, account: Account, body: bytes) -> tuple[Incoming, ...]:
        said = orjson.loads(body)
        if said.get("what") == "nonsense":
            msg = "no such thing"
            raise ValueError(msg)
        if said.get("what") == "poison":
            raise RuntimeError("poison")
        return tuple(_incoming(each) for each in said.get("things", [said]))

    async def send(self, account: Account, out: Outgoing) -> Outcome:
        return Refused("nobody is there")

    async def introduce(self, account: Account, person: Person) -> Person:
        return person

    async def fetch(self, account: Account, file: File) -> bytes:
        if file.token == "away":
            raise ConnectionError
        if file.token == "slow":
            await SLOW.wait()
        return f"bytes of {file.token}".encode()

    async def connect(self, account: Account, public_url: str) -> None:
        return


def _incoming(said: dict[str, Any]) -> Incoming:
    person = said.get("person")
    files = tuple(
        File(each["name"], None, token=each.get("token"), size=each.get("size")) for each in said.get("files", ())
    )
    return Incoming(
        what=said["what"],
        thread=said["thread"],
        external_id=said["message"],
        person=None if person is None else Person(**person),
        text=said.get("text", ""),
        files=files,
        state=said.get("state"),
        detail=said.get("detail"),
    )


def message(who: str, text: str, **more: Any) -> dict[str, Any]:
    """An update: somebody has written."""
    made = str(new_id())
    known = {"id": made, "what": "message", "thread": who, "lane": who, "message": f"m{made}", "text": text}
    return {**known, "person": {"external_id": who, "name": who.title()}, **more}
