"""What the desk does by itself, as clients state and see it: around a deadline of a policy."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.rules.outgoing import MAX_URL, parse
from app.schemas.base import Email, In
from app.schemas.tickets import Priority

MAX_ACTIONS, MAX_RECIPIENTS = 10, 20


def _callable(value: str) -> str:
    parse(value)  # its refusals are ValueErrors with a sentence
    return value


# Who is behind it is looked at when it is called; here only what no desk would ever call.
WebAddress = Annotated[
    str,
    StringConstraints(max_length=MAX_URL),
    AfterValidator(_callable),
    Field(json_schema_extra={"format": "uri"}),
]


class RelatedRecipient(In):
    """Those who have to do with the ticket: its assignee, the leads in its team, its followers."""

    kind: Literal["assignee", "leads", "followers"]


class RoleRecipient(In):
    """Everybody with a role."""

    kind: Literal["role"]
    role: Literal["agent", "lead", "admin"]


class AgentRecipient(In):
    """One agent."""

    kind: Literal["agent"]
    agent_id: UUID


class AddressRecipient(In):
    """Anybody's e-mail address."""

    kind: Literal["address"]
    email: Email


Recipient = Annotated[RelatedRecipient | RoleRecipient | AgentRecipient | AddressRecipient, Field(discriminator="kind")]


class NotifyAction(In):
    """Tell somebody. Agents find it in their notifications; with `by_mail` they are written to as well."""

    type: Literal["notify"]
    recipients: Annotated[list[Recipient], Field(min_length=1, max_length=MAX_RECIPIENTS)]
    by_mail: bool = Field(default=False, description="Addresses are written to in any case.")


class RaisePriorityAction(In):
    """Raise the ticket's priority; never lowers it."""

    type: Literal["raise_priority"]
    to: Priority | None = Field(default=None, description="null: one up.")


class RequeueAction(In):
    """Put the ticket back into its queue, from when it first waited."""

    type: Literal["requeue"]


class TransferAction(In):
    """Give the ticket to another team."""

    type: Literal["transfer"]
    team_id: UUID


class EscalateAction(In):
    """Give the ticket to the next tier: the team that its team escalates to."""

    type: Literal["escalate"]


class AddFollowerAction(In):
    """Let an agent follow the ticket."""

    type: Literal["add_follower"]
    agent_id: UUID


class CallWebhookAction(In):
    """Post what has happened to an address."""

    type: Literal["call_webhook"]
    url: WebAddress


Action = Annotated[
    NotifyAction
    | RaisePriorityAction
    | RequeueAction
    | TransferAction
    | EscalateAction
    | AddFollowerAction
    | CallWebhookAction,
    Field(discriminator="type"),
]
Actions = Annotated[list[Action], Field(min_length=1, max_length=MAX_ACTIONS)]
