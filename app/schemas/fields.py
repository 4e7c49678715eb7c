"""Custom fields of tickets as they are defined and seen."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.field_values import (
    CHOICES,
    DATES,
    MAX_LONG_TEXT,
    MAX_NUMBER,
    MAX_TEXT,
    NUMBERS,
    TEXTS,
    Kind,
    Refused,
    normal,
)
from app.rules.field_values import Shape as FieldShape
from app.rules.fields import Audience
from app.rules.patterns import MAX_PATTERN, UnusableError, compiled
from app.schemas.base import In, Instant, Key, Language, Line, Out, Paragraph
from app.schemas.conditions import ConditionsIn
from app.schemas.tickets import TicketType

MAX_OPTIONS = 500

FieldKey = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"),
    Field(description="What it is called in `custom_fields`."),
]
Labels = Annotated[
    dict[Language, Line], Field(min_length=1, max_length=50, description='By language, like `{"en": "Region"}`.')
]
Hints = Annotated[dict[Language, Paragraph], Field(max_length=50)]
Option = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


def _usable(value: str) -> str:
    try:
        compiled(value)
    except UnusableError as error:
        raise ValueError(str(error)) from error
    return value


Pattern = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_PATTERN),
    AfterValidator(_usable),
    Field(description="A regular expression for the whole text; one whose matching could take long is refused."),
]


class OptionIn(In):
    """One of the values of a choice. Archived: it stays where it is, and is offered to nobody."""

    value: Option
    labels: Labels
    archived: bool = False


def _small(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list) and len(value) > MAX_OPTIONS:
        msg = f"must have at most {MAX_OPTIONS} values"
        raise ValueError(msg)
    return value


def _distinct(options: list[OptionIn]) -> list[OptionIn]:
    if len({each.value for each in options}) != len(options):
        msg = "must not repeat a value"
        raise ValueError(msg)
    return options


Options = Annotated[list[OptionIn], Field(max_length=MAX_OPTIONS), AfterValidator(_distinct)]
Bound = Annotated[
    Annotated[int, Field(strict=True, ge=-MAX_NUMBER, le=MAX_NUMBER)]
    | Annotated[float, Field(strict=True, ge=-MAX_NUMBER, le=MAX_NUMBER)]
    | Annotated[str, StringConstraints(max_length=40)],
    Field(description="A number, or of a date or datetime such a text."),
]
Length = Annotated[int, Field(strict=True, ge=1, le=MAX_LONG_TEXT)]
Default = Annotated[
    Any, BeforeValidator(_small), Field(description="What a new ticket gets that does not say; null: none.")
]
Types = Annotated[list[TicketType], Field(max_length=10, description="Only for tickets of these types; empty: of all.")]
Brands = Annotated[list[Key], Field(max_length=100, description="Only for these brands; empty: for all.")]


class _Parts(In):
    """What a definition says besides its key and kind, and what does not fit together in it."""

    labels: Labels
    hints: Hints = {}
    options: Options = []
    pattern: Pattern | None = None
    min: Bound | None = None
    max: Bound | None = None
    max_length: Length | None = None
    default: Default = None
    required_on_create: bool = Field(default=False, description="Of those who may write it, and where it is asked.")
    required_to_solve: bool = Field(default=False, description="Before an agent solves the ticket.")
    required_when: Annotated[ConditionsIn, Field(description="Required only where these hold.")] = ConditionsIn()
    visible_to: Annotated[Audience, Field(description="Each with those before it.")] = "agents"
    writable_by: Annotated[Audience, Field(description="No wider than `visible_to`.")] = "agents"
    ticket_types: Types = []
    brands: Brands = []
    conditions: Annotated[ConditionsIn, Field(description="Asked only where these hold.")] = ConditionsIn()
    of_customer: bool = Field(
        default=False, description="It is about the customer: their next ticket knows it and does not ask again."
    )


class FieldIn(_Parts):
    """A custom field. Its key and kind stay; its options can be archived, not taken away."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "region",
                    "kind": "select",
                    "labels": {"en": "Region", "ru": "Регион"},
                    "options": [
                        {"value": "eu", "labels": {"en": "Europe", "ru": "Европа"}},
                        {"value": "asia", "labels": {"en": "Asia", "ru": "Азия"}},
                    ],
                    "required_on_create": True,
                    "visible_to": "customers",
                    "writable_by": "customers",
                    "ticket_types": ["incident"],
                }
            ]
        }
    )

    key: FieldKey
    kind: Kind

    @model_validator(mode="after")
    def _fits(self) -> "FieldIn":
        check_parts(self.kind, self.model_dump(mode="json"))
        return self


class FieldPatch(In):
    """Changes of a custom field; only what is sent is changed. `archived`: asked of nobody, its values stay."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"required_to_solve": True}]})

    labels: Labels | None = None
    hints: Hints | None = None
    options: Options | None = None
    pattern: Pattern | None = None
    min: Bound | None = None
    max: Bound | None = None
    max_length: Length | None = None
    default: Default = None
    required_on_create: bool | None = None
    required_to_solve: bool | None = None
    required_when: ConditionsIn | None = None
    visible_to: Audience | None = None
    writable_by: Audience | None = None
    ticket_types: Types | None = None
    brands: Brands | None = None
    conditions: ConditionsIn | None = None
    of_customer: bool | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "FieldPatch":
        for name in self.model_fields_set - {"pattern", "min", "max", "max_length", "default"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class FieldOut(_Parts):
    """A custom field."""

    id: UUID
    key: str
    kind: Kind
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant


class FieldPage(Out):
    """A page of custom fields, by key."""

    items: list[FieldOut]
    next_cursor: str | None


def check_parts(kind: Kind, stated: dict[str, Any]) -> None:
    """Raise `ValueError` when parts of a definition (as JSON) do not go with its kind or with each other."""
    allowed = {
        "options": kind in CHOICES, "pattern": kind == "text", "max_length": kind in TEXTS,
        "min": kind in NUMBERS | DATES, "max": kind in NUMBERS | DATES,
    }  # fmt: skip
    for name, fits in allowed.items():
        if stated[name] not in (None, []) and not fits:
            raise ValueError(f"{name} does not go with the kind {kind}")
    if kind in CHOICES and not stated["options"]:
        raise ValueError("a choice has options")
    if kind == "text" and (stated["max_length"] or 0) > MAX_TEXT:
        raise ValueError(f"a text on one line has at most {MAX_TEXT} characters; use long_text")
    bounds = []
    for name in ("min", "max"):
        if stated[name] is not None:
            try:
                bounds.append(normal(FieldShape(kind), stated[name]))
            except Refused as refused:
                raise ValueError(f"{name}: {refused.sentence}") from refused
    if None in bounds or bounds != sorted(bounds):
        raise ValueError("min is not above max")
