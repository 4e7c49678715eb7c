"""API keys as clients ask for and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from app.rules.permissions import SCOPES, Permission
from app.schemas.base import In, Instant, Line, Out


def _allowed(scopes: list[Permission]) -> list[Permission]:
    beyond = sorted(set(scopes) - SCOPES)
    if beyond:
        msg = f"an API key cannot have {', '.join(beyond)}; it can have {', '.join(sorted(SCOPES))}"
        raise ValueError(msg)
    return sorted(set(scopes))


class ApiKeyIn(In):
    """A new key. With a source it sees the tickets of that source only; without `expires_at` it does not expire."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Web shop", "scopes": ["tickets:read", "tickets:write"]}]}
    )

    name: Line
    scopes: Annotated[list[Permission], Field(min_length=1, max_length=20), AfterValidator(_allowed)]
    source_id: UUID | None = None
    expires_at: Instant | None = None


class ApiKeyOut(Out):
    """A key, told apart by its first characters. Revoked keys stay listed."""

    id: UUID
    name: str
    prefix: str
    scopes: list[Permission]
    source_id: UUID | None
    created_by: UUID | None
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    key: str | None = Field(default=None, description="The key itself, shown once: in the answer that made it.")


class ApiKeyPage(Out):
    """A page of keys."""

    items: list[ApiKeyOut]
    next_cursor: str | None
