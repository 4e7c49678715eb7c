"""What leaves by channels: decided with the feed, sent in order, and never twice, whoever dies in the middle of it."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr

from app import clock
from app.db import Database
from app.ids import new_id
from app.models import Agent, Channel, ChannelMessage, Customer, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import ADMIN
from app.schemas.tickets import TicketIn
from app.services import channel_fanout, channel_sending, feed, mail_names, messages, tickets
from app.services.lean.messages import NewMessage
from app.settings import Settings, configure
from tests.conftest import SECRET
from tests.desks import a_database, state_of
from tests.receivers import MailServer, a_mail_server
from tests.worker.sending_processes import a_nursery


@pytest.fixture(scope="module")
async def a_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which no worker runs but ours."""
    async with a_database(postgres) as url:
        database = Database(url, settings)
        yield database
        await database.close()


class Out:
    """A desk with one mailbox and a mail server."""

    def __init__(self, database: Database, server: MailServer, settings: Settings) -> None:
        self.database, self.server, self.settings = database, server, settings
        self.agent = Actor("agent", new_id(), "Anna", permissions=ADMIN, role="admin")
        self.channel = UUID(int=0)

    async def set_up(self) -> None:
        now = clock.now()
        async with self.database.unit_of_work() as work:
            made = Channel(kind="email", name="Shop help", address="help@shop.example", created_at=now, updated_at=now)
            work.session.add_all(
                [
                    made,
                    Agent(
                        id=self.agent.id,
                        email=f"{new_id()}@desk",
                        name="Anna",
                        role="admin",
                        created_at=now,
                        updated_at=now,
                    ),
                ]
            )
        self.channel = made.id

    async def ticket(self, email: str | None = "vera@example.com", **fields: Any) -> UUID:
        asked = {"requester": {"email": email, "name": "Вера"}} if email else {}
        async with self.database.unit_of_work() as work:
            made = await tickets.create(
                work, SYSTEM, TicketIn.model_validate({"subject": "Где заказ?", "body": "?", **asked, **fields})
            )
        return UUID(str(made["id"]))

    async def say(self, ticket: UUID, body: str = "Hello", actor: Actor | None = None, **more: Any) -> UUID:
        async with self.database.unit_of_work() as work:
            done = await messages.send(work, actor or self.agent, ticket, NewMessage(body=body, **more))
        return UUID(str(done.message["id"]))

    async def follow(self) -> None:
        """What the loops of a worker do, until there is nothing more in the feed."""
        async with self.database.lean() as connection:
            while await feed.sequence(connection, epoch="1"):
                pass
        while True:
            async with self.database.unit_of_work() as work:
                from app.db import raw_connection

                taken = await feed.take(
                    await raw_connection(work.session), "channels", limit=20, idle=channel_fanout.idle
                )
                assert taken is not None
                if taken.events:
                    await channel_fanout.follow(work, taken.events)
            if not taken.more:
                return

    async def send(self) -> bool:
        return await channel_sending.send_next(self.database, self.settings)

    async def rows(self) -> list[Any]:
        async with self.database.lean() as connection:
            return list(await connection.fetch("SELECT * FROM outbound ORDER BY number"))

    async def due(self) -> None:
        async with self.database.lean() as connection:
            await connection.execute(
                "UPDATE outbound SET next_attempt_at = $1 WHERE next_attempt_at IS NOT NULL", clock.now()
            )


@pytest.fixture
async def out(a_desk: Database, settings: Settings) -> AsyncIterator[Out]:
    from tests import checks

    async with a_mail_server() as server:
        with_mail = settings.model_copy(
            update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{server.port}"), "public_url": "https://desk.example"}
        )
        configure(with_mail)
        made = Out(a_desk, server, with_mail)
        await made.set_up()
        yield made
        configure(settings)
    await checks.invariants(a_desk)
    await checks.empty(a_desk)


async def test_an_answer_goes_out_as_a_mail(out: Out) -> None:
    ticket = await out.ticket()
    await out.say(ticket, "Здравствуйте, **Вера**!", format="markdown")
    await out.follow()
    assert await out.send()
    print(out.server.raw[0].decode())
    (row,) = await out.rows()
    print(dict(row))
    assert row["status"] == "sent"


class Slow(MailServer):
    """A mail server that takes its time at each step: whoever is killed is killed in the middle of any of them."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.chance.uniform(0, 0.02))
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        return answer


async def test_nothing_arrives_twice_though_two_workers_are_killed_again_and_again(out: Out) -> None:
    chance = random.Random(20_261)
    out.server.__class__ = Slow
    out.server.chance = chance  # type: ignore[attr-defined]
    people = [await out.ticket(f"c{n}@example.com") for n in range(12)]
    for n in range(5):
        for ticket in people:
            await out.say(ticket, f"{n}")
    await out.follow()
    kills = 0

    async def left() -> int:
        query = "SELECT count(*) FROM outbound WHERE status IN ('waiting', 'sending', 'handing')"
        return int(await state_of(out.database, query))

    with a_nursery(out.database.url, f"smtp://127.0.0.1:{out.server.port}", SECRET) as nursery:
        working = [nursery.born(), nursery.born()]
        while await left():
            await asyncio.sleep(chance.uniform(0.05, 0.25))
            if kills < 30:
                kills += 1
                nursery.kill(working.pop(0))
                working.append(nursery.born())
    arrived = Counter(each["message-id"].strip("<>") for each in out.server.mails)
    rows = await out.rows()
    names = {
        row["message_id"]: mail_names.message_id(row["ticket_id"], row["message_id"], "help@shop.example")
        for row in rows
    }
    states = Counter(row["status"] for row in rows)
    print(kills, states, len(arrived))
    assert set(arrived.values()) == {1}, "twice"
    assert set(states) <= {"sent", "unsure"}
    for row in rows:
        assert arrived[names[row["message_id"]]] == 1 or row["status"] == "unsure"
    # And each conversation in its order.
    for row in {each["recipient"] for each in rows}:
        said = [
            mail.get_body(("plain",)).get_content()[0]
            for mail in out.server.mails
            if mail["to"].addresses[0].addr_spec == row
        ]
        assert said == sorted(said)
