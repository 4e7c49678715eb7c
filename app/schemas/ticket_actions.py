"""What macros, bulk changes and automations do to a ticket, as clients state it; `schemas/actions.py` has what steps
of an SLA do as well.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, JsonValue, model_validator

from app.rules.templates import MAX_LENGTH
from app.schemas.actions import (
    AddFollowerAction,
    CallWebhookAction,
    NotifyAction,
    RaisePriorityAction,
    Recipient,
    RequeueAction,
)
from app.schemas.base import In, Key, Language, Line, Out, Subject, Tag, Text
from app.schemas.tickets import Priority, TicketType

MAX_ACTIONS = 20
LONGEST_SNOOZE = 366 * 86_400

LiquidText = Annotated[
    Text, Field(min_length=1, max_length=MAX_LENGTH, description="Liquid, with the variables of templates.")
]
Seconds = Annotated[int, Field(strict=True, ge=60, le=LONGEST_SNOOZE)]


class SetStatusAction(In):
    """Change the status."""

    type: Literal["set_status"]
    status: Literal["open", "pending", "on_hold", "solved", "closed"]
    pending_seconds: Annotated[
        Seconds | None, Field(description="With `pending`: it opens by itself after so long.")
    ] = None

    @model_validator(mode="after")
    def _pending(self) -> "SetStatusAction":
        if self.pending_seconds is not None and self.status != "pending":
            msg = "pending_seconds is for pending"
            raise ValueError(msg)
        return self


class SetPriorityAction(In):
    """Set the priority, up or down."""

    type: Literal["set_priority"]
    priority: Priority


class SetTypeAction(In):
    """Set the type."""

    type: Literal["set_type"]
    ticket_type: TicketType


class SetTopicAction(In):
    """Set the topic, or clear it."""

    type: Literal["set_topic"]
    topic: Line | None


class SetLanguageAction(In):
    """Set the language, or clear it."""

    type: Literal["set_language"]
    language: Language | None


class SetBrandAction(In):
    """Set the brand."""

    type: Literal["set_brand"]
    brand: Key


class SetRequestTypeAction(In):
    """Set what the ticket asks for, with what the catalogue brings along; null clears it."""

    type: Literal["set_request_type"]
    request_type: Key | None


class SetFieldAction(In):
    """Set a custom field; null clears it."""

    type: Literal["set_field"]
    key: Annotated[Line, Field(max_length=100)]
    value: JsonValue


class AddTagsAction(In):
    """Add tags; those that are there stay."""

    type: Literal["add_tags"]
    tags: Annotated[list[Tag], Field(min_length=1, max_length=20)]


class RemoveTagsAction(In):
    """Take tags away."""

    type: Literal["remove_tags"]
    tags: Annotated[list[Tag], Field(min_length=1, max_length=20)]


class AssignAction(In):
    """Give the ticket to an agent, beyond their capacity too."""

    type: Literal["assign"]
    agent_id: UUID


class AssignToMeAction(In):
    """Give the ticket to whoever does this. An automation is nobody."""

    type: Literal["assign_to_me"]


class UnassignAction(In):
    """Take the ticket from its agent; it waits again, from when it first waited."""

    type: Literal["unassign"]


class MoveAction(In):
    """Hand the ticket to a team or a queue, where it waits since it first waited."""

    type: Literal["move"]
    team_id: UUID | None = None
    queue_id: UUID | None = None
    reason: Annotated[
        Line | None, Field(description="For colleagues, and said to the customer when they are told.")
    ] = None
    tell_customer: bool = False

    @model_validator(mode="after")
    def _one(self) -> "MoveAction":
        if (self.team_id is None) == (self.queue_id is None):
            msg = "name one of team_id and queue_id"
            raise ValueError(msg)
        return self


class EscalateUpAction(In):
    """Hand the ticket to the team above its own; the leads there are told."""

    type: Literal["escalate"]
    reason: Line | None = None


class SnoozeAction(In):
    """Put the ticket out of sight for so long, or until the customer writes."""

    type: Literal["snooze"]
    seconds: Seconds


class WakeAction(In):
    """Bring a snoozed ticket back into sight."""

    type: Literal["wake"]


class _Writing(In):
    template_id: UUID | None = None
    body: LiquidText | None = None
    format: Literal["text", "markdown"] = Field(default="text", description="Of `body`; a template has its own.")
    force: bool = Field(default=False, description="Write it even though something in it has no value.")

    @model_validator(mode="after")
    def _one(self) -> "_Writing":
        if (self.template_id is None) == (self.body is None):
            msg = "name one of template_id and body"
            raise ValueError(msg)
        return self


class ReplyAction(_Writing):
    """Write to the customer, from a template or a text of its own. Skipped when something in it has no value."""

    type: Literal["reply"]


class NoteAction(_Writing):
    """Write a note for colleagues."""

    type: Literal["note"]


class FollowAction(In):
    """Whoever does this follows the ticket."""

    type: Literal["follow"]


class RemoveFollowerAction(In):
    """An agent follows the ticket no more."""

    type: Literal["remove_follower"]
    agent_id: UUID


class SendMailAction(In):
    """Write a mail about the ticket: to people of the desk, or to any address."""

    type: Literal["send_mail"]
    recipients: Annotated[list[Recipient], Field(min_length=1, max_length=20)]
    subject: Annotated[Subject, Field(description="Liquid too.")]
    body: LiquidText


AnyAction = Annotated[
    SetStatusAction
    | SetPriorityAction
    | RaisePriorityAction
    | SetTypeAction
    | SetTopicAction
    | SetLanguageAction
    | SetBrandAction
    | SetRequestTypeAction
    | SetFieldAction
    | AddTagsAction
    | RemoveTagsAction
    | AssignAction
    | AssignToMeAction
    | UnassignAction
    | RequeueAction
    | MoveAction
    | EscalateUpAction
    | SnoozeAction
    | WakeAction
    | ReplyAction
    | NoteAction
    | AddFollowerAction
    | FollowAction
    | RemoveFollowerAction
    | NotifyAction
    | SendMailAction
    | CallWebhookAction,
    Field(discriminator="type"),
]
TicketActions = Annotated[list[AnyAction], Field(min_length=1, max_length=MAX_ACTIONS)]


class OutcomeOut(Out):
    """What became of one action. What else it says depends on its type."""

    type: str
    skipped: str | None = Field(description="null: it was done. Else why it was not; `already_so`: nothing to do.")
    details: dict[str, Any]


class ChangeOut(Out):
    """A field of the ticket, before and after."""

    field: str
    before: Any
    after: Any


class ActionProblem(Out):
    """What an action refers to that is not there any more."""

    code: str
    pointer: str
    detail: str
