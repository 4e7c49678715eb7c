"""What is sent with a public form, what its sender is told, and what agents see of it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Body, CustomFields, Email, In, Instant, Language, Line, MaybeBody, Out, Phone, Subject
from app.schemas.help_search import HelpSession
from app.schemas.tickets import TicketType

SubmissionStatus = Literal["accepted", "parked", "released", "discarded"]


class FormRequesterIn(In):
    """Who says that they ask. It is believed as far as an answer goes there; it opens nobody's tickets."""

    name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None


class FormSubmissionIn(In):
    """A form that was filled in: only what it asks for, and the token that it was read with."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "token": "AZNf2h3jYw0V5Zk8aQ0cQmYb1lq3o7b0Jm1p9rVJ2c8",
                    "subject": "A banner for May",
                    "body": "It should say that delivery is free until the 10th.",
                    "requester": {"name": "Vera", "email": "vera@example.com"},
                }
            ]
        }
    )

    token: Annotated[str, StringConstraints(max_length=300)] = Field(
        description="Of `GET /v1/forms/{key}`; good for one submission."
    )
    website: MaybeBody = Field(default="", description="Leave it empty, and hide it: people do not see it.")
    subject: Subject | None = None
    body: Body | None = None
    topic: Line | None = None
    type: TicketType | None = None
    language: Language | None = None
    requester: FormRequesterIn | None = None
    custom_fields: CustomFields = {}
    help_session: HelpSession | None = Field(
        default=None, description="The id under which they have read your help centre: their visit has not helped."
    )


class FormSubmissionReceipt(Out):
    """What became of it. Without a number one of the desk looks at it first."""

    id: UUID
    ticket_id: UUID | None
    number: int | None
    text: str = Field(description="What to show, in the sender's language.")


class FormSubmissionOut(Out):
    """A submission as agents see it; `answers` are kept while it is parked, and of discarded ones."""

    id: UUID
    form: str
    status: SubmissionStatus
    verdict: Literal["trap", "too_quick", "too_many"] | None = Field(description="Why a person looks first.")
    email: str | None = Field(description="As it was said; nobody has proved it.")
    answers: dict[str, Any]
    files: list[dict[str, Any]] = Field(description="`id`, `name` and `size` of each.")
    ticket_id: UUID | None
    confirmed_at: Instant | None = Field(description="When a mail with the number was written.")
    received_at: Instant
    ended_at: Instant | None
    ended_by: UUID | None


class FormSubmissionPage(Out):
    """A page of submissions, newest first."""

    items: list[FormSubmissionOut]
    next_cursor: str | None
