"""What an import reads, whatever system it comes from: organizations, customers, agents, tickets with messages."""

from datetime import UTC
from operator import methodcaller
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.rules.phones import normal_phone
from app.schemas.base import CustomFields, Email, Key, Language
from app.schemas.tickets import Priority, TicketType

MAX_BODY = 1_000_000
MAX_DEPTH = 30
Kind = Literal["organization", "customer", "agent", "ticket", "message", "attachment"]


# Numbers are text, too (see `Record`). None of these runs Python for each value: there are dozens in each ticket. What
# says nothing, and NUL, is taken away by `import_judging` before such a record is judged again.
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()./-]{3,30}$"),
    AfterValidator(lambda v: normal_phone(v) or v),
]
MaybeId = Id | None
MaybeName = Name | None
MaybePhone = Phone | None
MaybeAddress = Email | None
Maybe = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] | None
# All of one zone: instants of several are slow to compare.
Instant = Annotated[AwareDatetime, AfterValidator(methodcaller("astimezone", UTC))]
Words = Annotated[str, Field(strict=True)]
# One name and no way to another folder.
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$")]


def _shallow(value: dict[str, Any]) -> dict[str, Any]:
    """No deeper than what comes over the API: nobody could read it there."""
    rest, depth = [each for each in value.values() if isinstance(each, dict | list)], 0
    while rest:
        depth += 1
        if depth > MAX_DEPTH:
            msg = f"nested deeper than {MAX_DEPTH} levels"
            raise ValueError(msg)
        inner = (one for each in rest for one in (each.values() if isinstance(each, dict) else each))
        rest = [one for one in inner if isinstance(one, dict | list)]
    return value


class Record(BaseModel):
    """One record; what else its line holds is refused, so that nothing is lost by a wrong name."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class PersonRef(Record):
    """Somebody who asks: by the source's id, the company's own id, e-mail or phone."""

    id: MaybeId = None
    external_id: MaybeName = None
    email: MaybeAddress = None
    phone: MaybePhone = None
    name: MaybeName = None


class AuthorRef(Record):
    """Who wrote. Without a `kind`, who is known as an agent is one, and everybody else a customer."""

    kind: Literal["agent", "customer", "partner", "system"] | None = None
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
    # How many files it has, which come as lines of their own: then it may be without text.
    attachments: Annotated[int, Field(ge=0)] | None = None


class AttachmentRecord(Record):
    """A file of a message, by the source's ids. Its bytes are in the folder `attachments` beside these lines, under
    the name `file` (its `id` when there is none); they are held against `size` and `sha256` where these are given.
    """

    id: Id
    file: FileName | None = None
    ticket: Id
    message: Id
    name: Annotated[Words, StringConstraints(max_length=1000)] = ""
    content_type: Annotated[Words, StringConstraints(max_length=255)] = "application/octet-stream"
    size: Annotated[int, Field(ge=0)] | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    place: Annotated[int, Field(ge=0, le=10_000)] | None = None
    created_at: Instant | None = None


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
        list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]],
        Field(max_length=50),
    ] = []
    custom_fields: Annotated[CustomFields, AfterValidator(_shallow)] = {}
    brand: Key | None = None
    request_type: MaybeName = None
    # What is marked is closed, too.
    spam: Literal["no", "marked"] = "no"
    requester: PersonRef = PersonRef()
    assignee: AgentRef | None = None
    team: MaybeName = None
    created_at: Instant
    updated_at: Instant | None = None
    solved_at: Instant | None = None
    messages: list[MessageRecord] = []


class MergeRecord(Record):
    """One that is part of another one, by the source's ids.

    Of a customer also `filled`: what the other one lacked and had from this one (`organization_id` by the source's id).
    It goes back to empty when the merge is undone.
    """

    id: Id
    into: Id
    filled: dict[Literal["name", "locale", "tier", "organization_id"], MaybeName] = {}
    by: MaybeName = None
    at: Instant | None = None


MODELS: dict[str, type[Record]] = {
    "organization": OrganizationRecord,
    "customer": CustomerRecord,
    "agent": AgentRecord,
    "ticket": TicketRecord,
    "message": MessageRecord,
    "attachment": AttachmentRecord,
    "customer_merge": MergeRecord,
    "ticket_merge": MergeRecord,
}
