"""Keyset pages for comfortable lists: an opaque cursor that names the last row seen, never an OFFSET or a total."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import literal, tuple_
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Invalid, parameter

Row = TypeVar("Row")

# What an integer column holds.
MAX_PLACE = 2**31 - 1


def encode(*values: str | int | datetime | UUID) -> str:
    """A cursor that names a row by the values that it is ordered by."""
    return base64.urlsafe_b64encode(orjson.dumps([_text(value) for value in values])).decode().rstrip("=")


def _text(value: str | int | datetime | UUID) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def by_time(cursor: str) -> tuple[datetime, UUID]:
    """The (instant, id) of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        at, identifier = _values(cursor, 2)
        instant, row = datetime.fromisoformat(at), UUID(identifier)
    except ValueError as error:
        raise invalid() from error
    if instant.tzinfo is None:
        raise invalid()
    return instant, row


def by_name(cursor: str) -> str:
    """The name of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        return _values(cursor, 1)[0]
    except ValueError as error:
        raise invalid() from error


def by_name_and_id(cursor: str) -> tuple[str, UUID]:
    """The (name, id) of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        name, identifier = _values(cursor, 2)
        return name, UUID(identifier)
    except ValueError as error:
        raise invalid() from error


def by_two_names(cursor: str) -> tuple[str, str]:
    """The two names of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        one, other = _values(cursor, 2)
    except ValueError as error:
        raise invalid() from error
    return one, other


def by_id(cursor: str) -> UUID:
    """The id of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        return UUID(_values(cursor, 1)[0])
    except ValueError as error:
        raise invalid() from error


def by_place(cursor: str) -> tuple[int, UUID]:
    """The (position or number, id) of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        place, identifier = _values(cursor, 2)
        found, row = int(place), UUID(identifier)
    except ValueError as error:
        raise invalid() from error
    if not 0 <= found <= MAX_PLACE:
        raise invalid()
    return found, row


def by_count_and_name(cursor: str) -> tuple[int, str]:
    """The (count, name) of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        counted, name = _values(cursor, 2)
        found = int(counted)
    except ValueError as error:
        raise invalid() from error
    if not 0 <= found <= MAX_PLACE:
        raise invalid()
    return found, name


def by_phase(cursor: str) -> tuple[int, datetime | None, UUID]:
    """The (phase, instant or None, id) of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        phase, at, identifier = _values(cursor, 3)
        found, instant, row = int(phase), datetime.fromisoformat(at) if at else None, UUID(identifier)
    except ValueError as error:
        raise invalid() from error
    if not 0 <= found <= MAX_PLACE or (instant is not None and instant.tzinfo is None):
        raise invalid()
    return found, instant, row


def by_fact(cursor: str) -> tuple[datetime, UUID, str, int]:
    """The (instant, id, metric, number) of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        at, identifier, metric, number = _values(cursor, 4)
        instant, row, place = datetime.fromisoformat(at), UUID(identifier), int(number)
    except ValueError as error:
        raise invalid() from error
    if instant.tzinfo is None or not 0 <= place <= MAX_PLACE:
        raise invalid()
    return instant, row, metric, place


@dataclass(frozen=True, slots=True)
class Turn:
    """The place of something that waits, as a line is ordered; `due_at` None: it has no deadline."""

    channel: str
    rank: int
    urgency: int
    due_at: datetime | None
    queued_at: datetime
    id: UUID


def of_turn(turn: Turn) -> str:
    """A cursor that names what waits there."""
    return encode(turn.channel, turn.rank, turn.urgency, turn.due_at or "", turn.queued_at, turn.id)


def by_turn(cursor: str) -> Turn:
    """The place of a cursor. Raises `Invalid` (`invalid_cursor`)."""
    try:
        channel, rank, urgency, due_at, queued_at, identifier = _values(cursor, 6)
        due = datetime.fromisoformat(due_at) if due_at else None
        found = Turn(channel, int(rank), int(urgency), due, datetime.fromisoformat(queued_at), UUID(identifier))
    except ValueError as error:
        raise invalid() from error
    naive = any(each is not None and each.tzinfo is None for each in (found.due_at, found.queued_at))
    known = found.channel in {"chat", "ticket", "call"}
    if naive or not known or not all(abs(each) <= MAX_PLACE for each in (found.rank, found.urgency)):
        raise invalid()
    return found


def newest_first(
    query: SelectOfScalar[Row],
    at: Any,  # noqa: ANN401 - a column
    row_id: Any,  # noqa: ANN401 - a column
    *,
    cursor: str | None,
    limit: int,
) -> SelectOfScalar[Row]:
    """A query for one page and one row more, ordered by the columns `at` and `row_id`. Raises `Invalid`."""
    query = query.order_by(col(at).desc(), col(row_id).desc()).limit(limit + 1)
    if cursor is None:
        return query
    return query.where(tuple_(at, row_id) < tuple_(*(literal(value) for value in by_time(cursor))))


def _values(cursor: str, count: int) -> list[str]:
    try:
        found: Any = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except binascii.Error as error:
        raise ValueError(cursor) from error
    if not isinstance(found, list) or len(found) != count or not all(isinstance(v, str) for v in found):
        raise ValueError(cursor)
    if any("\x00" in value for value in found):
        raise ValueError(cursor)
    return found


def invalid() -> Invalid:
    """The refusal of a cursor that is not ours."""
    detail = "Use next_cursor as it was given"
    return Invalid(detail, code="invalid_cursor", errors=[parameter("cursor", detail)])


def page(rows: Sequence[Row], limit: int, cursor_of: Callable[[Row], str]) -> tuple[list[Row], str | None]:
    """The first `limit` of `limit + 1` rows, and the cursor of the next page when there is one."""
    shown = list(rows[:limit])
    return shown, cursor_of(shown[-1]) if len(rows) > limit else None
