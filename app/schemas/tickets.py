"""Tickets as clients send and see them."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.rules.statuses import Status
from app.schemas.attachments import AttachmentIds
from app.schemas.base import Body, CustomFields, Email, In, Instant, Key, Language, Line, Out, Phone, Subject, Tags
from app.schemas.messages import MessageOut

Priority = Literal["low", "normal", "high", "urgent"]
TicketType = Literal["question", "incident", "problem", "task", "request", "feedback"]
Approval = Literal["pending", "approved", "declined", "withdrawn"]
Tension = Literal["none", "raised", "high"]
Spam = Literal["no", "suspected", "marked"]
Channel = Literal[
    "api", "web", "chat", "email", "phone", "webhook", "agent", "telegram", "whatsapp", "vk", "custom", "form"
]  # fmt: skip


class RequesterIn(In):
    """Who asks: found by `external_id`, `email` or `phone` (in this order), made when there is nobody."""

    email: Email | None = None
    phone: Phone | None = None
    name: Line | None = None
    external_id: Line | None = None


class TicketIn(In):
    """A new ticket. Customers name only what is theirs to say; the rest is for agents and partners."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "The invoice shows the wrong address",
                    "body": "Hello, our office moved in May. Could you send the invoice again?",
                    "requester": {"email": "vera@example.com", "name": "Vera"},
                    "priority": "normal",
                    "tags": ["billing"],
                }
            ]
        }
    )

    subject: Subject
    body: Body
    requester: RequesterIn | None = None
    priority: Priority = "normal"
    type: TicketType = "question"
    topic: Line | None = None
    language: Language | None = None
    tags: Tags = []
    custom_fields: CustomFields = {}
    brand: Key | None = None
    request_type: Key | None = Field(default=None, description="Of the catalogue: `GET /v1/request-types`.")
    form: Key | None = Field(default=None, description="The form that was filled in; its questions need their answers.")
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    attachment_ids: AttachmentIds = []


class TicketPatch(In):
    """Changes of a ticket; only the fields that are sent are changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "solved", "tags": ["billing", "address"]}]})

    subject: Subject | None = None
    status: Status | None = None
    priority: Priority | None = None
    type: TicketType | None = None
    topic: Line | None = None
    language: Language | None = None
    tags: Tags | None = None
    custom_fields: CustomFields | None = None
    brand: Key | None = None
    request_type: Key | None = Field(
        default=None,
        description="Of the catalogue; null: none. Its team, priority, type, tags, tasks and approval come with it, "
        "where nobody has said or changed them.",
    )
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    # With `status: pending`, or on a ticket that is pending: when it opens by itself.
    pending_until: Instant | None = None
    force: bool = Field(
        default=False,
        description="Solve or close it although children of it are open; of leads also without what is required.",
    )

    @model_validator(mode="after")
    def _not_null(self) -> "TicketPatch":
        for name in ("subject", "status", "priority", "type", "tags", "custom_fields"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class AssignIn(In):
    """Who takes the ticket: an agent, or nobody (null)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"assignee_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    assignee_id: UUID | None
    team_id: UUID | None = None


class RequesterOut(Out):
    """Who asks. Customers in copy do not see the address."""

    id: UUID
    name: str | None
    email: str | None


class TicketRef(Out):
    """A ticket by its id and number."""

    id: UUID
    number: int


class TicketOut(Out):
    """A ticket as the caller may see it. For customers and partners `seq` counts only what they may see."""

    id: UUID
    number: int
    subject: str
    status: Status
    priority: Priority
    type: TicketType
    channel: str
    topic: str | None
    language: str | None
    language_detected: bool = Field(
        description="Nobody said the language: the desk found it out, and what the customer writes later may change it."
    )
    tags: list[str]
    custom_fields: dict[str, object] = Field(description="Those that you may see: `GET /v1/fields`.")
    brand: str | None
    request_type: str | None = Field(description="Of the catalogue: `GET /v1/request-types`.")
    requester: RequesterOut
    queue_id: UUID | None = Field(description="For agents: where it waits, or waited; null: its team's own queue.")
    team_id: UUID | None
    assignee_id: UUID | None
    source_id: UUID | None
    external_id: str | None
    chat_id: UUID | None
    merged_into: TicketRef | None = Field(
        description="A merged ticket: where it goes on, however often that was merged in turn; null: not yours to see."
    )
    has_merged: bool = Field(description="For agents: others were merged into it; its timeline has their messages.")
    first_reply_at: Instant | None
    first_human_reply_at: Instant | None
    solved_at: Instant | None
    snoozed_until: Instant | None = Field(description="Out of sight until then, or until the customer writes.")
    pending_until: Instant | None = Field(description="Opens by itself then.")
    tier: int = Field(description="How often it was escalated, less how often that was taken back.")
    approval: Approval | None = Field(
        description="For agents: whether it waits for an approval, or how that ended; null: it needs none."
    )
    tension: Tension | None = Field(
        description="For agents: how near the customer is to the end of their patience: `GET /v1/tickets/{id}/tension`."
    )
    spam: Spam | None = Field(description="For agents: whether it is spam: `GET /v1/tickets/{id}/spam`.")
    next_due_at: Instant | None = Field(
        description="Its earliest open deadline, missed or not; null: none, or its clocks are just being set."
    )
    seq: int
    version: int
    created_at: Instant
    updated_at: Instant
    messages: list[MessageOut] | None = Field(
        default=None, description="With `include=messages`: the latest messages, oldest first."
    )


class TicketPage(Out):
    """A page of tickets."""

    items: list[TicketOut]
    next_cursor: str | None
