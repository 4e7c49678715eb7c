"""Answers that a program waits for, or has stopped waiting for."""

import asyncio
from typing import Any


def resolve(waiting: asyncio.Future[Any] | None, value: object) -> None:
    """Give the answer to whoever waits."""
    if waiting is not None and not waiting.done():
        waiting.set_result(value)


def fail(waiting: asyncio.Future[Any] | None, error: Exception) -> None:
    """Give a refusal to whoever waits."""
    if waiting is not None and not waiting.done():
        waiting.set_exception(error)
        waiting.exception()  # nobody may be waiting any more: that is no error of its own
