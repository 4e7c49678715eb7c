"""A channel that is open, and its partner who posts to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.channels import adapters
from tests.channels.plain import SECRET, PlainAdapter
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

# What its kind needs by its shape; this adapter does not look at it.
NEEDED = {"settings": {"url": "https://partner.example/desk"}, "secrets": {"webhook_secret": "whsec_x"}}


@dataclass
class Line:
    """A channel and who may do everything with it."""

    desk: Desk
    admin: Api
    nobody: Api
    id: str

    async def post(self, *updates: dict[str, Any], secret: str = SECRET) -> httpx.Response:
        """Post updates, as the messenger does."""
        path = f"/v1/channels/{self.id}/webhook"
        return await self.nobody("POST", path, json={"updates": updates}, headers={"x-secret": secret})

    async def take(self, *updates: dict[str, Any]) -> list[dict[str, Any]]:
        """Post them, and what they became, in their order."""
        assert (await self.post(*updates)).status_code == 200
        await self.settled()
        found = (await self.admin.get(f"/v1/inbound?channel_id={self.id}&limit=200"))["items"]
        by_id = {each["external_id"]: each for each in found}
        return [by_id[each["id"]] for each in updates]

    async def settled(self) -> None:
        """Wait until nothing waits any more."""

        async def idle() -> bool:
            async with self.desk.database.lean() as connection:
                return not await connection.fetchval("SELECT EXISTS (SELECT FROM inbound WHERE status = 'waiting')")

        await eventually(idle, bool)

    async def messages(self, ticket_id: str) -> list[dict[str, Any]]:
        """The thread, as agents see it."""
        items: list[dict[str, Any]] = (await self.admin.get(f"/v1/tickets/{ticket_id}/messages"))["items"]
        return items


@pytest.fixture
async def line(desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    """An open channel of the plainest kind."""
    monkeypatch.setitem(adapters.ADAPTERS, "custom", PlainAdapter())
    admin = await callers_.admin()
    made = await admin.post("/v1/channels", {"kind": "custom", "name": "Plain", "address": "plain", **NEEDED})
    opened = Line(desk, admin, callers_.nobody(), made["id"])
    yield opened
    # What is under way ends while its adapter is there.
    await opened.settled()
