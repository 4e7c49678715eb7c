"""Reading mails where they can do no harm: in processes of their own, with little memory, that are killed when one
takes too long. The processes are used again; they are started as new programs, never forked from this one.
"""

import asyncio
import atexit
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from app.channels.mail import wire
from app.channels.mail.child import HEAD, LENGTH, READY
from app.channels.mail.limits import MAX_RAW
from app.channels.mail.types import MailIn

# Processes at the same time, for all that this process reads.
AT_ONCE = 2
# For the start of a process on a busy machine, and of wall clock for each CPU second.
START_SECONDS = 60.0
PATIENCE = 10.0
# Most of the time is for the whole mail; the rest for its text, when it was the HTML that took too long.
_WHOLE = 0.7
# A mail that was read is hardly longer than its bytes were.
_MOST = 4 * MAX_RAW
_ROOT = Path(__file__).resolve().parents[3]


class UnreadableError(Exception):
    """A mail that could not be read within its limits. `reason` is for an admin: what was reached."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _GoneError(Exception):
    """The process has ended before it answered."""


class _Child:
    """One reading process; used by one thread at a time."""

    def __init__(self) -> None:
        # Nothing of our environment: there are secrets in it.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "app.channels.mail.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            cwd="/",
        )
        if self._within(START_SECONDS, lambda: self._read(len(READY))) != READY:
            self.kill()
            raise _GoneError

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, raw: bytes, seconds: float, *, with_html: bool) -> MailIn:
        """The mail, unless the process takes longer than so many CPU seconds or ends. Raises `_GoneError`."""
        answer = self._within(seconds * PATIENCE, lambda: self._ask(raw, seconds, with_html=with_html))
        try:
            return wire.unpack(answer)
        except (ValueError, KeyError, TypeError) as error:
            self.kill()
            raise _GoneError from error

    def kill(self) -> None:
        """End it, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, raw: bytes, seconds: float, *, with_html: bool) -> bytes:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.write(HEAD.pack(len(raw), seconds, with_html))
        self._process.stdin.write(raw)
        self._process.stdin.flush()
        (size,) = LENGTH.unpack(self._read(LENGTH.size))
        return self._read(size)

    def _read(self, size: int) -> bytes:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        found = self._process.stdout.read(size) if size <= _MOST else b""
        if len(found) < size:
            raise EOFError
        return found

    def _within(self, seconds: float, work: Callable[[], bytes]) -> bytes:
        """What the work gives; the process is killed, and the work ends with it, when that takes longer."""
        watch = threading.Timer(seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            return work()
        except (OSError, EOFError) as error:
            self.kill()
            raise _GoneError from error
        finally:
            watch.cancel()


class Pool:
    """Reading processes and the threads that wait for them."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="otklik-mail")
        # The one that was used last is warm.
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()

    async def read(self, raw: bytes, seconds: float) -> MailIn:
        """As `read_safely`."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, raw, seconds)

    def close(self) -> None:
        """End all processes; those that read finish first."""
        self._threads.shutdown()
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().kill()

    def _read(self, raw: bytes, seconds: float) -> MailIn:
        # What is behind the limit is not looked at; that it was there is.
        raw = raw[: MAX_RAW + 1]
        try:
            return self._ask(raw, seconds * _WHOLE, with_html=True)
        except _GoneError:
            pass
        try:
            return self._ask(raw, seconds * (1 - _WHOLE), with_html=False)
        except _GoneError as error:
            raise UnreadableError(f"it takes more than {seconds:g} s or too much memory to read it") from error

    def _ask(self, raw: bytes, seconds: float, *, with_html: bool) -> MailIn:
        child = self._child()
        mail = child.ask(raw, seconds, with_html=with_html)
        self._idle.put(child)
        return mail

    def _child(self) -> _Child:
        with suppress(queue.Empty):
            while True:
                child = self._idle.get_nowait()
                # It may have been killed while nobody needed it.
                if child.alive():
                    return child
                child.kill()
        return _Child()


_lock = threading.Lock()
_pool: Pool | None = None


async def read_safely(raw: bytes, *, seconds: float = 2.0) -> MailIn:
    """The mail, read in another process. `seconds` are of one CPU; on a busy machine it may be ten times as long.

    HTML that takes too long is left out, and `cut` says so. Raises `UnreadableError`.
    """
    return await _shared().read(raw, seconds)


def close() -> None:
    """End the processes of this one; reading again starts new ones."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.close()


def _shared() -> Pool:
    global _pool  # noqa: PLW0603 - one pool per process is the point
    with _lock:
        if _pool is None:
            _pool = Pool()
            atexit.register(close)
        return _pool
