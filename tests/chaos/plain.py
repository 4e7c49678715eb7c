"""Clients without a socket: they write by POST with retries, and read by long polls."""

import asyncio
import random
from collections.abc import Sequence
from uuid import uuid4

import httpx

from tests.chaos.people import Caller, Seen, Written


class Plain:
    """One of them."""

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
            headers={"authorization": f"Bearer {caller.token()}"}, timeout=6, verify=False  # noqa: S501 - loopback
        )  # fmt: skip

    @property
    def bodies(self) -> set[str]:
        """The texts of all messages that came."""
        return {body for seen in self.seen.values() for *_, body in seen.events if body is not None}

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
