"""The loop that follows mailboxes: each in a thread of its own, because servers make us wait, and in one process."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import structlog
from prometheus_client import Counter, Gauge

from app import clock
from app.channels.mail import imap
from app.channels.mail.imap import Mailbox, MailboxError
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.ids import new_id
from app.loops import Loop
from app.models import Channel
from app.services import channels, mail_cursors, mail_fetching
from app.services.mail_cursors import BEAT_SECONDS, Held, LostError

log = structlog.get_logger("otklik.mail")

FOLLOWED = Gauge("otklik_mailboxes_followed", "Mailboxes that this process follows")
FETCHED = Counter("otklik_mails_fetched_total", "Mails that were found in mailboxes and stored")
FAILED = Counter("otklik_mailbox_failures_total", "Mailboxes that could not be read, each time")

# Mailboxes of one process; each has a thread.
MOST = 200
PATIENCE_SECONDS = 5.0


class Fetcher:
    """Follows mailboxes. Any number of processes may run one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._following: dict[asyncio.Task[None], Held] = {}
        self._open: dict[Held, Mailbox] = {}
        self._stopping = False
        self._loop = Loop("otklik-mailboxes", self.turn)

    def start(self) -> None:
        """Begin."""
        self._stopping = False
        self._loop.start()

    def wake(self) -> None:
        """A channel may have changed."""
        self._loop.wake()

    async def stop(self) -> None:
        """Leave all mailboxes; what is being fetched is fetched again by whoever comes next."""
        self._stopping = True
        await self._loop.stop(patience=PATIENCE_SECONDS)
        for box in self._open.values():
            box.interrupt()
        if self._following:
            _, unfinished = await asyncio.wait(self._following, timeout=PATIENCE_SECONDS)
            for each in unfinished:
                each.cancel()
            await asyncio.gather(*self._following, return_exceptions=True)

    async def turn(self) -> bool:
        """Begin to follow what nobody follows."""
        if self._stopping or len(self._following) >= MOST:
            return False
        async with self._database.lean() as connection:
            held = await mail_cursors.claim(connection, new_id(), most=MOST - len(self._following), now=clock.now())
        for each in held:
            task = asyncio.create_task(self._follow(each), name=f"mailbox {each.mailbox}")
            self._following[task] = each
            task.add_done_callback(self._ended)
        FOLLOWED.set(len(self._following))
        return False

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._following.pop(task, None)
        FOLLOWED.set(len(self._following))
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a mailbox was left", exc_info=error)

    async def _follow(self, held: Held) -> None:
        """Read a mailbox until somebody else does, the channel changes, or something is wrong."""
        beating = asyncio.create_task(self._beat(held))
        # Of its own: a server that makes its mailbox wait makes no other wait.
        thread = ThreadPoolExecutor(1, thread_name_prefix="otklik-mailbox")
        problem = None
        try:
            await self._read(held, partial(asyncio.get_running_loop().run_in_executor, thread))
        except LostError:
            pass
        except MailboxError as error:
            problem = None if self._stopping or beating.done() else str(error)
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                return  # whoever finds the database again finds the lease ended
            log.exception("a mailbox could not be read", mailbox=held.mailbox)
            problem = f"The desk could not read it ({type(error).__name__}); its log says more"
        finally:
            beating.cancel()
            self._open.pop(held, None)
            thread.shutdown(wait=False)
        try:
            await self._give_back(held, problem)
        except Exception as error:
            # The lease ends by itself.
            if not isinstance(error, Unavailable) and as_unavailable(error) is None:
                raise

    async def _give_back(self, held: Held, problem: str | None) -> None:
        async with self._database.lean() as connection:
            if problem is None:
                await mail_cursors.release(connection, held)
                return
            FAILED.inc()
            log.warning("a mailbox cannot be read", mailbox=held.mailbox, problem=problem)
            await mail_cursors.failed(connection, held, problem, now=clock.now())

    async def _read(self, held: Held, run: Callable[..., "asyncio.Future[Any]"]) -> None:
        async def in_thread(function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            return await run(partial(function, *arguments, **named))

        async with self._database.unit_of_work() as work:
            channel = await work.session.get(Channel, held.channel_id)
        if channel is None or channel.version != held.version:
            raise LostError
        account = channels.account_of(channel)
        place = imap.place_of(account.settings, account.secrets)
        if place is None:
            raise LostError
        box: Mailbox = await in_thread(Mailbox.open, place)
        self._open[held] = box
        try:
            while not self._stopping:
                said = account.settings["imap"]
                FETCHED.inc(await mail_fetching.take(self._database, held, box, said, in_thread))
                await in_thread(box.wait, float(said.get("poll_seconds", 60)))
        finally:
            await asyncio.shield(run(box.close))

    async def _beat(self, held: Held) -> None:
        """Renew the lease; when it is not ours any more, end what the thread waits for."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                async with self._database.lean() as connection:
                    ours = await mail_cursors.beat(connection, held, now=clock.now())
            except Exception as error:
                if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                    continue  # what is stored says whose it is, and the lease ends by itself
                raise
            if not ours:
                break
        if (box := self._open.get(held)) is not None:
            box.interrupt()
