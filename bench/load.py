"""The load generator, a process of its own: a job comes in as one JSON line, what was measured goes out as one."""

import asyncio
import base64
import hmac
import os
import resource
import sys
from collections.abc import Callable
from itertools import count
from time import perf_counter, time
from typing import Any

import orjson
import uvloop

from bench.clocks import jobs as clock_jobs
from bench.http_load import HttpCaller
from bench.hub import jobs as hub_jobs
from bench.peers import Peer, opened
from bench.routing import jobs as routing_jobs
from bench.socket_load import SocketCaller
from bench.tally import Tally, percentile

UNIQUE = b"@@UNIQUE-WITHIN-THE-RUN@"
# Where the signature of a webhook goes; as long as one is.
SIGNED = b"v1,@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
JOBS = {**hub_jobs.JOBS, **clock_jobs.JOBS, **routing_jobs.JOBS}
_NEVER_STUCK = 60.0
# What is acknowledged must be heard in this time.
_LATE_SECONDS = 10


def _requests(job: dict[str, Any], share: int) -> Callable[[], bytes]:
    """The requests of one connection: its own share of the job's, over and over, keys made unique."""
    head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {job['token']}\r\nAccept: application/json\r\n"
    ready = []
    now, secret = str(int(time())), base64.b64decode(job.get("secret", "").removeprefix("whsec_"))
    for each in job["requests"][share :: job["connections"]]:
        body = orjson.dumps(each["body"]) if each.get("body") is not None else b""
        start = f"{each['method']} {each['path']} HTTP/1.1\r\n{head}"
        for name, value in each.get("headers", {}).items():
            start += f"{name}: {value.replace('@NOW@', now)}\r\n"
        if body:
            # A unique key is as long as its placeholder, so the length holds.
            start += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        ready.append(start.encode() + b"\r\n" + body)
    key = os.urandom(7).hex()
    numbers = count()

    def following() -> bytes:
        number = next(numbers)
        request = ready[number % len(ready)]
        if UNIQUE in request:
            request = request.replace(UNIQUE, f"{key}{share:02x}{number:08x}".encode())
        return signed(request, secret) if secret else request

    return following


def signed(request: bytes, secret: bytes) -> bytes:
    """A webhook with its signature: over its id, its time and its body."""
    head, _, body = request.partition(b"\r\n\r\n")
    named = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
    content = named[b"webhook-id"] + b"." + named[b"webhook-timestamp"] + b"." + body
    signature = base64.b64encode(hmac.digest(secret, content, "sha256"))
    return request.replace(SIGNED, b"v1," + signature, 1)


async def _heard(watchers: list[Peer], expected: int) -> int:
    """How many new events the watchers have got, once it is what they should get or nothing more comes."""
    if not watchers:
        return 0
    for _ in range(_LATE_SECONDS * 10):
        found = sum(each.events - each.earlier for each in watchers)
        if found >= expected:
            break
        await asyncio.sleep(0.1)
    return found


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job and say what happened; times in milliseconds."""
    loop = asyncio.get_running_loop()
    tally = Tally()
    used = resource.getrusage(resource.RUSAGE_SELF)

    def caller(share: int) -> HttpCaller | SocketCaller:
        if job["kind"] == "http":
            return HttpCaller(_requests(job, share), str(job["expect"]).encode(), tally)
        who = job["participants"][share]
        return SocketCaller(who["token"], who["ticket"], job["body"], tally)

    watchers = [Peer(each["token"], {each["ticket"]: None}) for each in job.get("watchers", [])]
    await opened(job["port"], watchers)
    callers = []
    for share in range(job["connections"]):
        _, made = await loop.create_connection(lambda share=share: caller(share), "127.0.0.1", job["port"])  # type: ignore[misc]  # of a lambda's default
        callers.append(made)
    async with asyncio.timeout(job["warm"] + job["seconds"] + _NEVER_STUCK):
        done = asyncio.gather(*(each.done for each in callers))
        ready = asyncio.gather(*(each.ready for each in callers))
        # One that fails before it is ready ends the job.
        await asyncio.wait({done, ready}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            ready.result()
        tally.since = perf_counter() + job["warm"]
        tally.until = tally.since + job["seconds"]
        await done
        heard = await _heard(watchers, tally.acknowledged if job["delivers"] else 0)
    for each in watchers:
        each.finish()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    ordered = sorted(tally.seconds)
    return {
        "rate": len(ordered) / job["seconds"],
        "p50": percentile(ordered, 0.50) * 1000,
        "p99": percentile(ordered, 0.99) * 1000,
        "acknowledged": tally.acknowledged,
        "refused": tally.refused,
        "bytes": tally.size / max(1, tally.acknowledged + tally.refused),
        "example": tally.example,
        "heard": heard,
        "client_us": cpu * 1e6 / max(1, tally.acknowledged),
    }


def main() -> None:
    """Serve jobs until the input ends."""
    for line in sys.stdin.buffer:
        try:
            job = orjson.loads(line)
            answer = uvloop.run(JOBS.get(job["kind"], run)(job))
        except (OSError, TimeoutError, ValueError, KeyError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
