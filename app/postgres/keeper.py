"""Keeps the server of a data folder up while the desk runs: killed, it is started again where it was."""

import threading
from collections.abc import Callable

import structlog

from app.postgres.errors import EmbeddedPostgresError
from app.postgres.server import EmbeddedPostgres

log = structlog.get_logger("otklik.postgres")

LOOK_SECONDS = 0.5
RETRY_SECONDS = 3.0


class Keeper:
    """Watches a started server from a thread of its own, between `start` and `stop`.

    Nothing that was acknowledged is lost by the server's death: crash recovery brings it back. `moved` is called when
    the server could only be started at another address, which those who are connected do not know.
    """

    def __init__(self, server: EmbeddedPostgres, *, moved: Callable[[], None]) -> None:
        self._server = server
        self._moved = moved
        self._address = server.url
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="embedded-postgres-keeper", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more; from here on the server may be stopped."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        pause = LOOK_SECONDS
        while not self._stop.wait(pause):
            pause = LOOK_SECONDS
            if self._server.is_running:
                continue
            log.error("the embedded Postgres is gone: starting it again")
            try:
                address = self._server.start()
            except EmbeddedPostgresError as error:
                log.error("the embedded Postgres does not start", error=str(error))  # noqa: TRY400 - it says what to do
                pause = RETRY_SECONDS
                continue
            except Exception:
                # Whatever it was: without this thread nobody would ever start the server again.
                log.exception("the embedded Postgres does not start")
                pause = RETRY_SECONDS
                continue
            log.warning("the embedded Postgres is back")
            if address != self._address:
                self._moved()
                return
