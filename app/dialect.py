"""What the database driver is told and says, translated: addresses as it wants them, refusals as the desk says them."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
from sqlalchemy import exc

from app.errors import AppError, Conflict, Invalid, pointer
from app.rules.constraints import CONSTRAINTS


def as_refusal(error: BaseException) -> AppError | None:
    """The refusal that a violated constraint or an impossible value means; None when the error means no such thing."""
    cause: BaseException | None = error
    if isinstance(error, exc.DBAPIError):
        cause = getattr(error.orig, "__cause__", None) or error.orig
    if isinstance(cause, asyncpg.exceptions.DataError | asyncpg.PostgresError):
        if isinstance(cause, asyncpg.exceptions.DataError | asyncpg.CharacterNotInRepertoireError):
            return Invalid("A value cannot be stored", code="invalid_value")
        known = CONSTRAINTS.get(getattr(cause, "constraint_name", None) or "")
        if known is not None and isinstance(cause, asyncpg.UniqueViolationError):
            return Conflict(known.detail, code=known.code, errors=[pointer(known.field, known.detail)])
        if known is not None and isinstance(cause, asyncpg.ForeignKeyViolationError):
            return Invalid(known.detail, code=known.code, errors=[pointer(known.field, known.detail)])
    return None


def sqlalchemy_url(url: str) -> str:
    """A libpq address as SQLAlchemy wants it; `sslmode` becomes asyncpg's `ssl`."""
    parts = urlsplit(url)
    query = [("ssl" if key == "sslmode" else key, value) for key, value in parse_qsl(parts.query)]
    return urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(query), ""))
