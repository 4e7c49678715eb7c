"""The agents of a replay: made through the API, online over the socket, taking every chat that they are offered."""

import asyncio
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from app.client import DeskSocket
from app.replay.api import Api, ApiError, SignIn
from app.replay.conversations import Conversation
from app.replay.views import Views

AGENTS_AT_LEAST = 2
CONVERSATIONS_PER_AGENT = 50
CHATS_AT_ONCE = 8
# Making an agent costs the desk a slow hash: a few at a time.
AT_ONCE = 4


class Seat:
    """One agent at work."""

    def __init__(self, api: Api, sign_in: SignIn, name: str) -> None:
        self.api = api
        self.sign_in = sign_in
        self.name = name
        self.socket = DeskSocket(api.base_url, sign_in.token, name="otklik-replay")
        self.views = Views(self.socket)


class Staff:
    """Everybody who works during a replay; `taken` resolves to the seat that has a ticket's chat."""

    def __init__(self, api: Api, admin: SignIn, password_seed: str) -> None:
        self._api = api
        self._admin = admin
        self._seed = password_seed
        self._seats: list[Seat] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._taken: defaultdict[str, asyncio.Future[Seat]] = defaultdict(asyncio.get_running_loop().create_future)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self.known: set[str] = set()

    async def prepare(self, conversations: list[Conversation]) -> None:
        """A brand, a team and online agents for every brand. Raises `ApiError`."""
        by_brand: defaultdict[str, list[Conversation]] = defaultdict(list)
        for each in conversations:
            by_brand[each.brand].append(each)
        teams = {each["name"]: each for each in await self._all("/v1/teams")}
        async with asyncio.TaskGroup() as group:
            for brand, held in by_brand.items():
                group.create_task(self._staff(brand, held, teams))
        for seat in self._seats:
            await seat.socket.__aenter__()
            self._tasks.append(asyncio.create_task(seat.views.collect()))
            self._tasks.append(asyncio.create_task(self._take_offers(seat)))

    def taken(self, ticket: str) -> asyncio.Future[Seat]:
        """Who has the chat of this ticket."""
        self.known.add(ticket)
        return self._taken[ticket]

    async def go_home(self) -> None:
        """Go offline, end chats that nobody of this replay knows, and hang up."""
        async with asyncio.TaskGroup() as group:
            for seat in self._seats:
                group.create_task(self._leave(seat))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def sockets(self) -> Iterable[DeskSocket]:
        """The sockets of all agents."""
        return [seat.socket for seat in self._seats]

    @property
    def mended(self) -> int:
        """Frames that came twice or too early over the agents' sockets."""
        return sum(each.state.counts.repeated + each.state.counts.gaps for each in self.sockets)

    async def _staff(self, brand: str, held: list[Conversation], teams: dict[str, Any]) -> None:
        names = list(dict.fromkeys(m.name for each in held for m in each.messages if m.role == "agent")) or [brand]
        wanted = max(AGENTS_AT_LEAST, len(names[:6]), -(-len(held) // CONVERSATIONS_PER_AGENT))
        there = await self._brand(brand)
        seats = await asyncio.gather(
            *(self._agent(brand, number, _name(names, number)) for number in range(1, wanted + 1))
        )
        agents = [agent for _, agent in seats]
        if there is not None and there["default_team_id"] is not None:
            team = await self._admin.call("GET", f"/v1/teams/{there['default_team_id']}")
        else:
            team = teams.get(f"{brand} (replay)")
        if team is None:
            body = {"name": f"{brand} (replay)", "agent_ids": agents}
            team = await self._admin.call("POST", "/v1/teams", body)
        elif not set(agents) <= set(team["agent_ids"]):
            body = {"agent_ids": sorted({*team["agent_ids"], *agents})}
            team = await self._admin.call("PATCH", f"/v1/teams/{team['id']}", body)
        if there is None:
            body = {"key": brand, "name": brand, "default_team_id": team["id"]}
            await self._admin.call("POST", "/v1/brands", body)
        elif there["default_team_id"] is None:
            await self._admin.call("PATCH", f"/v1/brands/{quote(brand)}", {"default_team_id": team["id"]})
        for seat, _ in seats:
            body = {"status": "online", "channels": ["chat"]}
            await seat.sign_in.call("PUT", "/v1/agents/me/presence", body)
            self._seats.append(seat)

    async def _brand(self, key: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = await self._admin.call("GET", f"/v1/brands/{quote(key)}")
        except ApiError as error:
            if error.status != 404:  # noqa: PLR2004 - not found
                raise
            return None
        return found

    async def _agent(self, brand: str, number: int, name: str) -> tuple[Seat, str]:
        """An agent of an earlier replay, or a new one; the password is the admin's secret to derive."""
        slug = re.sub(r"[^a-z0-9]+", "-", brand.lower()).strip("-")
        email = f"replay-{slug}-{number}@otklik.example"
        password = hashlib.sha256(f"{self._seed}/{email}".encode()).hexdigest()
        body = {
            "email": email,
            "name": name,
            "password": password,
            "capacity": {"chat": CHATS_AT_ONCE, "ticket": 0, "call": 0},
        }
        async with self._gate:
            try:
                await self._admin.call("POST", "/v1/agents", body)
            except ApiError as error:
                if error.code != "email_taken":
                    raise
            sign_in = await SignIn.by_password(self._api, email, password)
        me = await sign_in.call("GET", "/v1/auth/me")
        return Seat(self._api, sign_in, name), str(me["id"])

    async def _take_offers(self, seat: Seat) -> None:
        while True:
            frame = await seat.socket.offers.get()
            if frame["t"] != "offer":
                continue
            try:
                chat = await seat.sign_in.call("POST", f"/v1/chats/{frame['chat']}/accept")
            except ApiError as error:
                if error.status != 409:  # noqa: PLR2004 - too late, or somebody else's: the desk offers it again
                    raise
                continue
            taken = self._taken[chat["ticket_id"]]
            if not taken.done():
                taken.set_result(seat)

    async def _leave(self, seat: Seat) -> None:
        await seat.sign_in.call("PUT", "/v1/agents/me/presence", {"status": "offline"})
        active = await seat.sign_in.call("GET", "/v1/chats", status="active", mine="true", limit=200)
        for chat in active["items"]:
            # Somebody else's visitor, or one of a replay that was broken off.
            if chat["ticket_id"] not in self.known:
                await seat.sign_in.call("POST", f"/v1/chats/{chat['id']}/end")
        await seat.socket.close()

    async def _all(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = await self._admin.call("GET", path, limit=200, **cursor)
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}


def _name(names: list[str], number: int) -> str:
    return names[number - 1] if number <= len(names) else f"{names[0]} {number}"
