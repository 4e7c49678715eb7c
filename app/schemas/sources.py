"""Partner sources as admins send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.rules.intake import IntakeField
from app.schemas.base import In, Instant, Key, Line, Out

SourcePath = Annotated[str, StringConstraints(pattern=r"^[^.\x00]{1,100}(\.[^.\x00]{1,100}){0,9}$")]
SourceMapping = Annotated[
    dict[IntakeField, SourcePath | None],
    Field(
        description="Where the source's JSON holds a ticket's field, as a dotted path (`issue.fields.summary`, "
        "`items.0.text`); null: never taken. Fields that are not named here are found by their usual names."
    ),
]


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


class SourcePatch(In):
    """Changes of a source; only the fields that are sent are changed. A mapping replaces the old one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": False}]})

    name: Line | None = None
    mapping: SourceMapping | None = None
    brand: Key | None = None
    enabled: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SourcePatch":
        for name in ("name", "mapping", "enabled"):
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
    mapping: dict[str, str | None]
    brand: str | None
    enabled: bool
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
