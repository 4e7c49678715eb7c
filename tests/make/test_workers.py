"""`otklik serve --workers 2` on Redis: what one worker commits, sockets of both see; SIGTERM sends them all away."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.make.otklik import Serving
from tests.realtime.processes import a_redis

pytestmark = pytest.mark.timeout(240)
ADMIN = {"OTKLIK_ADMIN_EMAIL": "boss@shop.example", "OTKLIK_ADMIN_PASSWORD": "a sentence that only I know"}
SOCKETS = 8
# More than any machine takes; what does not happen at all is seen then.
PATIENCE = 50
# Nobody hears of it by a sweep within this test.
RARELY = {"OTKLIK_SWEEP_SECONDS": "60", "OTKLIK_DRAIN_SECONDS": "2"}


def _get(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = orjson.loads(socket.recv(timeout=PATIENCE))
        if frame["t"] == kind:
            return frame


def _children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _forking(desk: Serving) -> list[int]:
    """The process that workers are forked from: a child of the command."""
    return [each for each in _children(desk.process.pid) if b"forkserver" in Path(f"/proc/{each}/cmdline").read_bytes()]


def _workers(desk: Serving) -> set[int]:
    """The processes that serve."""
    return {worker for each in _forking(desk) for worker in _children(each)}


def _replaced(desk: Serving) -> None:
    """Kill -9 one worker while it owes its supervisor an answer; another one takes its place."""
    # One of them may serve before the other one is there.
    _until(lambda: len(_workers(desk)) == 2)
    victim = min(_workers(desk))
    os.kill(victim, signal.SIGSTOP)
    # It asks twice a second.
    time.sleep(1.5)
    os.kill(victim, signal.SIGKILL)
    _until(lambda: len(_workers(desk) - {victim}) == 2)


def _until(what: Callable[[], Any], *, every: float = 0.02) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        # A process may end while it is looked at, or does not answer yet.
        with suppress(FileNotFoundError, ProcessLookupError, httpx.TransportError):
            if what():
                return
        assert time.monotonic() < end, "it did not come to this"
        time.sleep(every)


def _ended(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(") ")[2].startswith("Z")


def _without_their_origin(desk: Serving) -> None:
    """Kill -9 the process that workers are forked from, and twice the next one as soon as it is there: others serve."""
    before, gone = _workers(desk), _forking(desk)
    os.kill(gone[0], signal.SIGKILL)
    for _ in range(2):
        # At once: before a worker is forked from it, before it has loaded.
        _until(lambda: set(_forking(desk)) - set(gone), every=0)
        gone.extend(set(_forking(desk)) - set(gone))
        os.kill(gone[-1], signal.SIGKILL)
    _until(lambda: len(_workers(desk) - before) == 2)
    _until(lambda: all(_ended(each) for each in before))
    _until(lambda: httpx.get(f"{desk.url}/readyz", timeout=PATIENCE).status_code == 200)


def test_two_workers_are_one_desk(data_dir: Path) -> None:
    with a_redis() as redis, ExitStack() as stack:
        desk = stack.enter_context(
            Serving(data_dir, "--workers", "2", given={**ADMIN, **RARELY, "OTKLIK_REDIS_URL": redis.url})
        )
        _replaced(desk)
        _without_their_origin(desk)
        # A command of its own, on another port, is one more process of the same desk.
        beside = stack.enter_context(Serving(data_dir, given={**RARELY, "OTKLIK_REDIS_URL": redis.url}))
        admin = desk.sign_in(*ADMIN.values())
        new = {"subject": "Kettle", "body": "0", "requester": {"email": "vera@example.com"}}
        admin.post("/v1/brands", json={"key": "main", "name": "Main"})
        ticket = admin.post("/v1/tickets", json=new).raise_for_status().json()["id"]
        token = admin.headers["authorization"]
        sockets = []
        for _ in range(SOCKETS):
            address = desk.url.replace("http", "ws") + "/v1/realtime"
            opened = connect(
                address,
                subprotocols=[Subprotocol("desk.v1")],
                additional_headers={"authorization": token},
                open_timeout=PATIENCE,
            )
            sockets.append(stack.enter_context(opened))
            opened.send('{"t":"hello"}')
            _get(opened, "welcome")
            opened.send(orjson.dumps({"t": "sub", "id": 1, "subs": [{"ticket": ticket}]}).decode())
            assert "error" not in _get(opened, "ok")["subs"][0]
        # Files lie in the data folder that was named, whoever takes them.
        sent = admin.post("/v1/attachments?name=bill.txt", content=b"4 euro").raise_for_status().json()
        assert [each.read_bytes() for each in (data_dir / "attachments").rglob("*") if each.is_file()] == [b"4 euro"]
        assert beside.client(token.removeprefix("Bearer ")).get(sent["url"]).raise_for_status().content == b"4 euro"
        have = [0] * SOCKETS
        for number in range(1, 5):
            # A connection of its own each time: either worker takes it, and the command beside it the last.
            with_other = (beside if number == 4 else desk).client(token.removeprefix("Bearer "))
            said = with_other.post(f"/v1/tickets/{ticket}/messages", json={"body": str(number)}).raise_for_status()
            for place, each in enumerate(sockets):
                while have[place] < said.json()["seq"]:
                    have[place] += 1
                    assert _get(each, "ev")["seq"] == have[place]
        # As systemd does it: all of them at once. The process that they are forked from stays for them.
        for process in (*_forking(desk), *_workers(desk), desk.process.pid):
            os.kill(process, signal.SIGTERM)
        for each in sockets:
            assert _get(each, "goaway")["reconnect_in_ms"] > 0
            with pytest.raises(ConnectionClosed) as ended:
                _get(each, "none")
            assert ended.value.rcvd is not None
            assert ended.value.rcvd.code == 4001
        assert desk.process.wait(PATIENCE) == 0
