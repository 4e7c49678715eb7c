"""Notices to one caller: offers and calls to agents, and where their chat stands to customers who wait."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.realtime import frames
from app.services import call_pops, waiting_lists
from app.services import offers as offers_service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.realtime.connection import Connection
    from app.realtime.hub import Hub

_WAITS = frozenset({"queued", "offered"})


async def offers(hub: "Hub", agent_id: UUID) -> None:
    """Tell the sockets of an agent what is offered to it now, and what is not any more."""
    async with hub.database.lean() as connection:
        live = await offers_service.live_offers(connection, agent_id)
    for socket in hub.of(agent_id):
        if not socket.greeted or socket.audience != "agent":
            continue
        known = socket.notices
        now = {each["offer_id"] for each in live}
        for each in live:
            if each["offer_id"] not in known:
                known[each["offer_id"]] = "offer"
                socket.push(frames.encode(_offer(each)))
        for ended in [key for key, what in known.items() if what == "offer" and key not in now]:
            del known[ended]
            socket.push(frames.encode({"t": "offer_ended", "offer": ended}))


def _offer(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "t": "offer",
        "offer": each["offer_id"],
        "chat": each["chat_id"],
        "ticket": each["ticket_id"],
        "subject": each["subject"],
        "customer_name": each["customer_name"],
        "expires_at": each["expires_at"],
        "warm": each["warm"],
        "from_agent_name": each["from_agent_name"],
        "reason": each["reason"],
    }


async def calls(hub: "Hub", agent_id: UUID) -> None:
    """Tell the sockets of an agent which calls ring at them or are theirs now, and which are not any more."""
    async with hub.database.lean() as connection:
        live = await call_pops.live(connection, agent_id)
    for socket in hub.of(agent_id):
        if not socket.greeted or socket.audience != "agent":
            continue
        known = socket.notices
        now = {each["call"]: each for each in live}
        for key, each in now.items():
            frame = {"t": "call", **each}
            if known.get(key) != frame:
                known[key] = frame
                socket.push(frames.encode(frame))
        was = [key for key, what in known.items() if isinstance(what, dict) and what["t"] == "call" and key not in now]
        for ended in was:
            del known[ended]
            socket.push(frames.encode({"t": "call_ended", "call": ended}))


def told_of_calls(socket: "Connection") -> bool:
    """Whether a socket was last told that a call is on."""
    return any(isinstance(said, dict) and said["t"] == "call" for said in socket.notices.values())


def welcome(hub: "Hub", socket: "Connection") -> None:
    """Tell a new socket soon what waits for its caller already."""
    who = socket.actor.id
    if socket.audience == "agent":
        hub.errands.add(("offers", who), partial(offers, hub, who))
        hub.errands.add(("calls", who), partial(calls, hub, who))
    elif socket.audience == "customer":
        hub.errands.add(("chats", who), partial(_chats, hub, who))


async def _chats(hub: "Hub", customer_id: UUID) -> None:
    async with hub.database.lean() as connection:
        chats = await waiting_lists.chats_that_wait(connection, [customer_id])
    for chat_id in chats:
        hub.errands.add(("queue", chat_id), partial(queue, hub, chat_id))


def told_to_wait(sockets: "Iterable[Connection]") -> set[UUID]:
    """The chats whose customers were last told that they wait."""
    return {
        said["chat"]
        for socket in sockets
        for said in socket.notices.values()
        if isinstance(said, dict) and said["t"] == "queue" and said["status"] in _WAITS
    }


async def queue(hub: "Hub", chat_id: UUID) -> None:
    """Tell the customer of a chat where it stands, when that has changed."""
    async with hub.database.lean() as connection:
        state = await offers_service.queue_state(connection, chat_id)
    if state is None:
        return
    frame = {
        "t": "queue",
        "chat": state["chat_id"],
        "ticket": state["ticket_id"],
        "status": state["status"],
        "position": state["position"],
        "wait_s": state["wait_seconds"],
    }
    for socket in hub.of(state["customer_id"]):
        if socket.greeted and socket.notices.get(chat_id) != frame:
            socket.notices[chat_id] = frame
            socket.push(frames.encode(frame))
