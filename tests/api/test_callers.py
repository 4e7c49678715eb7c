"""What is remembered of a caller for a moment: it saves questions and never outlives the caller's rights."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from app.db import Database
from app.errors import Unavailable
from app.services import callers
from app.settings import Settings, configure
from tests.conftest import Callers


@pytest.fixture
def remembering(settings: Settings) -> Iterator[None]:
    """Callers are remembered for as long as a setting can say."""
    configure(settings.model_copy(update={"actor_cache_seconds": 5.0}))
    yield
    configure(settings)


@pytest.mark.usefixtures("remembering")
async def test_a_remembered_caller_stops_at_once_when_its_rights_end(callers_: Callers) -> None:
    admin, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    vera, partner = await callers_.customer(), await callers_.partner("tickets:read")
    for each in (anna, boris, vera, partner):
        await each.get("/v1/tickets")
    await anna("POST", "/v1/auth/logout", expect=204)
    await admin.patch(f"/v1/agents/{boris.id}", {"status": "disabled"})
    await vera("DELETE", "/v1/widget/sessions/current", expect=204)
    await admin("DELETE", f"/v1/api-keys/{partner.id}", expect=204)
    for each, code in ((anna, "signed_out"), (boris, "signed_out"), (vera, "signed_out"), (partner, "invalid_key")):
        await each.refused("GET", "/v1/tickets", 401, code)


@pytest.mark.usefixtures("remembering")
async def test_a_caller_who_is_remembered_costs_no_question(callers_: Callers) -> None:
    anna = await callers_.agent()
    await anna.get("/v1/tickets")
    async with callers_.desk.database.lean() as connection:
        # Without a hint, as if another process had done it and its hint were lost: remembered until the time is over.
        await connection.execute("UPDATE sign_ins SET ended_at = now() WHERE agent_id = $1", anna.id)
    await anna.get("/v1/tickets")


async def test_connections_are_given_out_in_turn(settings: Settings) -> None:
    """Whoever comes back for another connection must not overtake those who wait."""
    assert settings.database_url is not None
    database = Database(settings.database_url, settings.model_copy(update={"lean_pool_size": 2}))
    asked: list[tuple[int, int]] = []
    served: list[tuple[int, int]] = []

    async def use_again_and_again(who: int) -> None:
        for turn in range(30):
            asked.append((who, turn))
            async with database.lean() as connection:
                served.append((who, turn))
                await connection.execute("SELECT 1")

    try:
        await database.pool()
        await asyncio.gather(*(use_again_and_again(who) for who in range(8)))
    finally:
        await database.close()
    places = {each: place for place, each in enumerate(asked)}
    overtaken = max(abs(place - places[each]) for place, each in enumerate(served))
    # Two connections come free independently of each other: neighbours may swap, nobody is passed by the whole line.
    assert overtaken <= 2, f"somebody was overtaken by {overtaken}"


@pytest.mark.parametrize(
    "error",
    [asyncpg.InternalClientError("cannot switch to state 12"), asyncpg.ConnectionDoesNotExistError(), OSError()],
)
async def test_a_broken_connection_is_a_refusal_to_try_again_and_no_error_of_ours(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    anna = await callers_.agent()

    @asynccontextmanager
    async def broken(_self: Database) -> AsyncIterator[None]:
        raise error
        yield

    monkeypatch.setattr(Database, "lean", broken)
    with pytest.raises(Unavailable):
        await callers.authenticate(callers_.desk.database, str(anna.token))
    monkeypatch.undo()
