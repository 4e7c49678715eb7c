"""What those who take things from the spool share: the row, what became of it, and why it cannot be taken."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

import orjson

from app.channels.base import Account
from app.db import Database, UnitOfWork
from app.rules.inbound import ATTEMPTS


class UnreadableError(ValueError):
    """It will never be taken as it is: it is parked. Its text is for an admin."""


class NotYetError(Exception):
    """It can be taken a moment later. Its text is for an admin.

    `aside`: its order is nobody's matter, and those behind it in the conversation do not wait for it.
    """

    def __init__(self, detail: str, *, seconds: float, aside: bool = False) -> None:
        super().__init__(detail)
        self.seconds = seconds
        self.aside = aside


class FileNotHadError(OSError):
    """A file that belongs to it cannot be fetched now. Its text is for an admin."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the spool while it is being taken. `attempts` is 1 the first time."""

    id: UUID
    channel_id: UUID
    door: str
    external_id: str | None
    raw: bytes
    size: int
    lane: str | None
    attempts: int
    received_at: datetime
    envelope: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, row_id: UUID, channel_id: UUID, lane: str | None, attempts: int, found: Mapping[str, Any], raw: bytes
    ) -> "Row":
        """From what the database says."""
        return cls(
            id=row_id,
            channel_id=channel_id,
            door=found["door"],
            external_id=found["external_id"],
            raw=raw,
            size=found["size"],
            lane=lane,
            attempts=attempts,
            received_at=found["received_at"],
            envelope=orjson.loads(found["envelope"]),
        )

    @property
    def last(self) -> bool:
        """Whether it is parked when this attempt fails."""
        return self.attempts >= ATTEMPTS


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row: a word (`created`, `message`, `edited` ...), and where. `held` and `parked` go with a
    `problem`: somebody is to look.
    """

    outcome: str
    ticket_id: UUID | None = None
    message_id: UUID | None = None
    status: Literal["done", "held", "parked"] = "done"
    problem: str | None = None


# What is left to do within the transaction that ends the row.
Finish: TypeAlias = Callable[[UnitOfWork], Awaitable[Taken]]
# Reads a row and fetches what belongs to it, with no transaction open.
Taker: TypeAlias = Callable[[Database, Account, Row], Awaitable[Finish]]
