"""Starts, joins and stops the server of one data folder, for any number of processes at once.

Three locks in the folder carry all the state that must survive a crash: `start.lock` is held while starting or
stopping, `users.lock` is shared by every user and dies with it, and `server.lock` is inherited by all processes of
the server, so when it is free none is left. Pids are only believed after a look at the process itself.
"""

import asyncio
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from app import clock
from app.postgres import cluster, locks
from app.postgres.account import Account, become, server_account
from app.postgres.binaries import find_binaries, reachable
from app.postgres.errors import EmbeddedPostgresError
from app.postgres.layout import Layout, free_port, made_by, prepare, read_password, stored_port, write_private
from app.postgres.probe import count_trigrams, shared_memory_settings
from app.postgres.processes import PID_FILE, end_orphans, read_pid_file, serves

# Crash recovery of a large log takes minutes on a slow disk.
START_SECONDS = 300.0
ORPHAN_SECONDS = 2.0
STOP_SECONDS = 60.0
PORT_TRIES = 5
LOG_BYTES = 10_000_000

SETTINGS: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "listen_addresses": "127.0.0.1",
    # A socket path is limited to 107 bytes and would have to be reachable for two users: TCP has neither problem.
    "unix_socket_directories": "",
}

# It starts, stops or has just died, perhaps between our connecting and our question.
_NOT_NOW = (
    OSError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)  # fmt: skip


class EmbeddedPostgres:
    """The server of one data folder. Several objects and processes may share it; the last to stop stops it.

    `start` and `stop` block: call them through `asyncio.to_thread` in async code. When this process dies without
    `stop`, the server stays, and the next `start` joins it.
    """

    def __init__(
        self, data_dir: Path, *, binaries: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        """`settings` override those of the server when this object launches it, not when it joins."""
        self._layout = Layout(data_dir.expanduser().absolute())
        self._binaries = binaries
        self._settings = dict(SETTINGS) | shared_memory_settings() | dict(settings or {})
        self._membership: int | None = None
        self._port: int | None = None

    @property
    def url(self) -> str:
        """The address of the desk's database, password included.

        Raises EmbeddedPostgresError before `start`.
        """
        if self._port is None:
            msg = "The embedded Postgres has not been started."
            raise EmbeddedPostgresError(msg)
        secret = read_password(self._layout)
        return f"postgresql://{cluster.ROLE}:{secret}@127.0.0.1:{self._port}/{cluster.DATABASE}"

    @property
    def is_running(self) -> bool:
        """Whether the server's process lives (it may still be recovering)."""
        running = read_pid_file(self._layout.cluster)
        return running is not None and serves(running.pid, self._layout.cluster)

    def start(self) -> str:
        """Make sure that the server runs and answers, and return its `url`. May be called again at any time.

        The first call makes the data. Raises EmbeddedPostgresError with what to do.
        """
        account = server_account(self._layout.cluster)
        prepare(self._layout, account)
        with locks.exclusive(self._layout.start_lock, seconds=START_SECONDS):
            # Nobody holds this one alone but under the start lock, so we get it at once.
            if self._membership is None:
                self._membership = locks.take(self._layout.users_lock, shared=True)
            try:
                self._port = self._join_or_launch(account)
                write_private(self._layout.port, str(self._port))
            except BaseException as error:
                self._leave()
                if isinstance(error, OSError):
                    msg = f"The embedded Postgres in {self._layout.root} cannot be started: {error}"
                    raise EmbeddedPostgresError(msg) from error
                raise
        return self.url

    def stop(self) -> None:
        """Leave the server, and stop it when nobody else uses it. Safe to call twice."""
        if self._membership is None:
            return
        with locks.exclusive(self._layout.start_lock, seconds=START_SECONDS):
            self._leave()
            alone = locks.take(self._layout.users_lock)
            if alone is None:
                return
            try:
                self._shut_down()
            finally:
                os.close(alone)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _leave(self) -> None:
        if self._membership is not None:
            os.close(self._membership)
        self._membership = self._port = None

    def _join_or_launch(self, account: Account) -> int:
        layout = self._layout
        deadline = clock.monotonic() + START_SECONDS
        patience = clock.monotonic() + ORPHAN_SECONDS
        sign = signal.SIGTERM
        while (server_lock := locks.take(layout.server_lock)) is None:
            left = read_pid_file(layout.cluster)
            if left and serves(left.pid, layout.cluster):
                if left.status == "ready" and self._answers(left.port):
                    return left.port
            elif clock.monotonic() > patience:
                for folder in (layout.cluster, layout.partial):
                    end_orphans(folder, sign)
                patience = clock.monotonic() + ORPHAN_SECONDS
                sign = signal.SIGKILL
            if clock.monotonic() > deadline:
                msg = f"The server of {layout.root} does not become ready. It says:\n{self._said(0)}"
                raise EmbeddedPostgresError(msg)
            time.sleep(locks.POLL_SECONDS)
        try:
            return self._launch(account, server_lock)
        finally:
            os.close(server_lock)

    def _launch(self, account: Account, server_lock: int) -> int:
        """Start a server of our own; we hold `server_lock`, so no process of an earlier one is left."""
        layout = self._layout
        major = made_by(layout)
        binaries = reachable(find_binaries(self._binaries, major=major), account, layout.binaries)
        if major is None:
            cluster.create(layout, binaries, account, server_lock=server_lock)
        if layout.log.exists() and layout.log.stat().st_size > LOG_BYTES:
            layout.log.replace(layout.log.with_suffix(".log.1"))
        wanted = stored_port(layout)
        for _ in range(PORT_TRIES):
            port = free_port(wanted)
            said_before = layout.log.stat().st_size if layout.log.exists() else 0
            if self._comes_up(self._spawn(binaries / "postgres", port, account, server_lock), port):
                return port
            said = self._said(said_before)
            if "could not create any TCP/IP sockets" not in said:
                break
            # Somebody took the port between our look and the start.
            wanted = None
        msg = f"Postgres did not start in {layout.root}. It says:\n{said}"
        raise EmbeddedPostgresError(msg)

    def _spawn(self, program: Path, port: int, account: Account, server_lock: int) -> "subprocess.Popen[bytes]":
        extra = {}
        left = read_pid_file(self._layout.cluster)
        if left is None:
            # A server that died between making this file and writing its pid: Postgres would never start over it.
            # We hold the lock that each of its processes would hold, so the file is nobody's.
            (self._layout.cluster / PID_FILE).unlink(missing_ok=True)
        elif not serves(left.pid, self._layout.cluster):
            # The pid in the file may have been given to another process, at which Postgres would balk. This is how
            # pg_ctl names a pid that is no rival; the check of shared memory, which guards the data, stays.
            extra["PG_GRANDPARENT_PID"] = str(left.pid)
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        log = os.open(self._layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [program, "-D", self._layout.cluster, "-p", str(port), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                umask=0o077,
                env=cluster.environment(**extra),
                pass_fds=(server_lock,),
                # Ctrl-C in a terminal is for us; we tell the server when we are done with it.
                start_new_session=True,
                **become(account),
            )
        finally:
            os.close(log)
        # Whoever stops the server, its exit is collected here, so that it never stays as a zombie.
        threading.Thread(target=process.wait, name="embedded-postgres", daemon=True).start()
        return process

    def _comes_up(self, process: "subprocess.Popen[bytes]", port: int) -> bool:
        deadline = clock.monotonic() + START_SECONDS
        while clock.monotonic() < deadline:
            if process.poll() is not None:
                return False
            now = read_pid_file(self._layout.cluster)
            if now and (now.pid, now.status) == (process.pid, "ready") and self._answers(port):
                return True
            time.sleep(locks.POLL_SECONDS)
        process.send_signal(signal.SIGINT)
        return False

    def _answers(self, port: int) -> bool:
        """Whether the desk's role can work on the server; False while it starts, stops or has just died."""
        # A thread of its own, because our caller may be one that already runs an event loop.
        with ThreadPoolExecutor(1) as pool:
            try:
                trigrams = pool.submit(asyncio.run, count_trigrams(port, read_password(self._layout))).result()
            except _NOT_NOW:
                return False
            except asyncpg.TooManyConnectionsError:
                return True
            except asyncpg.PostgresError as error:
                msg = f"The server of {self._layout.root} refuses us: {error}. Was {self._layout.password} changed?"
                raise EmbeddedPostgresError(msg) from error
        if not trigrams:
            msg = "Trigrams of Cyrillic text are empty on this server, so search would find nothing."
            raise EmbeddedPostgresError(f"{msg} Restore the data into a cluster with the C.UTF-8 locale.")
        return True

    def _shut_down(self) -> None:
        layout = self._layout
        running = read_pid_file(layout.cluster)
        if running is None or not serves(running.pid, layout.cluster):
            # It died before us; what it left behind is the next start's to clear up.
            return
        for sign in (signal.SIGINT, signal.SIGQUIT):
            os.kill(running.pid, sign)
            deadline = clock.monotonic() + STOP_SECONDS
            while clock.monotonic() < deadline:
                if (server_lock := locks.take(layout.server_lock)) is not None:
                    os.close(server_lock)
                    return
                time.sleep(locks.POLL_SECONDS)
        msg = f"The server of {layout.root} (process {running.pid}) does not stop. It says:\n{self._said(0)}"
        raise EmbeddedPostgresError(msg)

    def _said(self, start: int) -> str:
        """The end of the log, from byte `start` on."""
        if not self._layout.log.exists():
            return "(nothing)"
        return self._layout.log.read_bytes()[start:][-2000:].decode(errors="replace").strip()
