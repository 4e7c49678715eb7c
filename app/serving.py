"""Running the desk in processes: the listening socket, uvicorn, signals, and the worker without a server."""

import asyncio
import errno
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import FrameType
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from uvicorn import _subprocess
from uvicorn.supervisors import Multiprocess

from app import clock
from app.bringup import CannotStartError
from app.realtime.server import uvicorn_options
from app.settings import Settings

log = structlog.get_logger("otklik.serving")

BACKLOG = 2048
# After a kill -9 of ours its workers hold the port for a moment longer.
PORT_PATIENCE_SECONDS = 1.5
PARENT_POLL_SECONDS = 0.25
# In a worker it is the process that it was forked from, which has loaded this for it.
LOADED_BY = os.getpid()
# What tells a process to stop: heeded by whoever serves, not by the process that they are forked from.
STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class AskedToStop(SystemExit):
    """SIGTERM or Ctrl-C: leave in order, with exit code 0."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is known before anything else is started.

    Raises `CannotStartError`.
    """
    deadline = clock.monotonic() + PORT_PATIENCE_SECONDS
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotStartError(f"Cannot listen on {host}: {error.strerror}") from error
    while True:
        made = socket.socket(family, kind, protocol)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(BACKLOG)
        except OSError as error:
            made.close()
            if clock.monotonic() > deadline or error.errno != errno.EADDRINUSE:
                msg = f"Cannot listen on {host}:{port}: {error.strerror or error}. Choose another with --port."
                raise CannotStartError(msg) from error
            time.sleep(PARENT_POLL_SECONDS)
        else:
            return made


@contextmanager
def orderly() -> Iterator[None]:
    """Inside, the first SIGTERM, SIGINT or hang-up raises `AskedToStop`, and no later one tears the stopping apart."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise AskedToStop(0)

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        # By way of SIGTERM, which uvicorn heeds while it serves.
        signal.raise_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if before[signal.SIGHUP] is not signal.SIG_IGN:
        # A closed terminal must not leave the embedded Postgres behind; under nohup nothing is to stop.
        signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _options(settings: Settings) -> dict[str, Any]:
    return {
        **uvicorn_options(settings.drain_seconds),
        "log_config": None,
        "backlog": BACKLOG,
        "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies,
        # A worker process that is still importing on a busy machine is not hung: killed, it would only begin again.
        "timeout_worker_healthcheck": 60,
    }


def serve(settings: Settings, listening: socket.socket, *, processes: int) -> int:
    """Serve until told to stop; returns the exit code."""
    if processes > 1:
        return _serve_with_workers(settings, listening, processes)
    config = uvicorn.Config(_app(settings), **_options(settings))
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else 1


def _serve_with_workers(settings: Settings, listening: socket.socket, processes: int) -> int:
    os.environ.update(as_environment(settings))
    forks = Forks()
    forks.set_forkserver_preload(["app.main", "app.cli"])
    # Uvicorn itself starts workers that load everything anew, which takes each of them seconds.
    setattr(_subprocess, "spawn", forks)  # noqa: B010 - it has another type, with the same methods
    config = uvicorn.Config("app.serving:worker_app", factory=True, workers=processes, **_options(settings))
    Supervisor(config, [listening]).run()
    return 0


class Worker(ForkServerProcess):
    """A worker, forked from a process that ends when nobody is left, and not by what stops its workers.

    A whole group of processes is often told to stop at once. Without that one nobody would know when they are done.
    """

    def start(self) -> None:
        """Fork it. Whenever the process that it is forked from has died, this begins another one."""
        resource_tracker.ensure_running()  # which, started later, would let the signals through
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Forks(ForkServerContext):
    """Where uvicorn gets its workers from."""

    Process = Worker


class Supervisor(Multiprocess):
    """Uvicorn's, with workers that are forked from one process that has loaded the desk and does nothing else.

    It also hears at once of a worker that dies while it is asked whether it is well.

    As long as we hold the worker's end of the pipe too, its death does not end the pipe, and the question waits
    for an answer until `timeout_worker_healthcheck`.
    """

    def init_processes(self) -> None:
        """Start the workers."""
        super().init_processes()
        self._let_go()

    def keep_subprocess_alive(self) -> None:
        """Ask every worker whether it is well; replace the ones that are not."""
        self._let_go()
        try:
            super().keep_subprocess_alive()
        except (OSError, EOFError) as error:
            # It was killed while it loaded, or between two of its workers: by the next time there is another one.
            log.warning("worker_not_forked", error=type(error).__name__)
        self._let_go()

    def _let_go(self) -> None:
        for process in self.processes:
            process.child_conn.close()


def _app(settings: Settings) -> FastAPI:
    # Whoever only supervises others, or runs another command, need not load it: that is half of the time of a start.
    from app.main import create_app  # noqa: PLC0415

    return create_app(settings)


def as_environment(settings: Settings) -> dict[str, str]:
    """The settings that are known only since the start, as a child process reads them."""
    # Where files are kept, unless they are kept elsewhere: given as an option, nobody else would hear of it.
    folder = {} if settings.data_dir is None else {"OTKLIK_DATA_DIR": str(settings.data_dir.expanduser().absolute())}
    return {
        **folder,
        "OTKLIK_DATABASE_URL": settings.database_url or "",
        "OTKLIK_SECRET": settings.secret.get_secret_value() if settings.secret else "",
        "OTKLIK_PUBLIC_URL": settings.public_url,
        "OTKLIK_LOG_FORMAT": settings.log_format,
    }


def worker_app() -> FastAPI:
    """The application inside a worker process; the process ends with its parent, also after a kill -9."""
    # By now they end it in order. One that has come meanwhile does so at once.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    # Not asked now, as long as it is known otherwise: it may have died in between.
    forked_from = os.getppid() if os.getpid() == LOADED_BY else LOADED_BY
    threading.Thread(target=_end_with_parent, args=(forked_from,), daemon=True, name="parent-watch").start()
    return _app(Settings())


def _end_with_parent(forked_from: int) -> None:
    parent = multiprocessing.parent_process()
    # Nobody hears of the end of a worker whose forking process has died: its place is taken by another.
    while parent is not None and parent.is_alive() and os.getppid() == forked_from:
        parent.join(PARENT_POLL_SECONDS)
    # As sudden as the parent's own end: whatever was acknowledged is committed, and the port becomes free at once.
    os._exit(1)


def work(settings: Settings, ready: Callable[[], None]) -> None:
    """Run the background work alone until told to stop: the same composition as the server, without the server."""
    app = _app(settings.model_copy(update={"worker_inside": True}))

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        async with app.router.lifespan_context(app):
            ready()
            await stop.wait()

    asyncio.run(run())
