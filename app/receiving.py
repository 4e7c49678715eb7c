"""The ports on which mail arrives: open while the worker runs, tried again when somebody else has them."""

from functools import partial
from urllib.parse import urlsplit

import structlog

from app import clock
from app.channels.mail.limits import MAX_RAW
from app.channels.mail.listening import Door, Listener
from app.db import Database
from app.loops import Loop
from app.services import mail_listening
from app.settings import Settings

log = structlog.get_logger("otklik.mail")

AGAIN_SECONDS = 30.0


class Receiver:
    """Listens for mail where the settings say so. Processes of one machine share the ports."""

    def __init__(self, database: Database, settings: Settings) -> None:
        door = Door(knows=partial(mail_listening.knows, database), keep=partial(mail_listening.keep, database))
        hostname = urlsplit(settings.public_url).hostname or "localhost"
        wanted = ((settings.smtp_listen, False), (settings.lmtp_listen, True))
        self._closed = [
            (where, Listener(door, hostname=hostname, most_bytes=MAX_RAW, lmtp=lmtp))
            for where, lmtp in wanted
            if where is not None
        ]
        self._listening: list[Listener] = []
        self._again_at = 0.0
        self._loop = Loop("otklik-receiver", self.turn)

    def start(self) -> None:
        """Begin."""
        if self._closed:
            self._loop.start()

    async def stop(self) -> None:
        """Listen no more."""
        await self._loop.stop(patience=1.0)
        for each in self._listening:
            await each.stop()

    async def turn(self) -> bool:
        """Open what is not open yet."""
        if not self._closed or clock.monotonic() < self._again_at:
            return False
        left = []
        for where, listener in self._closed:
            host, _, port = where.rpartition(":")
            try:
                await listener.start(host.strip("[]"), int(port))
            except (OSError, OverflowError) as error:
                log.warning("mail cannot be received here", where=where, error=str(error), again_in=AGAIN_SECONDS)
                left.append((where, listener))
            else:
                log.info("receiving mail", where=where)
                self._listening.append(listener)
        self._closed = left
        self._again_at = clock.monotonic() + AGAIN_SECONDS
        return False
