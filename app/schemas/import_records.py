"""What an import reads, whatever system it comes from: organizations, customers, agents, tickets with messages."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.rules.phones import normal_phone
from app.schemas.base import CustomFields, Email, Instant, Key, Language
from app.schemas.tickets import Priority, TicketType

MAX_BODY = 1_000_000
Kind = Literal["organization", "customer", "agent", "ticket", "message"]


def _clean(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Numbers as text; Postgres stores no NUL."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.replace("\x00", "").strip() or None if isinstance(value, str) else value


Cleaned = BeforeValidator(_clean)
Id = Annotated[str, Cleaned, StringConstraints(min_length=1, max_length=200)]
Name = Annotated[str, Cleaned, StringConstraints(min_length=1, max_length=255)]
Phone = Annotated[
    str,
    Cleaned,
    StringConstraints(pattern=r"^\+?[0-9][0-9 ()./-]{3,30}$"),
    AfterValidator(lambda v: normal_phone(v) or v),
]
Address = Annotated[Email, Cleaned]
# What says nothing is nothing, before anything else is asked of it.
MaybeId = Annotated[Id | None, Cleaned]
MaybeName = Annotated[Name | None, Cleaned]
MaybePhone = Annotated[Phone | None, Cleaned]
MaybeAddress = Annotated[Address | None, Cleaned]
Maybe = Annotated[str | None, Cleaned]
Words = Annotated[str, BeforeValidator(lambda v: v.replace("\x00", "") if isinstance(v, str) else v)]


class Record(BaseModel):
    """One record; what else its line holds is refused, so that nothing is lost by a wrong name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonRef(Record):
    """Somebody who asks: by the source's id, the company's own id, e-mail or phone."""

    id: MaybeId = None
    external_id: MaybeName = None
    email: MaybeAddress = None
    phone: MaybePhone = None
    name: MaybeName = None


class AuthorRef(Record):
    """Who wrote. Without a `kind`, who is known as an agent is one, and everybody else a customer."""

    kind: Literal["customer", "agent", "partner", "system"] | None = None
    id: MaybeId = None
    email: Maybe = None
    name: MaybeName = None


class AgentRef(Record):
    """An agent, matched by e-mail."""

    id: MaybeId = None
    email: Maybe = None
    name: MaybeName = None


class OrganizationRecord(Record):
    """An organization."""

    id: Id
    external_id: MaybeName = None
    name: Name
    domains: Annotated[list[Name], Field(max_length=1000)] = []
    created_at: Instant | None = None
    updated_at: Instant | None = None


class CustomerRecord(Record):
    """A customer; `organization` is the source's id of one."""

    id: Id
    external_id: MaybeName = None
    name: MaybeName = None
    email: MaybeAddress = None
    phone: MaybePhone = None
    locale: Language | None = None
    tier: MaybeName = None
    organization: MaybeId = None
    created_at: Instant | None = None
    updated_at: Instant | None = None


class AgentRecord(Record):
    """An agent of the other system: no account is made of it, its id is known from then on."""

    id: Id
    email: Maybe = None
    name: MaybeName = None
    role: str | None = None


class MessageRecord(Record):
    """A message; in a stream of its own, `ticket` is the id of its ticket."""

    id: MaybeId = None
    ticket: MaybeId = None
    author: AuthorRef = AuthorRef()
    visibility: Literal["public", "internal"] = "public"
    format: Literal["text", "markdown"] = "text"
    body: Annotated[Words, StringConstraints(max_length=MAX_BODY)]
    created_at: Instant


class TicketRecord(Record):
    """A ticket. `external_id` is what it is found by here, its `id` unless said otherwise."""

    id: Id
    external_id: MaybeName = None
    subject: Maybe = None
    status: Literal["new", "open", "pending", "on_hold", "solved", "closed"] = "open"
    priority: Priority = "normal"
    type: TicketType = "question"
    channel: Key = "api"
    topic: MaybeName = None
    language: Language | None = None
    tags: Annotated[
        list[Annotated[str, Cleaned, StringConstraints(min_length=1, max_length=64)]], Field(max_length=50)
    ] = []
    custom_fields: CustomFields = {}
    brand: Key | None = None
    requester: PersonRef = PersonRef()
    assignee: AgentRef | None = None
    team: MaybeName = None
    created_at: Instant
    updated_at: Instant | None = None
    solved_at: Instant | None = None
    messages: list[MessageRecord] = []


MODELS: dict[str, type[Record]] = {
    "organization": OrganizationRecord,
    "customer": CustomerRecord,
    "agent": AgentRecord,
    "ticket": TicketRecord,
    "message": MessageRecord,
}
