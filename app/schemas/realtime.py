"""Frames of `desk.v1` that a client may send, and the grant that opens its socket."""

from typing import Annotated, Literal, Self, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from app.schemas.attachments import AttachmentIds
from app.schemas.base import MaybeBody, Out
from app.schemas.messages import ClientMessageId

FrameId = Annotated[int, Field(ge=0, le=9_007_199_254_740_991, description="Yours; comes back as `re`.")]
Counter = Annotated[int, Field(ge=0, le=2_147_483_647)]
ShortText = Annotated[str, StringConstraints(max_length=100)]
Inbox = Annotated[
    str,
    StringConstraints(
        pattern=r"^(mine|notifications|views|team:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$",
        max_length=41,
    ),
]


_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
LiveName = Annotated[str, StringConstraints(pattern=rf"^(desk|(queue|team):{_ID})$", max_length=42)]


class GrantOut(Out):
    """A single-use grant that opens one socket."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"grant": "rtg_kq1v3mJ0n4dZfYw2Hq7uQnXW9h6e3b8tLr5cA0sVxPo", "expires_in": 30}]}
    )

    grant: str
    expires_in: int = Field(description="Seconds in which the socket must be opened.")


class ClientFrame(BaseModel):
    """What a client sends. Unknown fields are ignored, so that newer clients may speak to older desks."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class ClientInfo(ClientFrame):
    """Which program speaks."""

    name: ShortText | None = None
    version: ShortText | None = None


class Hello(ClientFrame):
    """The first frame of a connection."""

    t: Literal["hello"]
    client: ClientInfo | None = None
    features: Annotated[
        list[ShortText],
        Field(
            max_length=50,
            description="What else to be told: `typing`, `receipts`, `presence`, `viewing`. Unknown ones are ignored.",
        ),
    ] = []
    presence: Literal["active", "idle"] | None = Field(
        default=None, description="`idle`: the program starts out of sight."
    )


class SubItem(ClientFrame):
    """One of: a ticket to follow and the highest `seq` that the client holds of it; a queue, or a team for its own
    queue; an inbox, `mine`, `notifications`, `views` or `team:<id>`; live figures. Lists are for agents.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["ticket"]},
                {"required": ["queue"]},
                {"required": ["inbox"]},
                {"required": ["report"]},
            ]
        }
    )

    ticket: UUID | None = Field(default=None, description="A ticket to follow.")
    after: Counter = Field(default=0, description="The highest `seq` that you hold of it.")
    queue: UUID | None = Field(
        default=None,
        description="A queue, a team (its own queue) or the zero UUID (the desk's own), to be told when what waits"
        " there changes, or who is there for it.",
    )
    inbox: Inbox | None = Field(
        default=None, description="`mine`, `notifications`, `views` or `team:<id>`, to be told when that list changes."
    )
    report: LiveName | None = Field(
        default=None,
        description="`desk`, `queue:<id>` or `team:<id>`: leads and admins get its live figures, and again whenever"
        " they change, at most once a second.",
    )

    @model_validator(mode="after")
    def one(self) -> Self:
        """Refuse an item that names nothing, or two things."""
        if sum(each is not None for each in (self.ticket, self.queue, self.inbox, self.report)) != 1:
            msg = "name one of ticket, queue, inbox and report"
            raise ValueError(msg)
        return self


class Sub(ClientFrame):
    """Follow tickets and lists: answered by `ok`, then by everything after `after`."""

    t: Literal["sub"]
    id: FrameId
    subs: Annotated[list[SubItem], Field(min_length=1, max_length=200)]
    epoch: ShortText | None = Field(
        default=None, description="That of the `welcome` under which you got what you hold."
    )


class Unsub(ClientFrame):
    """Stop following tickets and lists; what was not followed is no error."""

    t: Literal["unsub"]
    id: FrameId
    tickets: Annotated[list[UUID], Field(max_length=200)] = []
    queues: Annotated[list[UUID], Field(max_length=200)] = []
    inboxes: Annotated[list[Inbox], Field(max_length=200)] = []
    reports: Annotated[list[LiveName], Field(max_length=200)] = []


class SendFrame(ClientFrame):
    """A message onto a ticket, stored exactly once per `cmid`."""

    t: Literal["send"]
    id: FrameId
    ticket: UUID
    cmid: ClientMessageId
    body: MaybeBody
    format: Literal["text", "markdown"] = "text"
    visibility: Literal["public", "internal"] = Field(
        default="public", description="Agents may write `internal` notes."
    )
    last_seen_seq: Counter | None = Field(
        default=None, description="Refuse with `thread_moved_on` when somebody else has written since."
    )
    force: bool = Field(default=False, description="Send all the same.")
    attachment_ids: AttachmentIds = []
    draft_version: Counter | None = Field(
        default=None, description="Agents: the version of your draft that this is; it is deleted in the same step."
    )


class Typing(ClientFrame):
    """The caller types on a followed ticket, or has stopped. Say it again every few seconds: it holds for 6 s.

    Agents who write a note say `internal`: then only agents are told.
    """

    t: Literal["typing"]
    ticket: UUID
    on: bool
    visibility: Literal["public", "internal"] = "public"


class Viewing(ClientFrame):
    """Agents: a followed ticket is in front of the caller, or no more. Say it again every 20 s: it holds for 30 s.

    Only agents are told. Following a ticket is not looking at it.
    """

    t: Literal["viewing"]
    ticket: UUID
    on: bool


class Read(ClientFrame):
    """The caller has read a followed ticket up to `seq`. Never goes back; stored, and told to the others."""

    t: Literal["read"]
    ticket: UUID
    seq: Counter = Field(description="As you count: the `seq` of the last event that was shown.")


class SetPresence(ClientFrame):
    """The program has come to the front, or gone out of sight. An agent's availability for work is set by HTTP."""

    t: Literal["presence"]
    state: Literal["active", "idle"]


class Auth(ClientFrame):
    """A newer token of the same caller, before the old one ends."""

    t: Literal["auth"]
    id: FrameId | None = None
    token: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


ClientFrames: TypeAlias = Hello | Sub | Unsub | SendFrame | Typing | Viewing | Read | SetPresence | Auth
FromClient = Annotated[ClientFrames, Field(discriminator="t")]
FROM_CLIENT: TypeAdapter[ClientFrames] = TypeAdapter(FromClient)
