"""Outreach as staff write, try, start and follow it."""

from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules import outreaches as rules
from app.rules.templates import TemplateError
from app.schemas.base import In, Instant, Key, Language, Line, Out, Reference, Subject, Tag, Text

State: TypeAlias = Literal["draft", "scheduled", "running", "paused", "done", "cancelled"]
Way: TypeAlias = Literal["mail", "thread"]
RecipientState: TypeAlias = Literal["waiting", "queued", "sent", "failed", "bounced", "left_out"]
AnswerType: TypeAlias = Literal["question", "incident", "task", "request", "feedback"]


def _template(source: str) -> str:
    try:
        unknown = rules.unknown(source)
    except TemplateError as error:
        raise ValueError(error.sentence) from error
    if unknown:
        msg = f"nothing fills {', '.join(unknown)}: there are {', '.join(sorted(rules.KNOWN))}"
        raise ValueError(msg)
    return source


TemplateLine = Annotated[Subject, AfterValidator(_template)]
TemplateBody = Annotated[Text, StringConstraints(min_length=1, max_length=10_000), AfterValidator(_template)]


class OfProblem(In):
    """Whoever asked on the incidents of a problem ticket."""

    kind: Literal["problem"]
    ticket_id: UUID


class OfIncident(In):
    """Whoever asked on the tickets that an incident is behind."""

    kind: Literal["incident"]
    incident_id: UUID


class OfIdea(In):
    """Whoever asked for an idea, or for one that is part of it."""

    kind: Literal["idea"]
    idea_id: UUID


class OfArticle(In):
    """Whoever was pointed to an article."""

    kind: Literal["article"]
    article_id: UUID


class OfPeople(In):
    """These very customers."""

    kind: Literal["people"]
    customer_ids: list[UUID] = Field(min_length=1, max_length=1000)


class OfCustomers(In):
    """Customers for whom all of this holds. What is said of tickets holds of one and the same ticket of theirs."""

    kind: Literal["customers"]
    languages: list[Language] | None = Field(default=None, min_length=1, max_length=50)
    tiers: list[Line] | None = Field(default=None, min_length=1, max_length=50)
    organization_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=200)
    brands: list[Key] | None = Field(default=None, min_length=1, max_length=50)
    topic: (
        Annotated[str, StringConstraints(min_length=1, max_length=1000), Field(description="It or below.")] | None
    ) = None
    tags: list[Tag] | None = Field(default=None, min_length=1, max_length=50, description="Any of them.")
    channels: list[Key] | None = Field(default=None, min_length=1, max_length=20)
    ticket_within_days: int | None = Field(default=None, ge=1, le=3650)


Audience: TypeAlias = Annotated[
    OfProblem | OfIncident | OfIdea | OfArticle | OfPeople | OfCustomers, Field(discriminator="kind")
]


class OutreachText(In):
    """What it says in one language; `{{ customer.name | default: "there" }}` and `{{ brand.name }}` are filled."""

    subject: TemplateLine
    body: TemplateBody


Texts: TypeAlias = Annotated[dict[Language, OutreachText], Field(min_length=1, max_length=30)]
Ways: TypeAlias = Annotated[
    list[Way],
    Field(
        min_length=1,
        max_length=2,
        description="In this order, the first that a person has: `thread` is an open ticket that is no mail, `mail` "
        "their address.",
    ),
]
PerMinute: TypeAlias = Annotated[int, Field(ge=1, le=6000)]
_EXAMPLE: dict[str, Any] = {
    "name": "Payments are back",
    "audience": {"kind": "customers", "ticket_within_days": 7, "tags": ["payment"]},
    "texts": {
        "en": {
            "subject": "Payments work again",
            "body": "Hello {{ customer.name | default: 'there' }},\n\nit is mended.",
        },
    },
    "ways": ["thread", "mail"],
    "per_minute": 120,
}


class OutreachIn(In):
    """A new outreach. Nothing leaves before it is started."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    audience: Audience
    texts: Texts
    ways: Ways = ["mail"]
    channel_id: UUID | None = Field(
        default=None, description="The mailbox that it leaves by and that answers come to; null: the only one there is."
    )
    ticket_type: AnswerType = Field(default="question", description="Of the tickets that answers become.")
    per_minute: PerMinute = 60


class OutreachPatch(In):
    """Changes of a draft; the pace may change until it is over."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"per_minute": 30}]})

    name: Line | None = None
    audience: Audience | None = None
    texts: Texts | None = None
    ways: Ways | None = None
    channel_id: UUID | None = None
    ticket_type: AnswerType | None = None
    per_minute: PerMinute | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "OutreachPatch":
        for name in self.model_fields_set - {"channel_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class OutreachStartIn(In):
    """When it begins; null: now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"at": None}]})

    at: Instant | None = None


class OutreachTestIn(In):
    """In which language; null: the first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"locale": "en"}]})

    locale: Language | None = None


class OutreachTestOut(Out):
    """Where the test went."""

    to: str
    locale: str


class OutreachFigures(Out):
    """How many people; each is in one of the states. `answered` and `opted_out` are of those that it was sent to."""

    people: int
    waiting: int
    queued: int = Field(description="On their way out.")
    sent: int
    failed: int
    bounced: int
    left_out: int
    answered: int
    opted_out: int = Field(description="Who has ended such mails since.")


class OutreachOut(Out):
    """An outreach."""

    id: UUID
    name: str
    audience: dict[str, Any]
    texts: dict[str, Any]
    ways: list[Way]
    channel_id: UUID | None
    ticket_type: AnswerType
    per_minute: int
    state: State
    gathered: bool = Field(description="Whether all of its people are known: the figures grow until then.")
    begins_at: Instant | None = Field(description="When a scheduled one begins.")
    started_at: Instant | None
    ended_at: Instant | None
    created_by: Reference
    version: int
    created_at: Instant
    updated_at: Instant


class OutreachWhole(OutreachOut):
    """An outreach with what became of it."""

    figures: OutreachFigures


class OutreachPage(Out):
    """A page of them, newest first."""

    items: list[OutreachOut]
    next_cursor: str | None


class OutreachExample(Out):
    """What one person would get."""

    customer: Reference
    way: Way
    address: str | None
    locale: str
    subject: str
    body: str


class OutreachLeftOut(Out):
    """Who would get nothing, by why."""

    opted_out: int
    no_way: int


class OutreachPreview(Out):
    """Who would get it. When not everybody was looked at (`complete` is false), the counts are of those who were."""

    complete: bool
    people: int
    left_out: OutreachLeftOut
    examples: list[OutreachExample]


class OutreachRecipientOut(Out):
    """One person, and what became of it."""

    id: UUID
    customer: Reference
    state: RecipientState
    why: str | None = Field(description="Of who was left out: `opted_out`, `no_way`, `merged` or `cancelled`.")
    way: Way | None
    address: str | None
    locale: str | None
    thread_id: UUID | None = Field(description="The ticket on which it was said.")
    answers: list[UUID] = Field(description="The tickets that answers became.")
    detail: str | None
    at: Instant | None


class OutreachRecipientPage(Out):
    """A page of people, in the order in which it goes to them."""

    items: list[OutreachRecipientOut]
    next_cursor: str | None
