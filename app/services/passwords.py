"""Passwords: argon2id in threads of its own, and the same work for somebody who does not exist."""

import asyncio
import os
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's recommendation for argon2id: 2 passes over 19 MiB. Written down so that an upgrade of the library does not
# change them behind our back; a hash with other parameters is renewed at the next sign-in.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# A flood of sign-ins queues here, 19 MiB per thread, and neither fills the memory nor takes the other threads.
_THREADS = ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2), thread_name_prefix="argon2")


def _normal(password: str) -> str:
    # The same password typed on another keyboard may come composed differently (RFC 8265).
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


def _verify(stored: str | None, password: str) -> bool:
    nobodys = _nobodys()
    try:
        return _HASHER.verify(stored or nobodys, _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


async def hashed(password: str) -> str:
    """The hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, _normal(password))


async def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password behind a stored hash; without one (nobody there) false after the same work."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, stored, password)


def is_dated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)
