"""Where the bytes of attachments are: a folder or a bucket, always read and written as a stream."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, S3Store

from app.errors import Away, NotFound
from app.postgres.layout import default_data_dir
from app.rules.ranges import Span
from app.settings import Settings, settings

log = structlog.get_logger("otklik.attachments")

# A large file is written and read in parts of this size; a store needs 5 MiB or more of all but the last.
PART = 5 * 1024 * 1024
READ = 512 * 1024
_AWAY = (BaseError, OSError)


def key(attachment_id: UUID) -> str:
    """The object's name; its last characters are random, so the first folder spreads."""
    return f"{attachment_id.hex[-2:]}/{attachment_id}"


def _incoming(attachment_id: UUID) -> str:
    return f"incoming/{attachment_id}"


@lru_cache(maxsize=4)
def _opened(where: str, endpoint: str | None, region: str | None, access: str, secret: str) -> object:
    parts = urlsplit(where)
    if parts.scheme == "s3":
        options: dict[str, str] = {}
        if endpoint is not None:
            options["endpoint"] = endpoint
        if access:
            options |= {"access_key_id": access, "secret_access_key": secret}
        client = {"allow_http": True} if endpoint is not None and endpoint.startswith("http:") else None
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            region=region or "us-east-1",
            # Whoever waits is told to come again, rather than kept for minutes.
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=15)},
            client_options=client,  # type: ignore[arg-type]  # a TypedDict of its own
            **options,  # type: ignore[arg-type]  # their names are checked by the library
        )
    if parts.scheme == "memory":
        return MemoryStore()
    return LocalStore(Path(unquote(parts.path)), mkdir=True)


def _where(now: Settings) -> str:
    if now.attachments is not None:
        return now.attachments
    return ((now.data_dir or default_data_dir()).expanduser().absolute() / "attachments").as_uri()


def _store() -> "LocalStore | MemoryStore | S3Store":
    now = settings()
    access = now.s3_access_key.get_secret_value() if now.s3_access_key else ""
    secret = now.s3_secret_key.get_secret_value() if now.s3_secret_key else ""
    try:
        return _opened(_where(now), now.s3_endpoint, now.s3_region, access, secret)  # type: ignore[return-value]  # cached calls lose their type
    except _AWAY as error:
        # A folder that cannot be made.
        raise _unavailable("open", error) from error


def in_a_bucket() -> bool:
    """Whether clients can be sent to the store itself."""
    return isinstance(_store(), S3Store)


async def put(attachment_id: UUID, chunks: AsyncIterator[bytes]) -> None:
    """Store a stream of bytes; nothing is there when it ends with an error, which is raised. Raises `Unavailable`."""
    store = _store()
    path = key(attachment_id)
    try:
        part = PART if isinstance(store, S3Store) else READ
        await obstore.put_async(store, path, chunks, chunk_size=part, max_concurrency=2)
        if isinstance(store, LocalStore):
            await asyncio.to_thread(_sync, Path(str(store.prefix)) / path)
    except _AWAY as error:
        raise _unavailable("put", error) from error


def _sync(path: Path) -> None:
    """What is acknowledged survives a power cut: the file's bytes, and that its folder has it."""
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


async def read(attachment_id: UUID, span: Span) -> AsyncIterator[bytes]:
    """These bytes of an object, as a stream. Before the first: raises `Unavailable`, and `NotFound` when it is lost."""
    store, path = _store(), key(attachment_id)
    if not span.size:
        return _nothing()
    try:
        # From a disk one read a part is many times faster than the library's own stream; from a bucket one request is.
        if isinstance(store, LocalStore):
            first = await _part(store, path, span.start, span)
            return _parts(store, path, first, span)
        found = await obstore.get_async(store, path, options={"range": (span.start, span.end)})
    except FileNotFoundError as error:
        log.exception("the store has lost a file", attachment=str(attachment_id))
        raise NotFound from error
    except _AWAY as error:
        raise _unavailable("get", error) from error
    return _streamed(found)


async def _nothing() -> AsyncIterator[bytes]:
    nothing: tuple[bytes, ...] = ()
    for part in nothing:
        yield part


async def _part(store: LocalStore, path: str, at: int, span: Span) -> bytes:
    end = min(span.end, at + READ)
    return bytes(await obstore.get_range_async(store, path, start=at, end=end)) if at < end else b""


async def _parts(store: LocalStore, path: str, first: bytes, span: Span) -> AsyncIterator[bytes]:
    part, at = first, span.start
    while part:
        yield part
        at += len(part)
        part = await _part(store, path, at, span)


async def _streamed(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    async for chunk in found.stream(min_chunk_size=READ):
        yield bytes(chunk)


async def incoming_size(attachment_id: UUID) -> int | None:
    """How large what a client has put at a signed address is; None when nothing is there. Raises `Unavailable`."""
    try:
        return int((await obstore.head_async(_store(), _incoming(attachment_id)))["size"])
    except FileNotFoundError:
        return None
    except _AWAY as error:
        raise _unavailable("head", error) from error


async def take_in(attachment_id: UUID) -> None:
    """Move it to where no signed address leads. Raises `Unavailable`."""
    try:
        await obstore.copy_async(_store(), _incoming(attachment_id), key(attachment_id))
        await obstore.delete_async(_store(), _incoming(attachment_id))
    except _AWAY as error:
        raise _unavailable("copy", error) from error


async def delete(attachment_id: UUID) -> None:
    """Delete an object and what was put for it; what is not there is no error. Raises `Unavailable`."""
    store = _store()
    for path in (key(attachment_id), *((_incoming(attachment_id),) if isinstance(store, S3Store) else ())):
        try:
            await obstore.delete_async(store, path)
        except FileNotFoundError:
            continue
        except _AWAY as error:
            raise _unavailable("delete", error) from error


async def signed(method: str, attachment_id: UUID, *, seconds: int) -> str:
    """An address at the bucket itself that takes what is to become this object, for one method and this time."""
    store = _store()
    assert isinstance(store, S3Store)  # noqa: S101 - asked for by callers
    return str(await obstore.sign_async(store, method, _incoming(attachment_id), timedelta(seconds=seconds)))  # type: ignore[call-overload]  # the method is no literal here


def _unavailable(what: str, error: Exception) -> Away:
    # Its text may hold an address with a signature.
    log.warning("the store of attachments is away", doing=what, error=type(error).__name__)
    return Away("The store of attachments cannot be reached; try again")
