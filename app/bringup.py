"""What must stand before any command works: a database that answers, a secret, and this version's schema."""

import asyncio
import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import structlog
from pydantic import SecretStr, ValidationError
from sqlalchemy.exc import DBAPIError

from app import clock, migrations
from app.errors import words_of
from app.postgres import EmbeddedPostgres, EmbeddedPostgresError, Keeper
from app.postgres.layout import default_data_dir, sync_folder
from app.settings import MIN_SECRET_BYTES, Settings, configure

log = structlog.get_logger("otklik.start")

OLDEST_POSTGRES = 150_000
# In a container the database often starts beside us, a few seconds later.
PATIENCE_SECONDS = 30.0
POLL_SECONDS = 0.5
# What one process may open: both pools, the listener, and room for a migration.
SPARE_CONNECTIONS = 4


class CannotStartError(Exception):
    """Why the desk cannot start, in a sentence that says what to do about it."""


def read_settings() -> Settings:
    """The environment's settings. Raises `CannotStartError` naming each variable that is wrong, never its value."""
    misspelt = _misspelt()
    if misspelt:
        raise CannotStartError("\n".join(misspelt))
    try:
        found = Settings()
    except ValidationError as error:
        lines = [f"OTKLIK_{str(each['loc'][0]).upper()}: {words_of(each)}" for each in error.errors()]
        raise CannotStartError("\n".join(lines)) from error
    if found.database_url is not None and not found.database_url.strip():
        raise CannotStartError(
            "OTKLIK_DATABASE_URL is set but empty: give an address, or unset it for the embedded one"
        )
    if found.database_url is not None and found.secret is None:
        msg = (
            f"OTKLIK_SECRET is needed with OTKLIK_DATABASE_URL: {MIN_SECRET_BYTES} random bytes or more, the same for "
            "every process of the desk. For example: openssl rand -hex 32"
        )
        raise CannotStartError(msg)
    return found


def _misspelt() -> list[str]:
    """A line for each variable that looks like a setting and is none: left out in silence, it would be missed late.

    Only what is close to a setting's name: some platforms put variables of their own under our prefix.
    """
    known = [f"OTKLIK_{name.upper()}" for name in Settings.model_fields]
    found = []
    for name in sorted(os.environ):
        if name.startswith("OTKLIK_") and name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.9)
            if close:
                found.append(f"{name}: there is no such setting; {close[0]} is one")
    return found


def data_dir_of(found: Settings) -> Path:
    """Where the embedded Postgres and the secret live."""
    return (found.data_dir or default_data_dir()).expanduser().absolute()


@contextmanager
def standing(found: Settings, *, processes: int = 1, migrate: bool = True) -> Iterator[Settings]:
    """Settings that `create_app` can work with, for as long as the block runs, on a migrated database.

    Without an address in `found` this starts or joins the embedded Postgres, and leaves it in the end: whoever is its
    last user stops it. Raises `CannotStartError`.
    """
    if found.database_url is not None:
        asyncio.run(_wait_for(found.database_url))
        if migrate:
            _migrate(found.database_url)
        yield configure(found)
        return
    folder = data_dir_of(found)
    needed = processes * (found.pool_size + found.lean_pool_size + SPARE_CONNECTIONS) + 20
    server = EmbeddedPostgres(folder, settings={"max_connections": str(max(100, needed))})
    try:
        url = server.start()
    except EmbeddedPostgresError as error:
        msg = f"{error}\n`otklik doctor` looks at the whole environment."
        raise CannotStartError(msg) from error
    keeper = Keeper(server, moved=_moved)
    keeper.start()
    try:
        changed = {"database_url": url, "data_dir": folder, "secret": found.secret or kept_secret(folder)}
        if migrate:
            _migrate(url)
        yield configure(found.model_copy(update=changed))
    finally:
        keeper.stop()
        server.stop()


def _moved() -> None:
    # The pools of this process and its workers know the old address: end in order, and whoever started us starts anew.
    log.error("the embedded Postgres has another address now: stopping, start the desk again")
    os.kill(os.getpid(), signal.SIGTERM)


def kept_secret(folder: Path) -> SecretStr:
    """The secret of this data folder, made on first use; two processes that start together get the same one."""
    path = folder / "secret"
    if not path.exists():
        draft = folder / f"secret.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, unlike a rename, never replaces what somebody else has just made.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(folder)
    kept = path.read_text().strip()
    if len(kept.encode()) < MIN_SECRET_BYTES:
        msg = f"{path} is damaged: restore it from a backup, or remove it, which signs everybody out"
        raise CannotStartError(msg)
    return SecretStr(kept)


def place(url: str) -> str:
    """A database's address without its user and password, for people and logs."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"


async def look(url: str) -> int:
    """The server's version as a number. Raises what asyncpg raises."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return int(await connection.fetchval("SHOW server_version_num"))
    finally:
        await connection.close(timeout=5)


async def _wait_for(url: str) -> None:
    deadline = clock.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            version = await look(url)
            break
        except (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError) as error:
            if clock.monotonic() > deadline:
                msg = f"The database at {place(url)} does not answer ({type(error).__name__})"
                raise CannotStartError(msg) from error
            await asyncio.sleep(POLL_SECONDS)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
            msg = f"The database at {place(url)} does not let us in: {error}"
            raise CannotStartError(msg) from error
    if version < OLDEST_POSTGRES:
        raise CannotStartError(f"The desk needs Postgres 15 or newer; {place(url)} runs {version // 10_000}")


def _migrate(url: str) -> None:
    try:
        migrations.upgrade(url)
    except (OSError, DBAPIError, asyncpg.PostgresError) as error:
        cause = getattr(error, "orig", None) or error
        msg = f"The schema of {place(url)} could not be brought up to date: {cause}"
        raise CannotStartError(msg) from error
