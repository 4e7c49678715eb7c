"""Reports of tickets: what is counted, of whom and when, and that the tickets behind a number are as many."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import pytest

from app.services import report_keeping
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk

PATH = "/v1/reports"


@pytest.fixture(autouse=True)
async def _reporting(settings: Settings) -> AsyncIterator[None]:
    configure(settings.model_copy(update={"reports": True}))
    yield
    configure(settings)


async def kept(desk: Desk, tickets: Sequence[str]) -> None:
    """What has happened to these tickets is in the facts."""
    async with desk.database.lean() as connection, connection.transaction():
        await report_keeping.keep(connection, [UUID(each) for each in tickets])


async def report(caller: Api, name: str, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = await caller.get(f"{PATH}/{name}", params={k.rstrip("_"): v for k, v in asked.items()})
    return found


async def test_first(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    vera = await callers_.customer()
    made = await vera.post("/v1/tickets", {"subject": "Card", "body": "It is gone", "topic": "cards/lost"})
    await anna.post(f"/v1/tickets/{made['id']}/messages", {"body": "Oh"})
    await anna.patch(f"/v1/tickets/{made['id']}", {"status": "solved"})
    await kept(callers_.desk, [made["id"]])
    for name in [each["name"] for each in (await ada.get(PATH))["items"]]:
        found = await report(ada, name, group_by="topic", interval="day")
        for row in [found["total"], *found["rows"]]:
            if row["tickets"]:
                page = await ada.get(row["tickets"])
                assert len(page["items"]) == row["n"], (name, row, page)
