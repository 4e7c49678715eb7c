"""Imports from other systems: their runs, what came from where, and the parts of files on their way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class ImportRun(SQLModel, table=True):
    """One import. `position` is committed together with what was imported up to it: a run that died goes on there."""

    __tablename__ = "import_runs"
    __table_args__ = (
        one_of("import_runs", "status", "receiving", "queued", "running", "done", "failed"),
        Index("import_runs_of_file", "source", "fingerprint", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Whose external ids these are: two systems may both have a ticket 17.
    source: str
    format: str
    # Of the files, their order and what was asked for.
    fingerprint: str
    status: str
    options: dict[str, Any] = document()
    position: dict[str, Any] = document()
    report: dict[str, Any] = document()
    # Bytes that have been uploaded.
    received: int = Field(default=0, sa_type=BigInteger)
    job_id: UUID | None = None
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
    updated_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)


class ImportItem(SQLModel, table=True):
    """What an external thing is here, and the digest of how it was when it was imported: the same again is nothing."""

    __tablename__ = "import_items"

    source: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    local_id: UUID
    digest: bytes


class BulkPart(SQLModel, table=True):
    """A piece of a file that is uploaded for an import, or of an export that waits to be downloaded."""

    __tablename__ = "bulk_parts"

    owner_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    data: bytes
