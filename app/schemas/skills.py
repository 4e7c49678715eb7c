"""Skills as clients send and see them."""

from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Line, Out, Paragraph


class SkillIn(In):
    """A new skill; its name is one whatever its case."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "billing", "description": "Invoices, refunds, and VAT abroad"}]}
    )

    name: Line
    description: Paragraph | None = None


class SkillPatch(In):
    """Changes of a skill; null empties the description."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"description": "Invoices and refunds"}]})

    name: Line | None = None
    description: Paragraph | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SkillPatch":
        if "name" in self.model_fields_set and self.name is None:
            msg = "name cannot be null"
            raise ValueError(msg)
        return self


class SkillOut(Out):
    """A skill, and who could be asked for it."""

    id: UUID
    name: str
    description: str | None
    agents: int = Field(description="How many active agents have it.")
    levels: dict[str, int] = Field(
        description="How many of them at each level, from 1 (learning) to 5 (expert).",
        json_schema_extra={"examples": [{"1": 0, "2": 3, "3": 1, "4": 0, "5": 1}]},
    )
    version: int
    created_at: Instant
    updated_at: Instant


class SkillPage(Out):
    """A page of skills, by name."""

    items: list[SkillOut]
    next_cursor: str | None
