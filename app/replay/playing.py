"""One conversation, played: the visitor opens a chat, an agent takes it, both talk, it is solved and rated."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4
from zlib import crc32

from app import clock
from app.client import DeskSocket, Refused
from app.replay.api import Api, ApiError
from app.replay.conversations import Conversation, Message
from app.replay.counting import Counts, Said, Seen, by_participants
from app.replay.staff import Seat, Staff
from app.replay.views import Views, seen_from_log

# Longer than an offer lives, so that a chat survives an agent who did not answer.
TAKEN_SECONDS = 180.0
# A busy machine takes its time; what has not come by then does not come.
SEEN_SECONDS = 60.0
# Every third answer goes over HTTP, as a program of the company would send it.
OVER_HTTP = 3

Pause = Callable[[Message, Message], Awaitable[None]]
Tell = Callable[[str], None]


@dataclass
class Outcome:
    """How a conversation went. `trouble` says why it was not finished (None: it was)."""

    conversation: Conversation
    acknowledged: int = 0
    counts: Counts = field(default_factory=Counts)
    waited: float | None = None
    first_reply: float | None = None
    reconnects: int = 0
    # Frames that came twice or too early over the customer's socket; the client put them right.
    mended: int = 0
    trouble: str | None = None


class Unseen(Exception):
    """A participant did not get to see what had been acknowledged."""


async def play(conversation: Conversation, api: Api, staff: Staff, pause: Pause, tell: Tell) -> Outcome:
    """Play it to its end and count both sides. Never raises for what the desk does: see `Outcome.trouble`."""
    outcome = Outcome(conversation)
    try:
        await _Play(conversation, api, staff, pause, tell, outcome).run()
    except (ApiError, Refused, Unseen, TimeoutError) as error:
        outcome.trouble = f"{type(error).__name__}: {error}"
    return outcome


class _Play:
    def __init__(
        self, conversation: Conversation, api: Api, staff: Staff, pause: Pause, tell: Tell, outcome: Outcome
    ) -> None:
        self.conversation = conversation
        self.api = api
        self.staff = staff
        self.pause = pause
        self.tell = tell
        self.outcome = outcome
        self.said: list[Said] = []
        self.ticket = ""
        self.opened_at = 0.0

    async def run(self) -> None:
        first = self.conversation.messages[0]
        brand = self.conversation.brand
        session = await self.api("POST", "/v1/widget/sessions", body={"name": first.name, "brand": brand})
        visitor: str = session["token"]
        self.opened_at = clock.monotonic()
        chat = await self.api("POST", "/v1/chats", token=visitor, body={"body": first.text, "brand": brand})
        self.ticket = chat["ticket_id"]
        self._acknowledged(Said(first.text))
        async with DeskSocket(self.api.base_url, visitor, name="otklik-replay") as socket:
            views = Views(socket)
            collecting = asyncio.create_task(views.collect())
            try:
                await socket.subscribe(self.ticket)
                async with asyncio.timeout(TAKEN_SECONDS):
                    seat = await self.staff.taken(self.ticket)
                self.outcome.waited = clock.monotonic() - self.opened_at
                await seat.socket.subscribe(self.ticket)
                try:
                    await self._talk(views, seat)
                    await self._close(views, seat, visitor, chat["id"])
                except Unseen as unseen:
                    # Not finished, and counted all the same: what was not shown is lost.
                    self.outcome.trouble = f"{type(unseen).__name__}: {unseen}"
                await self._count(views, seat, visitor)
            finally:
                self.outcome.mended = socket.state.counts.repeated + socket.state.counts.gaps
                self.outcome.reconnects = socket.connections - 1
                collecting.cancel()
                await asyncio.gather(collecting, return_exceptions=True)

    async def _talk(self, views: Views, seat: Seat) -> None:
        before = self.conversation.messages[0]
        answers = 0
        for message in self.conversation.messages[1:]:
            await self.pause(before, message)
            before = message
            cmid = str(uuid4())
            if message.role == "customer":
                await views.socket.send(self.ticket, message.text, cmid=cmid)
            else:
                answers += 1
                await self._answer(seat, message.text, cmid, over_http=answers % OVER_HTTP == 0)
            self._acknowledged(Said(message.text, cmid))
            # The other one reads before answering, as people do.
            other = seat.views if message.role == "customer" else views
            if not await other.wait_for(self.ticket, _has(cmid), seconds=SEEN_SECONDS):
                raise Unseen(f"a message of the {message.role} was acknowledged and not shown to the other side")
            if message.role == "agent" and self.outcome.first_reply is None:
                self.outcome.first_reply = clock.monotonic() - self.opened_at

    async def _answer(self, seat: Seat, body: str, cmid: str, *, over_http: bool) -> None:
        if over_http:
            sent = {"body": body, "client_message_id": cmid}
            await seat.sign_in.call("POST", f"/v1/tickets/{self.ticket}/messages", sent)
        else:
            await seat.socket.send(self.ticket, body, cmid=cmid)

    def _acknowledged(self, said: Said) -> None:
        self.said.append(said)
        self.outcome.acknowledged += 1

    async def _close(self, views: Views, seat: Seat, visitor: str, chat: str) -> None:
        await seat.sign_in.call("POST", f"/v1/chats/{chat}/end", {"solve": True})
        if not await views.wait_for(self.ticket, _happened("survey.invited"), seconds=SEEN_SECONDS):
            raise Unseen("the customer was not asked for a rating")
        # The same conversation is always rated the same.
        score = 5 - crc32(self.conversation.id.encode()) % 10 // 4
        token = views.data[self.ticket, "survey.invited"]["survey_token"]
        await self.api("POST", "/v1/feedback", token=visitor, body={"survey_token": token, "score": score})
        waited = f"{self.outcome.waited:.2f}" if self.outcome.waited is not None else "?"
        self.tell(
            f"{self.conversation.brand}: {self.conversation.customer} waited {waited} s for {seat.name}, "
            f"{len(self.said)} messages, solved, rated {score} of 5"
        )

    async def _count(self, views: Views, seat: Seat, visitor: str) -> None:
        logs = {
            "customer": await self._log(visitor),
            "agent": await self._log(await seat.sign_in.token()),
        }
        for who, shown in (("customer", views), ("agent", seat.views)):
            # Not raised when it does not come: the difference is what is counted.
            await shown.wait_for(self.ticket, _reaches(len(logs[who])), seconds=SEEN_SECONDS)
        shown_to = {"customer": views.by_ticket[self.ticket], "agent": seat.views.by_ticket[self.ticket]}
        self.outcome.counts = by_participants(self.said, logs, shown_to)

    async def _log(self, token: str) -> list[Seen]:
        found: list[dict[str, Any]] = []
        after = 0
        while True:
            path = f"/v1/tickets/{self.ticket}/events"
            page = await self.api("GET", path, token=token, after_seq=after, limit=200)
            found += page["items"]
            if page["next_cursor"] is None:
                return [seen_from_log(each) for each in found]
            after = page["next_cursor"]


def _has(cmid: str) -> Callable[[list[Seen]], bool]:
    return lambda shown: any(each.cmid == cmid for each in reversed(shown))


def _happened(kind: str) -> Callable[[list[Seen]], bool]:
    return lambda shown: any(each.kind == kind for each in reversed(shown))


def _reaches(count: int) -> Callable[[list[Seen]], bool]:
    return lambda shown: len(shown) >= count
