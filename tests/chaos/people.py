"""The people of a run: customers and agents on sockets, and clients over HTTP alone, each with a log of its own."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from app import clock
from app.client import DeskSocket, Refused
from app.client.state import Action, Reset, Tell, Update
from app.db import Database
from app.models import Agent, Customer, SignIn, Team, VisitorSession
from app.services import tokens

TOKEN_SECONDS = 86_000
BACKOFF = (0.1, 1.5)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token."""

    id: UUID
    kind: str
    token: str


@dataclass(slots=True)
class Seen:
    """What one client has shown its user of one ticket: by place, what stood there."""

    events: list[tuple[int, str, str | None, str | None]] = field(default_factory=list)
    resets: int = 0


@dataclass(slots=True)
class Written:
    """What a writer has written: acknowledged messages with their place, and those it never heard of again."""

    acked: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    waiting: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


async def make(database: Database, *, customers: int, agents: int) -> tuple[list[Caller], list[Caller]]:
    """Customers and agents, straight in the database."""
    now = clock.now()
    made: tuple[list[Caller], list[Caller]] = ([], [])
    async with database.unit_of_work() as work:
        work.session.add(Team(name="Support", created_at=now, updated_at=now))
        for number in range(customers):
            customer = Customer(name=f"Customer {number}", created_at=now, updated_at=now)
            visit = VisitorSession(customer_id=customer.id, created_at=now, expires_at=now + timedelta(days=2))
            work.session.add(customer)
            await work.session.flush()
            work.session.add(visit)
            made[0].append(_caller("customer", customer.id, visit.id))
        for number in range(agents):
            agent = Agent(
                email=f"agent{number}@desk.test", name=f"Agent {number}", role="agent", created_at=now, updated_at=now,
                presence="offline", presence_channels=[], presence_at=now,
            )  # fmt: skip
            sign_in = SignIn(agent_id=agent.id, token_hash=str(uuid4()), created_at=now, expires_at=now + timedelta(2))
            work.session.add(agent)
            await work.session.flush()
            work.session.add(sign_in)
            made[1].append(_caller("agent", agent.id, sign_in.id))
    return made


def _caller(kind: Any, who: UUID, session: UUID) -> Caller:
    return Caller(who, kind, tokens.issue(kind, who, session, seconds=TOKEN_SECONDS, now=clock.now()))


class Talker(DeskSocket):
    """A client on a socket, that now and then says the same frame twice."""

    def __init__(
        self, urls: Sequence[str], caller: Caller, name: str, *, twice: float, randomly: random.Random
    ) -> None:
        super().__init__(urls, caller.token, name=name, backoff=BACKOFF)
        self.caller = caller
        self.name = name
        self.seen: dict[str, Seen] = {}
        self.written = Written()
        self.twice = 0
        self._twice = twice
        self._randomly = randomly
        self._reading: asyncio.Task[None] | None = None

    def _act(self, actions: list[Action]) -> None:
        doubled: list[Action] = []
        for action in actions:
            doubled.append(action)
            if isinstance(action, Tell) and action.frame["t"] == "send" and self._randomly.random() < self._twice:
                self.twice += 1
                doubled.append(action)
        super()._act(doubled)

    async def listen(self) -> None:
        """Keep what comes."""
        self._reading = asyncio.create_task(self._keep(), name=f"reading of {self.name}")

    async def _keep(self) -> None:
        async for update in self.events():
            seen = self.seen.setdefault(update.ticket, Seen())
            if isinstance(update, Reset):
                seen.resets += 1
                seen.events.clear()
            else:
                seen.events.append(_told(update))

    async def write(self, ticket: str, body: str, *, internal: bool = False) -> None:
        """Send a message, and wait for its acknowledgement however long it takes."""
        cmid = str(uuid4())
        self.written.waiting[cmid] = (ticket, body)
        try:
            ack = await self.send(ticket, body, cmid=cmid, visibility="internal" if internal else "public")
        except Refused as refused:
            self.written.refused[cmid] = refused.code
            return
        self.written.acked[cmid] = (ticket, body, ack.seq)
        del self.written.waiting[cmid]

    async def stop_reading(self, seconds: float) -> None:
        """Take nothing from the network for a while, as a phone in a lift does."""
        ws = self._ws
        if ws is None or ws.transport.is_closing():
            return
        ws.transport.pause_reading()
        await asyncio.sleep(seconds)
        if not ws.transport.is_closing():
            ws.transport.resume_reading()


def _told(update: Update) -> tuple[int, str, str | None, str | None]:
    message = update.data.get("message") or {}
    return update.seq, update.kind, message.get("id"), message.get("body")


class Plain:
    """A client without a socket: it writes by POST with retries, and reads by long polls."""

    def __init__(self, urls: Sequence[str], caller: Caller, name: str, randomly: random.Random) -> None:
        self.caller = caller
        self.name = name
        self.seen: dict[str, Seen] = {}
        self.written = Written()
        self.polls = 0
        self.retries = 0
        self._urls = urls
        self._randomly = randomly
        self._http = httpx.AsyncClient(
            headers={"authorization": f"Bearer {caller.token}"}, timeout=6, verify=False  # noqa: S501 - loopback
        )  # fmt: skip

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def write(self, ticket: str, body: str) -> None:
        """POST a message until somebody says that it is stored."""
        cmid = str(uuid4())
        self.written.waiting[cmid] = (ticket, body)
        content = {"body": body, "client_message_id": cmid}
        while True:
            url = f"{self._randomly.choice(self._urls)}/v1/tickets/{ticket}/messages"
            try:
                answer = await self._http.post(url, json=content)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code in {200, 201}:
                self.written.acked[cmid] = (ticket, body, answer.json()["seq"])
                del self.written.waiting[cmid]
                return
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                self.written.refused[cmid] = answer.text
                return
            self.retries += 1
            await asyncio.sleep(self._randomly.uniform(0.05, 0.5))

    async def follow(self, tickets: Sequence[str]) -> None:
        """Poll for ever."""
        held = dict.fromkeys(tickets, 0)
        self.seen = {ticket: Seen() for ticket in tickets}
        epoch: str | None = None
        while True:
            cursors = ",".join(f"{ticket}:{seq}" for ticket, seq in held.items())
            params = {"cursors": cursors, "wait": "3", **({"epoch": epoch} if epoch else {})}
            try:
                answer = await self._http.get(f"{self._randomly.choice(self._urls)}/v1/sync", params=params)
                found = answer.json() if answer.status_code == httpx.codes.OK else None
            except (httpx.HTTPError, ValueError):
                found = None
            self.polls += 1
            if found is None:
                await asyncio.sleep(self._randomly.uniform(0.05, 0.5))
                continue
            epoch = found["epoch"]
            for reset in found["reset"]:
                seen = self.seen.setdefault(reset["ticket"], Seen())
                seen.resets += 1
                seen.events.clear()
                held[reset["ticket"]] = 0
            for each in found["events"]:
                message = each["data"].get("message") or {}
                told = (each["seq"], each["kind"], message.get("id"), message.get("body"))
                self.seen.setdefault(each["ticket"], Seen()).events.append(told)
            held.update(found["cursors"])
