"""The people of a run: customers and agents on sockets, each with a log of its own."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID, uuid4

import httpx
from websockets.exceptions import ConnectionClosed

from app import clock
from app.client import DeskSocket, Refused
from app.client.actions import Action, Frame, Notice, Problem, Renewed, Reset, Tell, Typing, Update
from app.client.dialing import Token
from app.db import Database
from app.models import Agent, Customer, SignIn, Team, VisitorSession
from app.rules.actors import Actor
from app.rules.permissions import ADMIN
from app.schemas.sla_policies import SlaPolicyIn
from app.services import sla_policies, tokens

LONG_SECONDS = 86_000
SHORT_SECONDS = 3
CREDENTIAL_ENDED = 4003
BACKOFF = (0.1, 1.5)
FEATURES = ("typing", "receipts", "presence")

# Promises that are missed again and again while everything dies, and that are all told within seconds of the last word.
PROMISES: dict[str, Any] = {
    "name": "At once",
    "targets": [
        {"metric": metric, "priority": priority, "seconds": seconds, "hours": "calendar"}
        for metric, seconds in {"first_reply": 1, "next_reply": 1, "resolution": 2}.items()
        for priority in ("low", "normal", "high", "urgent")
    ],
    "steps": [
        {
            "metrics": ["next_reply"],
            "after_seconds": 0,
            "actions": [{"type": "notify", "recipients": [{"kind": "leads"}]}],
        },
        {"metrics": ["next_reply", "resolution"], "after_seconds": 1, "actions": [{"type": "raise_priority"}]},
    ],
}

# What somebody does before the token ends: it lasts; a newer one over the socket; nothing, and the desk hangs up.
Renewal: TypeAlias = Literal["never", "auth", "reconnect"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token."""

    id: UUID
    kind: Literal["agent", "customer"]
    session: UUID

    def token(self, seconds: int = LONG_SECONDS) -> str:
        """A new one."""
        return tokens.issue(self.kind, self.id, self.session, seconds=seconds, now=clock.now())


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
    """Customers, agents and what is promised, straight in the database."""
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
            made[0].append(Caller(customer.id, "customer", visit.id))
        for number in range(agents):
            agent = Agent(
                email=f"agent{number}@desk.test", name=f"Agent {number}", role="agent", created_at=now, updated_at=now,
                presence="offline", presence_channels=[], presence_at=now,
            )  # fmt: skip
            sign_in = SignIn(agent_id=agent.id, token_hash=str(uuid4()), created_at=now, expires_at=now + timedelta(2))
            work.session.add(agent)
            await work.session.flush()
            work.session.add(sign_in)
            made[1].append(Caller(agent.id, "agent", sign_in.id))
        await work.session.flush()
        await sla_policies.create(
            work.session, Actor("agent", made[1][0].id, "Agent 0", ADMIN), SlaPolicyIn(**PROMISES)
        )
    return made


class Talker(DeskSocket):
    """A client on a socket, that now and then says the same frame twice."""

    def __init__(
        self, urls: Sequence[str], caller: Caller, name: str, *, twice: float, randomly: random.Random,
        renewal: Renewal = "never",
    ) -> None:  # fmt: skip
        token: Token = caller.token() if renewal == "never" else self._fresh
        super().__init__(urls, token, name=name, backoff=BACKOFF, features=FEATURES)
        self.caller = caller
        self.name = name
        self.seen: dict[str, Seen] = {}
        self.written = Written()
        # How far this client has read, by ticket, as far as it has said so.
        self.marks: dict[str, int] = {}
        # The texts of all messages in all frames, shown or not.
        self.bodies: set[str] = set()
        # What it has said and heard besides messages, by kind; and tokens: renewed, or ended with their connection.
        self.said: Counter[str] = Counter()
        self.heard: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.renewed = 0
        self.ended = 0
        self.twice = 0
        self._renewal_way = renewal
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
            match action:
                case Renewed():
                    self.renewed += 1
                case Problem(code, _):
                    self.problems[code] += 1
                case Typing():
                    self.heard["typing"] += 1
                case Notice(frame):
                    self.heard[frame["t"]] += 1
                case _:
                    pass
        super()._act(doubled)

    def _take(self, frame: Frame) -> None:
        if frame.get("t") == "ev" and (message := frame["data"].get("message")):
            self.bodies.add(message["body"])
        super()._take(frame)

    async def _fresh(self) -> str:
        return self.caller.token(SHORT_SECONDS)

    def _renew_in(self, seconds: int | None) -> None:
        super()._renew_in(None if self._renewal_way == "reconnect" else seconds)

    async def _one_connection(self, http: httpx.AsyncClient) -> None:
        try:
            await super()._one_connection(http)
        except ConnectionClosed as closed:
            self.ended += closed.rcvd is not None and closed.rcvd.code == CREDENTIAL_ENDED
            raise

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

    def fidget(self, tickets: Sequence[str], randomly: random.Random) -> None:
        """Do one of the small things that people do between messages."""
        ticket = randomly.choice(tickets)
        what = randomly.choice(("typing", "read", "read", "presence"))
        self.said[what] += 1
        match what:
            case "typing":
                internal = self.caller.kind == "agent" and randomly.random() < 0.3
                visibility = "internal" if internal else None
                self.typing(ticket, on=randomly.random() < 0.8, visibility=visibility)
            case "read":
                events = self.seen[ticket].events
                self.marks[ticket] = max(events[-1][0] if events else 0, self.marks.get(ticket, 0))
                self.read(ticket, self.marks[ticket])
            case _:
                self.show("active" if randomly.random() < 0.5 else "idle")

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
