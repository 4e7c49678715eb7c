"""Processes of the desk that are forked from one that has loaded it: loading it again for each costs seconds.

They are processes like any other: with files, signals, memory and an end of their own. A process of tests has loaded
the desk itself: the one that they are forked from is forked from it, before it has begun anything (`begin`).
"""

import atexit
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any, NoReturn

from tests import bytecode

MOST_BYTES = 1_000_000
COMMAND = "app.cli:app"
# What most of them need. What else one needs it loads itself.
LOADED = ("app.cli", "app.main", "tests.chaos.process")


class Born:
    """One of them, for whoever asked for it: as much of `subprocess.Popen` as tests need."""

    def __init__(self, pid: int, ending: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ending = ending

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended. Raises `subprocess.TimeoutExpired`."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill -9."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            with selectors.DefaultSelector() as looked:
                looked.register(self._ending, selectors.EVENT_READ)
                if looked.select(timeout):
                    # Nothing but the end: the nursery itself has gone.
                    self.returncode = int(os.read(self._ending, 10) or b"1")
                    os.close(self._ending)
        return self.returncode


def start(
    what: str, *arguments: str, environment: Mapping[str, str], out: IO[Any] | None = None, error: IO[Any] | None = None
) -> Born:
    """A process that calls `what` ("module:function") with these arguments of a command line.

    What it says goes to `out`, or nowhere; its errors to `error`, or with the rest.
    """
    asked = json.dumps([what, arguments, dict(environment)]).encode()
    reading, ending = os.pipe()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        said = nowhere if out is None else out.fileno()
        ours = _nursery()
        socket.send_fds(ours, [asked], [said, said if error is None else error.fileno(), ending])
        return Born(int(ours.recv(20)), reading)
    finally:
        os.close(nowhere)
        os.close(ending)


def otklik(
    *arguments: str, environment: Mapping[str, str], out: IO[Any] | None = None, error: IO[Any] | None = None
) -> Born:
    """The `otklik` command as a process."""
    return start(COMMAND, *arguments, environment=environment, out=out, error=error)


# Our end of the socket, once there is a nursery.
_asked: list[socket.socket] = []


def begin() -> None:
    """Fork the nursery from this process, which has loaded the desk and holds nothing open that is its own."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with warnings.catch_warnings():
        # Whatever threads there are belong to who runs the tests, and go on there.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        theirs.close()
        _keep(ours, lambda: os.waitpid(pid, 0))
        return
    try:
        os.environ["COLUMNS"] = "200"
        kept = os.dup2(theirs.detach(), 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a device
            os.dup2(nothing.fileno(), 0)
        # Those of who runs the tests write elsewhere.
        sys.stdout, sys.stderr = (open(each, "w", closefd=False) for each in (1, 2))  # noqa: SIM115
        with socket.socket(fileno=kept) as asked:
            Nursery(asked).run()
    except BaseException:  # noqa: BLE001 - as Python itself ends a program
        sys.excepthook(*sys.exc_info())
    finally:
        # Nothing of the process that it was forked from may be ended by it.
        os._exit(0)


def _nursery() -> socket.socket:
    if not _asked:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                # What is told to a terminal is as wide as it is when the command is loaded.
                env={**os.environ, "COLUMNS": "200"},
            )
        _keep(ours, process.wait)
    return _asked[0]


def _keep(ours: socket.socket, wait: Callable[[], object]) -> None:
    def end() -> None:
        ours.close()
        wait()

    _asked.append(ours)
    atexit.register(end)


class Nursery:
    """The process that loads everything once: it forks when asked, and tells of every end."""

    def __init__(self, asked: socket.socket) -> None:
        self._asked = asked
        self._endings: dict[int, int] = {}
        self._loaded = False

    def run(self) -> None:
        """Until nobody can ask any more."""
        heard, told = os.pipe()
        for each in (heard, told):
            os.set_blocking(each, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(told)
        with selectors.DefaultSelector() as looked:
            looked.register(self._asked, selectors.EVENT_READ)
            looked.register(heard, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in looked.select()}
                if heard in ready:
                    os.read(heard, 1000)
                    self._bury()
                if self._asked in ready and not self._bear((heard, told, looked.fileno())):
                    return

    def _load(self) -> None:
        for each in LOADED:
            importlib.import_module(each)
        gc.collect()
        gc.freeze()
        self._loaded = True

    def _bury(self) -> None:
        while self._endings:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            ending = self._endings.pop(pid)
            with suppress(BrokenPipeError):
                os.write(ending, str(os.waitstatus_to_exitcode(status)).encode())
            os.close(ending)

    def _bear(self, own: Sequence[int]) -> bool:
        asked, given, _, _ = socket.recv_fds(self._asked, MOST_BYTES, 3)
        if not asked:
            return False
        out, error, ending = given
        what, arguments, environment = json.loads(asked)
        if not self._loaded:
            # Not before somebody asks: most processes of tests start no other.
            self._load()
        pid = os.fork()
        if not pid:
            for each in (*own, ending, *self._endings.values(), self._asked.fileno()):
                os.close(each)
            _live(what, arguments, environment, (out, error))
        self._endings[pid] = ending
        os.close(out)
        os.close(error)
        self._asked.send(str(pid).encode())
        return True


def _live(what: str, arguments: list[str], environment: dict[str, str], said: tuple[int, int]) -> NoReturn:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, each in enumerate(said, 1):
            os.dup2(each, number)
            os.close(each)
        os.environ.clear()
        os.environ.update(environment)
        module, _, name = what.partition(":")
        sys.argv = [module, *arguments]
        function: Any = getattr(importlib.import_module(module), name)
        function()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:  # noqa: BLE001 - as Python itself ends a program
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Serve whoever has the other end of the socket."""
    bytecode.keep()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        Nursery(asked).run()


if __name__ == "__main__":
    main()
