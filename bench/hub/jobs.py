"""What the load generator does to the hub; each job answers with figures, times in milliseconds."""

import asyncio
import os
import resource
from collections.abc import Callable
from time import perf_counter
from typing import Any

import orjson

from bench.peers import Peer, opened
from bench.tally import percentile

_NEVER_STUCK = 60.0
# Events under way in a fan-out: enough that the server never waits for us.
_AHEAD = 8
_WARM_MESSAGES = 5
_CMID = b'"cmid":"'


class Pacer(Peer):
    """Sends when told to and does not wait for the ack; `waits` gets the seconds from each send to its ack."""

    def __init__(self, token: str, ticket: str, body: str) -> None:
        """`token` is the caller's bearer; `body` is what each message says."""
        super().__init__(token, {})
        self._prefix = b'{"t":"send","ticket":"' + ticket.encode() + b'","body":' + orjson.dumps(body) + b',"id":'
        self._key = os.urandom(8).hex()
        self._sent = 0
        self.started: dict[int, float] = {}
        # (sent at, seconds until the ack)
        self.waits: list[tuple[float, float]] = []

    def send(self) -> str:
        """Send the next message; its key."""
        self._sent += 1
        key = f"{self._key}{self._sent:08x}"
        self.started[self._sent] = perf_counter()
        self.say(self._prefix + f'{self._sent},"cmid":"{key}"}}'.encode())
        return key

    def answered(self, said: dict[str, Any], payload: bytes) -> None:
        """The message is stored."""
        del payload
        if said["t"] == "ack":
            started = self.started.pop(said["re"])
            self.waits.append((started, perf_counter() - started))


class _Crowd:
    """Everybody in one room, and one who writes: as many messages as are to be heard, a few of them ahead."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._job = job
        self._sent = self._heard = self._wanted = self._bytes = 0
        self._all_heard = asyncio.Event()
        self.example = ""
        self.listeners = [Peer(token, {job["ticket"]: None}, self._hear) for token in job["listeners"]]
        self.writer = Pacer(job["token"], job["ticket"], job["body"])

    async def hear(self, messages: int) -> tuple[int, float, float]:
        """Frames, seconds and the bytes of one."""
        self._sent = self._heard = self._bytes = 0
        self._wanted = messages * len(self.listeners)
        self._all_heard.clear()
        started = perf_counter()
        for _ in range(min(_AHEAD, messages)):
            self._write()
        await self._all_heard.wait()
        return self._wanted, perf_counter() - started, self._bytes / self._wanted

    def _hear(self, payload: bytes) -> None:
        self._heard += 1
        self._bytes += len(payload)
        if self._heard % len(self.listeners) == 0:
            self.example = payload.decode()
            if self._heard == self._wanted:
                self._all_heard.set()
            elif self._sent * len(self.listeners) < self._wanted:
                self._write()

    def _write(self) -> None:
        self._sent += 1
        if self._job["text"] is None:
            self.writer.send()
        else:
            self.writer.say(self._job["text"].encode())


async def fan_out(job: dict[str, Any]) -> dict[str, Any]:
    """`messages` events to all `listeners` of one `ticket`; `text` is what a floor is to send on (None for a desk)."""
    crowd = _Crowd(job)
    everybody = [*crowd.listeners, crowd.writer]
    async with asyncio.timeout(_NEVER_STUCK):
        await opened(job["port"], everybody)
        await crowd.hear(_WARM_MESSAGES)
        begun = resource.getrusage(resource.RUSAGE_SELF)
        frames, seconds, size = await crowd.hear(job["messages"])
        ended = resource.getrusage(resource.RUSAGE_SELF)
    _leave(everybody)
    cpu = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
    return {
        "rate": frames / seconds,
        "frames": frames,
        "bytes": size,
        "example": crowd.example,
        "client_us": cpu * 1e6 / frames,
    }


async def delivery(job: dict[str, Any]) -> dict[str, Any]:
    """`rate` messages a second for `seconds` into process 0 of `ports`; how late each process delivers them."""
    sent: dict[bytes, float] = {}
    late: list[list[float]] = [[] for _ in job["ports"]]

    def listener(number: int) -> Callable[[bytes], None]:
        def hear(payload: bytes) -> None:
            now = perf_counter()
            at = payload.rindex(_CMID) + len(_CMID)
            started = sent.get(payload[at : payload.index(b'"', at)])
            if started is not None:
                late[number].append(now - started)

        return hear

    follow = {each["ticket"]: None for each in job["participants"]}
    listeners = [Peer(job["token"], dict(follow), listener(number)) for number in range(len(job["ports"]))]
    senders = [Pacer(each["token"], each["ticket"], job["body"]) for each in job["participants"]]
    async with asyncio.timeout(_NEVER_STUCK):
        for port, each in zip(job["ports"], listeners, strict=True):
            await opened(port, [each])
        await opened(job["ports"][0], list(senders))
        begun, count = perf_counter() + 0.2, int(job["rate"] * job["seconds"])
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / job["rate"] - perf_counter()))
            sender = senders[number % len(senders)]
            key = sender.send()
            sent[key.encode()] = sender.started[max(sender.started)]
        await _until(lambda: all(len(each) == count for each in late))
    _leave([*listeners, *senders])
    return {"sent": count, "processes": [_spread(each) for each in late]}


async def storm(job: dict[str, Any]) -> dict[str, Any]:
    """All `resuming` clients come at once while `participants` go on sending, each `per_second` messages a second."""
    senders = [Pacer(each["token"], each["ticket"], job["body"]) for each in job["participants"]]
    coming = [Peer(each["token"], {each["ticket"]: each["after"]}) for each in job["resuming"]]

    async def go_on(sender: Pacer, pause: float) -> None:
        await asyncio.sleep(pause)
        while True:
            sender.send()
            await asyncio.sleep(1 / job["per_second"])

    async with asyncio.timeout(_NEVER_STUCK):
        await opened(job["port"], list(senders))
        sending = [
            asyncio.create_task(go_on(each, number / len(senders) / job["per_second"]))
            for number, each in enumerate(senders)
        ]
        await asyncio.sleep(job["quiet"])
        begun = perf_counter()
        await opened(job["port"], coming, at_once=len(coming))
        await _until(lambda: all(each.events >= each.earlier for each in coming))
        ended = perf_counter()
        for each in sending:
            each.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        await _until(lambda: not any(each.started for each in senders))
    _leave([*senders, *coming])
    waits = [wait for each in senders for wait in each.waits]
    return {
        "seconds": ended - begun,
        "events": sum(each.events for each in coming),
        "before": _spread([seconds for at, seconds in waits if at < begun]),
        "during": _spread([seconds for at, seconds in waits if begun <= at < ended]),
    }


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - of many things at once
        await asyncio.sleep(0.01)


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        "p50": percentile(ordered, 0.5) * 1000,
        "p99": percentile(ordered, 0.99) * 1000,
        "max": (ordered[-1] if ordered else 0) * 1000,
    }


def _leave(peers: list[Peer]) -> None:
    for each in peers:
        each.finish()


JOBS = {"fan_out": fan_out, "delivery": delivery, "storm": storm}
