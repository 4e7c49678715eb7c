"""Messages of a thread as clients send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.rules.deliveries import DeliveryState
from app.schemas.attachments import AttachedOut, AttachmentIds
from app.schemas.base import Body, In, Instant, Language, Line, MaybeBody, Out
from app.schemas.message_translations import TranslationOut

ClientMessageId = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]


class OriginalWordsIn(In):
    """What the author of a translation wrote, and in which language."""

    language: Language
    body: Body


class MessageIn(In):
    """A message onto a thread. With `client_message_id` it is stored exactly once, however often it is sent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "body": "Good afternoon, I am Anna. I have sent the invoice again.",
                    "client_message_id": "6f0f3d0c-6d3e-4b5e-8a53-1a1d0c7f6d2b",
                    "last_seen_seq": 2,
                }
            ]
        }
    )

    body: MaybeBody = Field(description="May be empty when there are files.")
    format: Literal["text", "markdown"] = "text"
    visibility: Literal["public", "internal"] = "public"
    client_message_id: ClientMessageId | None = None
    attachment_ids: AttachmentIds = []
    mention_ids: Annotated[list[UUID], Field(max_length=20)] = Field(
        default=[], description="Agents, in notes: colleagues and teams whom it names. They are told."
    )
    last_seen_seq: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    force: bool = False
    draft_version: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = Field(
        default=None,
        description="Agents: the version of your draft that this is. It is deleted in the same step, unless another"
        " device has changed it since.",
    )
    translate: Language | Literal["auto"] | None = Field(
        default=None,
        description="Agents, in replies: send the body in this language (`auto`: in the customer's), and keep what you"
        " wrote. Nothing is stored when it cannot be translated.",
    )
    original: OriginalWordsIn | None = Field(
        default=None,
        description="Agents, in replies: the body is a translation already, of this. Not together with `translate`.",
    )
    template_id: UUID | None = Field(
        default=None, description="Agents: what the body was made of. Refused while anything in it is in braces."
    )

    @model_validator(mode="after")
    def _one_way(self) -> "MessageIn":
        if self.translate is not None and self.original is not None:
            msg = "translate and original exclude each other: the body is a translation, or is to be one"
            raise ValueError(msg)
        return self


class AuthorOut(Out):
    """Whose words these are."""

    kind: Literal["agent", "customer", "partner", "system"]
    id: UUID
    name: str


class OriginalWordsOut(Out):
    """What the author of a translated message wrote."""

    language: str
    body: str


class MessageOut(Out):
    """A message. `seq` is its place in the ticket as the caller counts."""

    id: UUID
    ticket_id: UUID
    seq: int
    author: AuthorOut
    generated: bool = Field(description="A model has written it and nobody has read it before it was sent.")
    visibility: Literal["public", "internal"]
    body: str
    format: Literal["text", "markdown"]
    language: str | None = Field(description="What it is written in, as the desk hears it; null: it has no words.")
    client_message_id: str | None
    created_at: Instant
    version: int = Field(description="Counts edits; the ETag.")
    edited_at: Instant | None
    redacted_at: Instant | None = Field(description="Something in it was removed for good.")
    translated_from: str | None = Field(
        description="The language that its author wrote in: the body is a translation. Null: these are their own words."
    )
    original: OriginalWordsOut | None = Field(description="For agents: what its author wrote, of a translation.")
    translation: TranslationOut | None = Field(
        default=None, description="Only where `translations` asked for a language: what there is of it."
    )
    delivery: DeliveryState | None = Field(
        description="For agents: what became of it on its way. Null: no channel reports that."
    )
    attachments: list[AttachedOut]


class MessagePage(Out):
    """A page of messages; `next_cursor` is the `after_seq` of the next one."""

    items: list[MessageOut]
    next_cursor: int | None


class MessagePatch(In):
    """What a message is to say instead."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "The invoice is from 4 May, not from 4 March."}]}
    )

    body: MaybeBody | None = None
    format: Literal["text", "markdown"] | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "MessagePatch":
        for name in ("body", "format"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class RedactIn(In):
    """What is to be removed for good: by default the text and all files."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": True, "reason": "A card number"}]})

    text: bool = True
    attachment_ids: Annotated[list[UUID], Field(max_length=50)] | None = Field(
        default=None, description="These files; null: all of them; []: none."
    )
    reason: Line | None = Field(default=None, description="For agents: why. Do not repeat what is removed.")


class RevisionOut(Out):
    """What a message said in one version, and who changed it into the next one when."""

    version: int
    body: str
    format: Literal["text", "markdown"]
    left_desk: bool = Field(description="This text had been sent by a channel already.")
    redacted: bool
    translated_from: str | None = Field(description="It was a translation from this language.")
    original: str | None = Field(description="What its author had written then.")
    changed_by: AuthorOut
    changed_at: Instant


class HistoryOut(Out):
    """Earlier versions of a message; `next_cursor` is the `cursor` of the next page."""

    items: list[RevisionOut]
    next_cursor: int | None
