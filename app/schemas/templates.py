"""Templates as clients send and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.rules.templates import MAX_LENGTH
from app.schemas.base import In, Instant, Key, Language, Line, Out, Text
from app.schemas.scopes import Scope, ScopeField, TeamField

MAX_VARIANTS = 50

TemplateText = Annotated[Text, StringConstraints(min_length=1, max_length=MAX_LENGTH)]
Shortcut = Annotated[
    str, StringConstraints(pattern=r"^/?[\w.-]{1,50}$"), Field(description="What an agent types: `/refund`.")
]
Format = Literal["text", "markdown"]
_EXAMPLE: dict[str, Any] = {
    "title": "Refund is on its way",
    "shortcut": "/refund",
    "folder": "Billing",
    "scope": "shared",
    "variants": [
        {"body": "{{ greeting }} Your refund for #{{ ticket.number }} is on its way."},
        {"locale": "ru", "body": "{{ greeting }} Деньги по обращению №{{ ticket.number }} уже в пути."},
    ],
}


class VariantIn(In):
    """The text for a locale and a brand; null: for any."""

    locale: Language | None = None
    brand: Key | None = None
    body: TemplateText = Field(description="Liquid, with the variables of the guide *automations*.")


Variants = Annotated[list[VariantIn], Field(min_length=1, max_length=MAX_VARIANTS)]


class TemplateIn(In):
    """A new template. `kind: greeting` is how `{{ greeting }}` is said, once for the whole desk."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "scope": "personal"}]})

    title: Line
    kind: Literal["reply", "greeting"] = "reply"
    shortcut: Shortcut | None = None
    folder: Line | None = None
    scope: ScopeField = "personal"
    team_id: TeamField = None
    format: Format = "text"
    variants: Variants


class TemplatePatch(In):
    """Changes of a template; variants are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Your refund", "folder": None}]})

    title: Line | None = None
    shortcut: Shortcut | None = None
    folder: Line | None = None
    scope: ScopeField | None = None
    team_id: TeamField = None
    format: Format | None = None
    variants: Variants | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "TemplatePatch":
        for name in self.model_fields_set - {"shortcut", "folder", "team_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class TextProblem(Out):
    """What will go wrong when it is used; it could be saved all the same."""

    code: Literal["unknown_variable", "internal_variable", "invalid_template"]
    pointer: str = Field(description="Where in the body that was sent.")
    name: str | None = Field(description="The variable that it is about.")
    detail: str


class TemplateOut(Out):
    """A template, and what is wrong with it: variables that there are not, or that are not for customers."""

    id: UUID
    kind: Literal["reply", "greeting"]
    title: str
    shortcut: str | None
    folder: str | None
    scope: Scope
    owner_id: UUID | None
    team_id: UUID | None
    format: Format
    variants: list[VariantIn]
    problems: list[TextProblem]
    uses: int = Field(description="Messages that were sent with it.")
    last_used_at: Instant | None
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class TemplatePage(Out):
    """A page of templates, by title."""

    items: list[TemplateOut]
    next_cursor: str | None


class RenderIn(In):
    """For which ticket, and for whose eyes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    ticket_id: UUID
    visibility: Literal["public", "internal"] = "public"
    locale: Annotated[Language | None, Field(description="null: the ticket's language, else the customer's.")] = None


class RenderTextIn(RenderIn):
    """A text that is no template yet, filled for a ticket."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10", "body": "{{ greeting }} How are you?"}]
        }
    )

    body: TemplateText
    format: Format = "text"


class RenderedOut(Out):
    """A filled text. What could not be filled is named, and stands in the text in its braces."""

    body: str
    format: Format
    locale: str | None = Field(description="Of the variant that was taken; null: for any.")
    brand: str | None
    unknown: list[str] = Field(description="Names that there are not, or not in a public message.")
    missing: list[str] = Field(description="What has no value for this ticket.")
