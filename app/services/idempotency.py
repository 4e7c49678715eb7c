"""Idempotency keys: the first answer to a POST, committed with what it did, given again to every retry."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Invalid
from app.models import IdempotencyKey
from app.services.sealing import fingerprints, seal, unseal
from app.settings import settings

MAX_KEY = 255
PUBLIC_CALLER = "public"
# Callers without a credential share one space of keys: two of them must never meet on a key like "1".
MIN_PUBLIC_KEY = 16


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A first answer: status, the headers that matter to a client, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes


def key_hash(caller: str, method: str, path: str, key: str) -> bytes:
    """What identifies a key: it belongs to one caller and one operation. Raises `Invalid` for an unusable key."""
    if not 1 <= len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        detail = f"Idempotency-Key must be 1 to {MAX_KEY} printable ASCII characters"
        raise Invalid(detail, code="invalid_idempotency_key")
    if caller == PUBLIC_CALLER and len(key) < MIN_PUBLIC_KEY:
        detail = f"Without a credential an Idempotency-Key must be random, with {MIN_PUBLIC_KEY} characters or more"
        raise Invalid(detail, code="invalid_idempotency_key")
    return hashlib.sha256(f"{caller}\n{method}\n{path}\n{key}".encode()).digest()


async def claim(session: AsyncSession, *, key: bytes, body: bytes) -> StoredAnswer | None:
    """Take the key for this transaction, or the stored first answer when it was taken before.

    While another transaction holds the key this waits for it to end: then there is an answer, or the key is free.
    Raises `Invalid` (`idempotency_mismatch`) when the key was used with another body.
    """
    known = fingerprints(body)
    # Plain SQL goes to the session's connection: on the session itself it is deprecated.
    connection = await session.connection()
    taken = await connection.execute(
        text(
            "INSERT INTO idempotency_keys (key_hash, body_hash, created_at) VALUES (:key, :body, :now)"
            " ON CONFLICT (key_hash) DO NOTHING RETURNING true"
        ),
        {"key": key, "body": known[0], "now": clock.now()},
    )
    if taken.scalar():
        return None
    row = await session.get(IdempotencyKey, key)
    if row is None or row.body_hash not in known or row.status is None or row.response is None:
        detail = "This Idempotency-Key was used with another request body"
        raise Invalid(detail, code="idempotency_mismatch")
    plain = unseal(row.response)
    if plain is None:
        detail = "The first answer was kept under a secret that is no longer in use"
        raise Invalid(detail, code="idempotency_mismatch")
    head, _, content = plain.partition(b"\n")
    return StoredAnswer(status=row.status, headers=orjson.loads(head), body=content)


async def keep(session: AsyncSession, *, key: bytes, answer: StoredAnswer, message_id: UUID | None = None) -> None:
    """Store the first answer; it is committed together with what the request did.

    `message_id` is the message that it repeats, if it does.
    """
    connection = await session.connection()
    await connection.execute(
        text(
            "UPDATE idempotency_keys SET status = :status, response = :response, message_id = :about"
            " WHERE key_hash = :key"
        ),
        {"key": key, "status": answer.status, "response": _sealed(answer), "about": message_id},
    )


def _sealed(answer: StoredAnswer) -> bytes:
    return seal(orjson.dumps(answer.headers) + b"\n" + answer.body)


async def rewrite(session: AsyncSession, message_id: UUID, left: Mapping[str, Any]) -> None:
    """Put what is left of a message into every kept answer that repeats it: what it said is to be nowhere any more."""
    rows = await session.exec(select(IdempotencyKey).where(col(IdempotencyKey.message_id) == message_id))
    for row in rows:
        plain = None if row.response is None else unseal(row.response)
        if plain is None:
            # Under a secret that is gone nobody can read it; no answer can be given from it either.
            row.response = b""
        else:
            head, _, content = plain.partition(b"\n")
            said = orjson.loads(content)
            # It may be the answer of something else that said the same, as a translation of it.
            itself = said.get("message_id") != str(message_id)
            body = orjson.dumps({**said, **(left if itself else {"body": ""})}, default=str, option=orjson.OPT_UTC_Z)
            row.response = seal(head + b"\n" + body)
        session.add(row)


async def prune(session: AsyncSession) -> None:
    """Forget keys older than `idempotency_seconds`."""
    before = clock.now() - timedelta(seconds=settings().idempotency_seconds)
    await session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < before))
