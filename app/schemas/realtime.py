"""Frames of `desk.v1`: one union for what a client may send, one for what it gets."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from app.schemas.base import Body, Instant, Out
from app.schemas.messages import ClientMessageId

FrameId = Annotated[int, Field(ge=0, le=9_007_199_254_740_991, description="Yours; comes back as `re`.")]
Counter = Annotated[int, Field(ge=0, le=2_147_483_647)]
ShortText = Annotated[str, StringConstraints(max_length=100)]


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
    features: Annotated[list[ShortText], Field(max_length=50)] = []
    presence: Literal["active", "idle"] | None = None


class SubItem(ClientFrame):
    """A ticket to follow, and the highest `seq` that the client holds of it."""

    ticket: UUID
    after: Counter = 0


class Sub(ClientFrame):
    """Follow tickets: answered by `ok`, then by everything after `after`."""

    t: Literal["sub"]
    id: FrameId
    subs: Annotated[list[SubItem], Field(min_length=1, max_length=200)]
    epoch: ShortText | None = None


class Unsub(ClientFrame):
    """Stop following tickets."""

    t: Literal["unsub"]
    id: FrameId
    tickets: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class SendFrame(ClientFrame):
    """A message onto a ticket, stored exactly once per `cmid`."""

    t: Literal["send"]
    id: FrameId
    ticket: UUID
    cmid: ClientMessageId
    body: Body
    format: Literal["text", "markdown"] = "text"
    visibility: Literal["public", "internal"] = "public"
    last_seen_seq: Counter | None = None


class Auth(ClientFrame):
    """A newer token of the same caller, before the old one ends."""

    t: Literal["auth"]
    id: FrameId | None = None
    token: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


FromClient = Annotated[Hello | Sub | Unsub | SendFrame | Auth, Field(discriminator="t")]
FROM_CLIENT: TypeAdapter[Hello | Sub | Unsub | SendFrame | Auth] = TypeAdapter(FromClient)


class LimitsOut(Out):
    """What a connection may do."""

    frame: int
    body: int
    in_flight: int
    subs: int


class Welcome(Out):
    """The answer to `hello`. Another `epoch` than before means another history (a restored backup)."""

    t: Literal["welcome"]
    conn: str
    server_time: Instant
    epoch: str
    hb: int
    auth_expires_in: int | None
    features: list[str]
    limits: LimitsOut


class SubOk(Out):
    """How one subscription went."""

    ticket: UUID
    last_seq: int | None = None
    error: Literal["not_found"] | None = None


class Ok(Out):
    """A `sub`, `unsub` or `auth` was done."""

    t: Literal["ok"]
    re: int | None
    subs: list[SubOk] | None = None
    auth_expires_in: int | None = None


class FromOut(Out):
    """Who did it."""

    id: UUID
    role: Literal["agent", "customer", "partner", "system"]
    name: str


class Ev(Out):
    """An event of a followed ticket. `seq` grows by one per ticket, as this caller counts."""

    t: Literal["ev"]
    ticket: UUID
    seq: int
    kind: str
    from_: FromOut = Field(alias="from")
    cmid: str | None = None
    data: dict[str, Any]
    at: Instant


class More(Out):
    """The gap is too large for the socket: page on by HTTP (or `sub` again) from `next_after`. Not followed now."""

    t: Literal["more"]
    ticket: UUID
    next_after: int


class Reset(Out):
    """What the client holds is not this ticket's history: drop it, `sub` again from 0. Not followed now."""

    t: Literal["reset"]
    ticket: UUID
    reason: Literal["epoch", "ahead"]


class Gone(Out):
    """The ticket is out of this caller's sight now. Not followed any more."""

    t: Literal["gone"]
    ticket: UUID


class Ack(Out):
    """The message is committed. `dup`: it was already, and this is its first answer again."""

    t: Literal["ack"]
    re: int
    cmid: str
    message: UUID
    seq: int
    at: Instant
    dup: bool


class Err(BaseModel):
    """A refusal with the codes of HTTP. `temporary`: the same frame may succeed when it is sent again."""

    model_config = ConfigDict(extra="allow")

    t: Literal["err"]
    re: int | None
    code: str
    detail: str
    temporary: bool


class OfferFrame(Out):
    """A chat is offered to this agent until `expires_at`: accept or decline it by HTTP."""

    t: Literal["offer"]
    offer: UUID
    chat: UUID
    ticket: UUID
    subject: str
    customer_name: str | None
    expires_at: Instant


class OfferEnded(Out):
    """An offer is over: taken, declined, expired or withdrawn."""

    t: Literal["offer_ended"]
    offer: UUID


class Queue(Out):
    """Where the caller's chat stands; `wait_s` is null without a basis for an estimate."""

    t: Literal["queue"]
    chat: UUID
    ticket: UUID
    status: str
    position: int | None
    wait_s: tuple[int, int] | None


class Heartbeat(Out):
    """Nothing happened for a while and the connection is alive."""

    t: Literal["hb"]


FromServer = Annotated[
    Welcome | Ok | Ev | More | Reset | Gone | Ack | Err | OfferFrame | OfferEnded | Queue | Heartbeat,
    Field(discriminator="t"),
]
