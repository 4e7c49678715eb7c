"""The database: engine, pools, and the one place where a transaction begins and is committed.

Two ways to the same Postgres, both inside `unit_of_work`:

- `work.session`: SQLModel for the many comfortable paths. One transaction, committed at the end.
- `await work.lean()`: a raw asyncpg connection for the few hot paths of `app/services/lean/`. A hot path
  sends exactly one writing statement, which is its own transaction: no BEGIN and COMMIT round trips.
  When more must happen with it (an Idempotency-Key to store), the session comes first and both share its transaction.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from app.dialect import as_refusal, sqlalchemy_url
from app.errors import AppError, Away, Beaten, Unavailable
from app.hints import Hint
from app.settings import Settings

Connection: TypeAlias = "asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]"
PooledConnection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[Any]"
Publish: TypeAlias = Callable[[Sequence[Hint]], Awaitable[None]]

# What would meet anybody, whatever they ask for.
_AWAY_FOR_ALL = (
    asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InsufficientResourcesError,
    ConnectionError,
)  # fmt: skip
# The connection broke, the server is starting, stopping or full: nobody's fault, and the outcome of a commit
# that was under way is unknown. Everything here is safe to send again with the same key.
_AWAY = (
    *_AWAY_FOR_ALL, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError, OSError, TimeoutError, exc.TimeoutError,
)  # fmt: skip


def as_unavailable(error: BaseException) -> AppError | None:
    """The refusal for an error that means "the database is away or busy"; None for any other error."""
    cause: BaseException | None = error
    if isinstance(error, exc.DBAPIError):
        if error.connection_invalidated:
            return Away()
        cause = getattr(error.orig, "__cause__", None) or error.orig
    if isinstance(cause, asyncpg.DeadlockDetectedError):
        return Beaten()
    # asyncpg's client-side DataError is an InterfaceError too: bad input, never a retry.
    if isinstance(cause, asyncpg.QueryCanceledError):
        return Unavailable("The database took too long; try again")
    if isinstance(cause, _AWAY_FOR_ALL):
        return Away("The database is away or full; try again")
    return Unavailable() if isinstance(cause, _AWAY) and not isinstance(cause, asyncpg.exceptions.DataError) else None


def _dumps(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


class Database:
    """One Postgres as this process sees it; `publish` gets the hints of every commit."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url = url
        self._settings = settings
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=settings.pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_recycle=1800,
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
            connect_args={"server_settings": self._server_settings(), "timeout": 5},
        )
        self._pool: asyncpg.Pool[Any] | None = None
        self._pool_lock = asyncio.Lock()
        # asyncpg's pool lets late comers overtake those who wait; a semaphore is first come, first served.
        self._turns = asyncio.Semaphore(settings.lean_pool_size)
        self.publish: Publish | None = None

    def _server_settings(self) -> dict[str, str]:
        return {
            "application_name": "otklik",
            "timezone": "UTC",
            "statement_timeout": str(int(self._settings.statement_seconds * 1000)),
            "lock_timeout": str(int(self._settings.lock_seconds * 1000)),
            "idle_in_transaction_session_timeout": "60000",
            "jit": "off",
        }

    async def pool(self) -> "asyncpg.Pool[Any]":
        """The pool of hot paths, opened on first use."""
        if self._pool is None:
            async with self._pool_lock:
                if self._pool is None:
                    self._pool = await asyncpg.create_pool(
                        self.url,
                        min_size=self._settings.lean_pool_size,
                        max_size=self._settings.lean_pool_size,
                        max_inactive_connection_lifetime=300,
                        # A hot path's plan never depends on its parameters: planning each time costs more than running.
                        server_settings={**self._server_settings(), "plan_cache_mode": "force_generic_plan"},
                        timeout=5,
                        # A hot path leaves nothing behind, and asyncpg's reset costs a third of a short request.
                        reset=_no_reset,
                    )
        return self._pool

    @asynccontextmanager
    async def lean(self) -> AsyncIterator[Connection]:
        """A raw connection in autocommit, for reads outside a unit of work (callers' state, sweeps)."""
        connection = await self.acquire()
        try:
            yield connection
        except Exception as error:
            await _settle(connection, error)
            raise
        finally:
            await self.release(connection)

    async def acquire(self) -> PooledConnection:
        """A connection of the lean pool; whoever asks first gets one first. Give it back with `release`."""
        pool = self._pool or await self.pool()
        await self._turns.acquire()
        try:
            # No timeout here: statements have one, so a connection always comes free, and a timer costs 20 us.
            return await pool.acquire()
        except BaseException:
            self._turns.release()
            raise

    async def release(self, connection: PooledConnection) -> None:
        """Give a connection back to the pool."""
        try:
            if self._pool is not None:
                await self._pool.release(connection)
        finally:
            self._turns.release()

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator["UnitOfWork"]:
        """One request, socket command or job: one transaction, committed when the block ends well.

        Hints go out after the commit. Raises `Unavailable` when the database is away: send the same work again.
        """
        work = UnitOfWork(self)
        try:
            try:
                yield work
                await work.finish()
            except BaseException as error:
                await work.abandon(error)
                if isinstance(error, Exception) and (meant := as_refusal(error) or as_unavailable(error)) is not None:
                    # Perhaps it is done already, and what failed came after it: only who asked may say it again.
                    unsure = isinstance(meant, Beaten) and work.commits_at_once
                    raise (Unavailable() if unsure else meant) from error
                raise
        finally:
            await work.close()
        if work.hints and self.publish is not None:
            await self.publish(work.hints)

    async def close(self) -> None:
        """Close every connection; waits for nobody."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None
        await self.engine.dispose()


async def _settle(connection: PooledConnection, error: BaseException) -> None:
    # asyncpg has prepared a statement whose values it could not encode and never sends its Sync: the server stays
    # inside it, and its statement timeout would strike whoever has the connection next.
    if isinstance(error, asyncpg.exceptions.DataError) and not connection.is_closed():
        try:
            await connection.execute("SELECT 1")
        except (asyncpg.PostgresError, *_AWAY):
            connection.terminate()


async def _no_reset(_connection: Any) -> None:  # noqa: ANN401 - asyncpg's own type is private
    return


class UnitOfWork:
    """One transaction, opened when first needed. Only `Database.unit_of_work` ends it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: AsyncSession | None = None
        self._connection: PooledConnection | None = None
        self.hints: list[Hint] = []
        # Its statements are no transaction: what went well cannot be taken back by what did not.
        self.commits_at_once = False
        # The message or file that the answer repeats, should the answer be kept: its redaction goes there too.
        self.about_message: UUID | None = None
        # What a transaction of this work begins with; it may raise when there is nothing left to do.
        self.on_taking_up: Callable[[], Awaitable[None]] | None = None

    @property
    def database(self) -> Database:
        """The database that this work is done in."""
        return self._database

    @property
    def session(self) -> AsyncSession:
        """The SQLModel session of this transaction."""
        if self._session is None:
            if self._connection is not None:
                msg = "this unit of work is lean: a session would be a second transaction"
                raise RuntimeError(msg)
            self._session = AsyncSession(self._database.engine, expire_on_commit=False, autoflush=False)
            self._session.info["hints"] = self.hints
        return self._session

    async def session_after_all(self) -> AsyncSession:
        """The session, also when a hot statement was sent before that has changed nothing: there was more to it."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await self._database.release(connection)
            self.commits_at_once = False
        return self.session

    async def lean(self) -> Connection:
        """The raw connection for one hot statement: the session's own when there is one, else autocommit."""
        if self._session is not None:
            return await raw_connection(self._session)
        if self._connection is None:
            self._connection, self.commits_at_once = await self._database.acquire(), True
        return self._connection

    async def let_go(self) -> None:
        """Give the connection back, for a call to somebody outside: no transaction may wait for a stranger's server.

        Nothing may have been written yet: it is taken back. What was read may have changed afterwards. Go on with
        `take_up` and then as from the beginning.
        """
        if self._session is not None:
            session, self._session = self._session, None
            # What was read can still be looked at, as it was.
            session.expunge_all()
            await session.rollback()
            await session.close()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await self._database.release(connection)
            self.commits_at_once = False

    async def take_up(self) -> None:
        """Go on after `let_go`: whoever began this work does again what came before it (`on_taking_up`)."""
        if self.on_taking_up is not None:
            await self.on_taking_up()

    async def finish(self) -> None:
        """Commit whatever was begun."""
        if self._session is not None:
            await self._session.commit()

    async def abandon(self, error: BaseException) -> None:
        """Roll back whatever was begun; a connection that is already gone has nothing left to roll back."""
        self.hints.clear()
        try:
            if self._session is not None:
                await self._session.rollback()
            if self._connection is not None:
                await _settle(self._connection, error)
        except (exc.DBAPIError, *_AWAY):
            if self._connection is not None:
                self._connection.terminate()

    async def close(self) -> None:
        """Give the connections back, also when the caller was cancelled."""
        if self._session is not None:
            await asyncio.shield(self._session.close())
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await self._database.release(connection)


async def raw_connection(session: AsyncSession) -> Connection:
    """The asyncpg connection below a session, inside the session's transaction."""
    outer = await session.connection()
    driver: Connection = (await outer.get_raw_connection()).driver_connection  # type: ignore[assignment]  # asyncpg's, below the interface
    if not driver.is_in_transaction():
        # SQLAlchemy begins with its first statement: without one the raw statement would commit by itself.
        await outer.execute(text("SELECT 1"))
    return driver


def hint(session: AsyncSession, item: Hint) -> None:
    """Add a hint that goes out after this session's transaction is committed."""
    session.info["hints"].append(item)
