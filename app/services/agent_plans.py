"""What shifts and absences have in common: a span of an agent's time, found by whose it is and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Invalid, pointer
from app.models import Absence, Shift
from app.services import keyset

Plan = TypeVar("Plan", Shift, Absence)


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """Whose, and of which something lies in `[since, until)`; empty fields do not narrow."""

    agent_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50


def narrowed(query: SelectOfScalar[Plan], kind: type[Plan], wanted: PlanFilter) -> SelectOfScalar[Plan]:
    """The query for one page and one row more, those that start first first. Raises `Invalid` (`invalid_cursor`)."""
    if wanted.agent_id is not None:
        query = query.where(col(kind.agent_id) == wanted.agent_id)
    if wanted.since is not None:
        query = query.where(col(kind.ends_at) > wanted.since)
    if wanted.until is not None:
        query = query.where(col(kind.starts_at) < wanted.until)
    if wanted.cursor is not None:
        after = tuple_(*(literal(value) for value in keyset.by_time(wanted.cursor)))
        query = query.where(tuple_(kind.starts_at, kind.id) > after)
    return query.order_by(col(kind.starts_at), col(kind.id)).limit(wanted.limit + 1)


def refuse_span(starts_at: datetime, ends_at: datetime, *, longest: timedelta) -> None:
    """Raise `Invalid` (`invalid_period`) for a span that is empty, backwards or longer than that."""
    if ends_at <= starts_at:
        detail = "It ends after it starts"
    elif ends_at - starts_at > longest:
        detail = f"It is at most {longest.days} days long"
    else:
        return
    raise Invalid(detail, code="invalid_period", errors=[pointer("ends_at", detail)])
