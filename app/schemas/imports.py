"""Imports as admins ask for them and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import In, Instant, Key, Out

ImportFormat = Literal["jsonl", "csv", "zendesk", "freshdesk", "chatwoot"]
ImportStatus = Literal["receiving", "queued", "running", "done", "failed"]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.(jsonl|ndjson|json|csv)$")]


class ImportIn(In):
    """A new import. Its file is uploaded in parts, then it is started."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"format": "zendesk", "file_name": "tickets.jsonl", "dry_run": True}]}
    )

    format: ImportFormat
    source: Annotated[
        Key | None, Field(description="Whose ids these are, when there are several such systems; else the format.")
    ] = None
    file_name: Annotated[FileName, Field(description="Its ending and its name say what it holds.")]
    dry_run: bool = Field(default=False, description="Store nothing; the report says what would be.")
    route: bool = Field(default=False, description="Open tickets without an agent wait in line at once.")
    agents: Annotated[
        dict[Annotated[str, StringConstraints(max_length=254)], Annotated[str, StringConstraints(max_length=254)]],
        Field(max_length=1000, description="E-mail addresses (or ids) of agents there, and their addresses here."),
    ] = {}


class ImportOut(Out):
    """An import, how far it is, and its report."""

    id: UUID
    source: str
    format: ImportFormat
    status: ImportStatus
    options: dict[str, Any]
    received: int = Field(description="Bytes that have been uploaded.")
    report: dict[str, Any] = Field(
        description="By kind, how many were read, created, updated, unchanged, refused; the first 500 refusals with "
        "places and reasons; notes; statuses there and here."
    )
    job_id: UUID | None
    created_at: Instant
    updated_at: Instant
    ended_at: Instant | None


class ImportPage(Out):
    """A page of imports, newest first."""

    items: list[ImportOut]
    next_cursor: str | None
