"""Partner sources as admins send and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Line, Out
from app.schemas.source_mappings import SourceMapping

Mode = Annotated[
    Literal["upsert", "create_only"],
    Field(
        description="What a delivery about a known external id does: its words and changes are added to the ticket, or "
        "it is refused (409 `external_id_taken`)."
    ),
]
Unknown = Annotated[
    Literal["create", "park"],
    Field(description="What a comment or an update does for an external id that nobody knows: make a ticket, or park."),
]
Unmappable = Annotated[
    Literal["park", "refuse"],
    Field(description="What is signed and does not fit: kept to be replayed (202), or refused (422)."),
]
PerMinute = Annotated[int, Field(ge=1, le=100_000, description="Webhooks a minute; null: 1,200.")]
MaxBytes = Annotated[int, Field(ge=256, le=16_777_216, description="Largest webhook; null, or more: the desk's limit.")]


class SourceIn(In):
    """A new source. Its `key` is the last part of the address that the partner posts to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Shop", "key": "shop", "mapping": {"subject": "order.problem", "external_id": "order.id"}}
            ]
        }
    )

    name: Line
    key: Key
    mapping: SourceMapping = {}
    brand: Annotated[Key | None, Field(description="Tickets of this source belong to it.")] = None
    mode: Mode = "upsert"
    unknown: Unknown = "create"
    unmappable: Unmappable = "park"
    per_minute: PerMinute | None = None
    max_bytes: MaxBytes | None = None


class SourcePatch(In):
    """Changes of a source; only the fields that are sent are changed. A mapping replaces the old one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": False}]})

    name: Line | None = None
    mapping: SourceMapping | None = None
    brand: Key | None = None
    enabled: bool | None = None
    mode: Mode | None = None
    unknown: Unknown | None = None
    unmappable: Unmappable | None = None
    per_minute: PerMinute | None = None
    max_bytes: MaxBytes | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SourcePatch":
        for name in ("name", "mapping", "enabled", "mode", "unknown", "unmappable"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class RotateIn(In):
    """For how long the old secret still signs, in seconds; 0 when it has leaked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"overlap_seconds": 86_400}]})

    overlap_seconds: Annotated[int, Field(ge=0, le=7 * 86_400)] = 86_400


class SourceOut(Out):
    """A source; never its secret."""

    id: UUID
    key: str
    name: str
    mapping: dict[str, str | dict[str, Any] | None]
    brand: str | None
    enabled: bool
    mode: str
    unknown: str
    unmappable: str
    per_minute: int | None
    max_bytes: int | None
    intake_url: str = Field(description="Where the partner posts its webhooks.")
    previous_secret_until: Instant | None = Field(description="Until when the secret before still signs.")
    version: int
    created_at: Instant
    updated_at: Instant


class SourceWithSecret(SourceOut):
    """A source with its new signing secret: shown this once."""

    secret: str


class SourcePage(Out):
    """A page of sources, oldest first."""

    items: list[SourceOut]
    next_cursor: str | None
