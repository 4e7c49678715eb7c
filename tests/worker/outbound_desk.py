"""A desk with a mailbox and a real mail server, in which nothing works but what a test calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from app import clock
from app.db import Database, raw_connection
from app.ids import new_id
from app.models import Agent, Channel, ChannelIdentity, ChannelMessage, ChannelThread, Customer, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import ADMIN, CUSTOMER
from app.schemas.tickets import TicketIn
from app.services import channel_fanout, channel_sending, feed, inbound, inbound_spool, messages, tickets
from app.services.inbound import Item
from app.services.lean.messages import NewMessage
from app.settings import Settings, configure
from tests import checks
from tests.receivers import MailServer, a_mail_server

ADDRESS = "help@shop.example"


class Out:
    """The desk. `anna` is an agent; `box` the mailbox."""

    def __init__(self, database: Database, server: MailServer, settings: Settings) -> None:
        self.database, self.server, self.settings = database, server, settings
        self.anna = Actor("agent", new_id(), "Anna", permissions=ADMIN, role="admin")
        self.box = UUID(int=0)

    async def set_up(self) -> None:
        """The agent and the mailbox."""
        now = clock.now()
        email = f"{self.anna.id}@desk.test"
        async with self.database.unit_of_work() as work:
            work.session.add(
                Agent(id=self.anna.id, email=email, name="Anna", role="admin", created_at=now, updated_at=now)
            )
        self.box = await self.channel("email", ADDRESS, name="Shop help")

    async def channel(self, kind: str, address: str, **more: Any) -> UUID:
        """One more channel."""
        now = clock.now()
        async with self.database.unit_of_work() as work:
            made = Channel(kind=kind, address=address, created_at=now, updated_at=now, **{"name": kind, **more})
            work.session.add(made)
        return made.id

    async def ticket(
        self, email: str | None = "vera@example.com", *, channel: str = "api", body: str = "Where is it?", **fields: Any
    ) -> UUID:
        """A ticket of a customer with this address."""
        requester = {"name": "Вера", **({"email": email} if email else {"external_id": str(new_id())})}
        new = TicketIn.model_validate({"subject": "Где заказ?", "body": body, "requester": requester, **fields})
        async with self.database.unit_of_work() as work:
            made = await tickets.create(work, SYSTEM, new, channel=channel)
        return UUID(str(made["id"]))

    async def say(self, ticket: UUID, body: str = "It is on its way.", actor: Actor | None = None, **more: Any) -> UUID:
        """A message; its id."""
        async with self.database.unit_of_work() as work:
            done = await messages.send(work, actor or self.anna, ticket, NewMessage(body=body, **more))
        return UUID(str(done.message["id"]))

    async def customer(self, ticket: UUID) -> Actor:
        """Who asks."""
        async with self.database.unit_of_work() as work:
            found = await work.session.get(Ticket, ticket)
            assert found is not None
            who = await work.session.get(Customer, found.requester_id)
            assert who is not None
        return Actor("customer", who.id, who.name or "", permissions=CUSTOMER)

    async def came(self, ticket: UUID, channel: UUID, thread: str, external_id: str, *, body: str = "?") -> UUID:
        """The customer writes by a channel, as what takes it in stores it."""
        who, now = await self.customer(ticket), clock.now()
        message = await self.say(ticket, body, who)
        async with self.database.unit_of_work() as work:
            work.session.add(
                ChannelMessage(
                    channel_id=channel, external_id=external_id, ticket_id=ticket, message_id=message, direction="in",
                    thread=thread, created_at=now,
                )
            )  # fmt: skip
            there = await work.session.get(ChannelThread, (channel, thread))
            row = there or ChannelThread(channel_id=channel, thread=thread, ticket_id=ticket, customer_id=who.id)
            row.last_inbound_at = now
            work.session.add(row)
        return message

    async def known_as(self, ticket: UUID, kind: str, external_id: str, *, blocked: bool = False) -> None:
        """How a channel knows the customer."""
        who = await self.customer(ticket)
        async with self.database.unit_of_work() as work:
            row = ChannelIdentity(
                channel_kind=kind, scope=kind, external_id=external_id, customer_id=who.id, blocked=blocked,
                created_at=clock.now(),
            )  # fmt: skip
            work.session.add(row)

    async def follow(self) -> list[Any]:
        """What the loops of a worker do until there is nothing more in the feed; then all that leaves."""
        async with self.database.lean() as connection:
            while await feed.sequence(connection, epoch="1") > 0:
                pass
        more = True
        while more:
            async with self.database.unit_of_work() as work:
                connection = await raw_connection(work.session)
                if await feed.pass_over(connection, {channel_fanout.NAME: channel_fanout.idle}):
                    break
                taken = await feed.take(connection, channel_fanout.NAME, limit=channel_fanout.AT_ONCE)
                assert taken is not None
                if taken.events:
                    await channel_fanout.follow(work, taken.events)
                more = taken.more
        return await self.rows()

    async def send(self) -> bool:
        """One attempt, if something is due."""
        return await channel_sending.send_next(self.database, self.settings)

    async def all_sent(self) -> list[Any]:
        """Everything that is due is tried once, and again while it is due."""
        while await self.send():
            pass
        return await self.rows()

    async def rows(self) -> list[Any]:
        """Everything that leaves, in its order."""
        async with self.database.lean() as connection:
            return list(await connection.fetch("SELECT * FROM outbound ORDER BY number"))

    async def takes(self, *mails: EmailMessage | bytes) -> list[Any]:
        """What becomes of mails that come in by the mailbox."""
        items = [Item(str(new_id()), each if isinstance(each, bytes) else each.as_bytes()) for each in mails]
        async with self.database.unit_of_work() as work:
            stored = await inbound.store(await raw_connection(work.session), self.box, "smtp", items, now=clock.now())
        for each in await inbound_spool.claim(self.database, busy={}, per_channel=20, most=20):
            await inbound_spool.do(self.database, each, asyncio.Semaphore(1))
        query = "SELECT status, outcome, problem, ticket_id, message_id FROM inbound WHERE id = $1"
        async with self.database.lean() as connection:
            return [await connection.fetchrow(query, each.id) for each in stored]

    async def due(self) -> None:
        """As if the time had come."""
        await self.execute("UPDATE outbound SET next_attempt_at = $1 WHERE next_attempt_at IS NOT NULL", clock.now())

    async def older(self, by: timedelta) -> None:
        """As if so much time had passed since it was written."""
        async with self.database.lean() as connection:
            await connection.execute("UPDATE outbound SET created_at = created_at - $1::interval", by)

    async def delivery(self, message: UUID) -> tuple[str | None, str | None]:
        """What agents see of a message: its state, and why of its worst recipient."""
        async with self.database.lean() as connection:
            state = await connection.fetchval("SELECT delivery FROM messages WHERE id = $1", message)
            query = "SELECT detail FROM deliveries WHERE message_id = $1 AND state = $2"
            return state, await connection.fetchval(query, message, state)

    async def execute(self, query: str, *values: Any) -> None:
        """Change what only others change."""
        async with self.database.lean() as connection:
            await connection.execute(query, *values)


@asynccontextmanager
async def an_out(database: Database, settings: Settings) -> AsyncIterator[Out]:
    """The desk, and after it: logs fold to rows, and everything goes."""
    async with a_mail_server() as server:
        url = SecretStr(f"smtp://127.0.0.1:{server.port}")
        with_mail = settings.model_copy(update={"smtp_url": url, "public_url": "https://desk.example"})
        configure(with_mail)
        made = Out(database, server, with_mail)
        await made.set_up()
        try:
            yield made
            await checks.invariants(database)
        finally:
            configure(settings)
            await checks.empty(database)


def words(mail: Any) -> str:
    """The text of a mail, without what stands around it."""
    text: str = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    return text.partition("\n\n")[0]
