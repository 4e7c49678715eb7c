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

from app.errors import Unavailable
from app.postgres.layout import default_data_dir
from app.rules.ranges import Span
from app.settings import Settings, settings

log = structlog.get_logger("otklik.attachments")

# A large file is written and read in parts of this size; a store needs 5 MiB or more of all but the last.
PART = 5 * 1024 * 1024
READ = 256 * 1024
_AWAY = (BaseError, OSError)


def key(attachment_id: UUID) -> str:
    """The object's name; its last characters are random, so the first folder spreads."""
    return f"{attachment_id.hex[-2:]}/{attachment_id}"


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
            client_options=client,  # type: ignore[arg-type]  # a TypedDict of its own
            **options,  # type: ignore[arg-type]
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
    return _opened(_where(now), now.s3_endpoint, now.s3_region, access, secret)  # type: ignore[return-value]


def in_a_bucket() -> bool:
    """Whether clients can be sent to the store itself."""
    return isinstance(_store(), S3Store)


async def put(attachment_id: UUID, chunks: AsyncIterator[bytes]) -> None:
    """Store a stream of bytes; nothing is there when it ends with an error, which is raised. Raises `Unavailable`."""
    store = _store()
    path = key(attachment_id)
    try:
        await obstore.put_async(store, path, chunks, chunk_size=PART, max_concurrency=2)
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


async def read(attachment_id: UUID, span: Span | None = None) -> AsyncIterator[bytes]:
    """The bytes of an object, or of one span of it, as a stream. Raises `Unavailable` before the first one."""
    try:
        options = None if span is None else {"range": (span.start, span.end)}
        found = await obstore.get_async(_store(), key(attachment_id), options=options)  # type: ignore[arg-type]
    except _AWAY as error:
        raise _unavailable("get", error) from error

    async def chunks() -> AsyncIterator[bytes]:
        async for chunk in found.stream(min_chunk_size=READ):
            yield bytes(chunk)

    return chunks()


async def size(attachment_id: UUID) -> int | None:
    """How large an object is; None when there is none. Raises `Unavailable`."""
    try:
        return int((await obstore.head_async(_store(), key(attachment_id)))["size"])
    except FileNotFoundError:
        return None
    except _AWAY as error:
        raise _unavailable("head", error) from error


async def delete(attachment_id: UUID) -> None:
    """Delete an object; one that is not there is no error. Raises `Unavailable`."""
    try:
        await obstore.delete_async(_store(), key(attachment_id))
    except FileNotFoundError:
        return
    except _AWAY as error:
        raise _unavailable("delete", error) from error


async def signed(method: str, attachment_id: UUID, *, seconds: int) -> str:
    """An address at the store itself, good for one method and this time."""
    store = _store()
    assert isinstance(store, S3Store)  # noqa: S101 - asked for by callers
    return str(await obstore.sign_async(store, method, key(attachment_id), timedelta(seconds=seconds)))  # type: ignore[call-overload]


def _unavailable(what: str, error: Exception) -> Unavailable:
    # Its text may hold an address with a signature.
    log.warning("the store of attachments is away", doing=what, error=type(error).__name__)
    return Unavailable("The store of attachments cannot be reached; try again")
