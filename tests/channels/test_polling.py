"""Asking Telegram for updates: one process at a time, nothing lost and nothing twice, whoever dies."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.db import Database
from app.ids import new_id
from app.rules.actors import Actor
from app.rules.permissions import ADMIN
from app.schemas.channels import ChannelIn
from app.services import channels, telegram_polling
from app.settings import Settings, configure
from tests.channels import accounts, vendors
from tests.channels.vendors import Telegram
from tests.desks import a_database, state_of

ADA = Actor("agent", new_id(), "Ada", permissions=ADMIN, role="admin")


@pytest.fixture
async def database(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which nobody asks but the test."""
    configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"]}))
    async with a_database(postgres) as url:
        made = Database(url, settings)
        yield made
        await made.close()
    configure(settings)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with vendors.serving() as running:
        running.telegram.patience = 0.05
        yield running.telegram


async def test_one_asks_and_another_goes_on_where_it_stopped(database: Database, telegram: Telegram) -> None:
    settings = {"polling": True, "api_url": telegram.base}
    secrets = {"bot_token": accounts.TELEGRAM_SECRETS["bot_token"]}
    body: dict[str, Any] = {"kind": "telegram", "name": "Bot", "address": "bot"}
    async with database.unit_of_work() as work:
        new = ChannelIn.model_validate({**body, "settings": settings, "secrets": secrets})
        await channels.create(work.session, ADA, new)
    first = await telegram_polling.claim(database)
    assert first is not None
    assert await telegram_polling.claim(database) is None
    assert await telegram_polling.begin(database, first)
    for text in ("one", "two"):
        telegram.happen("message", 5, text=text)
    later = await telegram_polling.ask(database, first)
    assert later is not None
    assert later.next_update == telegram.next_update + 1
    # It dies before its next question says that they are stored: they come again, and are the same ones.
    assert len(telegram.updates) == 2
    await state_of(database, "UPDATE telegram_polling SET lease_until = now() - interval '1 second'")
    second = await telegram_polling.claim(database)
    assert second is not None
    assert (second.next_update, second.holder != first.holder) == (later.next_update, True)
    telegram.happen("message", 5, text="three")
    assert await telegram_polling.ask(database, later) is None  # it was only asleep
    assert await state_of(database, "SELECT count(*) FROM inbound") == 2
    going_on = await telegram_polling.ask(database, second)
    assert going_on is not None
    assert await state_of(database, "SELECT array_agg(external_id ORDER BY number) FROM inbound") == [
        "501", "502", "503",
    ]  # fmt: skip
    # After a silence of a week Telegram may begin with lower numbers.
    await state_of(database, "UPDATE telegram_polling SET lease_until = now(), came_at = now() - interval '8 days'")
    third = await telegram_polling.claim(database)
    assert third is not None
    telegram.next_update = 3
    telegram.happen("message", 5, text="four")
    assert await telegram_polling.ask(database, third) is not None
    assert telegram.asked[-1][1]["offset"] == 0
    assert await state_of(database, "SELECT count(*) FROM inbound WHERE external_id = '4'") == 1
    # In trouble it is let go for a while, and the reason is kept.
    telegram.down = True
    assert await telegram_polling.ask(database, third) is None
    assert await telegram_polling.claim(database) is None
    assert "502" in await state_of(database, "SELECT last_error FROM telegram_polling")
    until = await state_of(database, "SELECT lease_until FROM telegram_polling")
    assert until < clock.now() + timedelta(seconds=60)
    await state_of(database, "UPDATE channels SET enabled = false")
    await state_of(database, "UPDATE telegram_polling SET lease_until = now()")
    assert await telegram_polling.claim(database) is None
