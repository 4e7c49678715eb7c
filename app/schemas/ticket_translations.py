"""How a ticket is translated, on the wire."""

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Language, Out


class TicketTranslationIn(In):
    """Whether what customers write is translated as it comes, and into what."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"automatic": True, "agents_language": "ru"}]})

    automatic: bool
    agents_language: Language = Field(description="What the agents of this ticket read and write.")


class TicketTranslationOut(Out):
    """How a ticket is translated."""

    automatic: bool
    agents_language: str | None = Field(description="Null: nobody has said it.")
    customer_language: str | None = Field(description="What `translate: auto` translates replies into; null: unknown.")
    provider: str | None = Field(description="Who translates; null: nobody, and nothing will be translated.")
    changed_at: Instant | None
