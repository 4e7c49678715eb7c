"""Components as clients send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.rules.component_states import State
from app.schemas.base import In, Instant, Key, Language, Line, Out

MOST_LANGUAGES = 20
Names = Annotated[
    dict[Language, Line],
    Field(min_length=1, max_length=MOST_LANGUAGES, description="By language; English is the rest's."),
]
Place = Annotated[int, Field(ge=0, le=10_000, description="Small ones come first.")]


class ComponentIn(In):
    """A new component; its key stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"key": "payments", "texts": {"en": "Payments", "ru": "Оплата"}, "section": "Shop", "position": 10}
            ]
        }
    )

    key: Key
    texts: Names
    section: Line | None = None
    brand: Key | None = Field(default=None, description="Of this brand only; null: of all.")
    position: Place = 0
    public: bool = Field(default=True, description="Whether the public status shows it.")


class ComponentPatch(In):
    """Changes of a component; only what is sent is changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": 20}]})

    texts: Names | None = None
    section: Line | None = None
    brand: Key | None = None
    position: Place | None = None
    public: bool | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ComponentPatch":
        for name in self.model_fields_set - {"section", "brand"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ComponentOut(Out):
    """A component, as it is now by all open incidents (also those that are internal)."""

    id: UUID
    key: str
    texts: dict[str, str]
    section: str | None
    brand: str | None
    position: int
    public: bool
    state: State
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class ComponentPage(Out):
    """A page of components, in their order."""

    items: list[ComponentOut]
    next_cursor: str | None


Said = Literal["operational", "degraded", "partial_outage", "major_outage"]
