"""Forms as they are made, and as whoever fills them in gets them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.forms import BUILT_IN, NEVER_REQUIRED
from app.schemas.base import In, Instant, Key, Out
from app.schemas.conditions import ConditionsIn
from app.schemas.fields import Hints, Labels
from app.schemas.tickets import TicketType

MAX_QUESTIONS = 100


def _askable(name: str) -> str:
    if name not in BUILT_IN and not name.startswith("custom_fields."):
        msg = f"must be custom_fields.<key> or one of {', '.join(BUILT_IN)}"
        raise ValueError(msg)
    return name


class QuestionIn(In):
    """One question of a form, in its place. Without labels it is called what its field is called."""

    field: Annotated[str, StringConstraints(max_length=100), AfterValidator(_askable)]
    labels: Labels | None = None
    hints: Hints | None = None
    required: bool = False
    conditions: Annotated[ConditionsIn, Field(description="Asked only where these hold.")] = ConditionsIn()

    @model_validator(mode="after")
    def _can_be_required(self) -> "QuestionIn":
        if self.required and self.field in NEVER_REQUIRED:
            msg = f"{self.field} cannot be required"
            raise ValueError(msg)
        return self


def _once(questions: list[QuestionIn]) -> list[QuestionIn]:
    if len({each.field for each in questions}) != len(questions):
        msg = "must not ask for a field twice"
        raise ValueError(msg)
    return questions


Questions = Annotated[list[QuestionIn], Field(min_length=1, max_length=MAX_QUESTIONS), AfterValidator(_once)]


class _Parts(In):
    """What a form says besides its key."""

    titles: Labels
    brand: Key | None = Field(default=None, description="Only for this brand; null: for all.")
    ticket_type: TicketType | None = Field(default=None, description="What a ticket with this form is; null: anything.")
    public: bool = Field(default=True, description="Whether customers may use it.")
    confirm: bool = Field(default=True, description="Whether a mail tells the number of what is sent with it.")
    questions: Questions


class FormIn(_Parts):
    """A form: which questions are asked, in which order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "banner",
                    "titles": {"en": "A banner on the site", "ru": "Баннер на сайте"},
                    "questions": [
                        {"field": "subject"},
                        {"field": "body", "labels": {"en": "What should it say?", "ru": "Что на нём написать?"}},
                        {"field": "topic", "required": True},
                    ],
                }
            ]
        }
    )

    key: Key


class FormPatch(In):
    """Changes of a form; `questions` replaces all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"public": False}]})

    titles: Labels | None = None
    brand: Key | None = None
    ticket_type: TicketType | None = None
    public: bool | None = None
    confirm: bool | None = None
    questions: Questions | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "FormPatch":
        for name in self.model_fields_set - {"brand", "ticket_type"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class FormChoiceOut(Out):
    """A value that can be chosen."""

    value: str
    label: str


class QuestionOut(Out):
    """A question in the language of whoever asks for the form."""

    field: str
    kind: str = Field(description="As of fields; of what every ticket has: `text`, `long_text`, `select`, `topic`, ...")
    label: str
    hint: str | None
    required: bool
    options: list[FormChoiceOut]
    conditions: ConditionsIn
    known: bool = Field(description="It is known already: do not ask.")
    value: Any = Field(description="What is known; or what it is unless something else is said.")


class FormDefinition(_Parts):
    """A form as it was made."""


class FormTokenOut(Out):
    """What a form is sent with: `POST /v1/forms/{key}/submissions`."""

    token: str = Field(description="For one submission.")
    trap: str = Field(description="A field to hide and to leave empty; what fills in everything fills it in.")
    least_seconds: float = Field(description="What comes sooner after this is looked at by a person first.")
    expires_at: Instant


class FormOut(Out):
    """A form: its questions in your language, without those that you may not answer; for agents also as it was made."""

    id: UUID
    key: str
    title: str
    brand: str | None
    ticket_type: TicketType | None
    public: bool
    questions: list[QuestionOut]
    definition: FormDefinition | None = Field(description="For agents.")
    submission: FormTokenOut | None = Field(description="Of one public form that is read: what it is sent with.")
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant


class FormPage(Out):
    """A page of forms, by key."""

    items: list[FormOut]
    next_cursor: str | None
