"""Frames of `desk.v1` that a client gets."""

from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.schemas.base import Instant, Out
from app.schemas.report_live import LiveReportOut
from app.schemas.viewers import ViewerOut


class LimitsOut(Out):
    """What a connection may do."""

    frame: int = Field(description="Bytes of a frame.")
    body: int = Field(description="Characters of a message.")
    in_flight: int = Field(description="Sends without an answer; more only wait.")
    subs: int = Field(description="Tickets and lists that one connection follows.")


class Welcome(Out):
    """The answer to `hello`. Another `epoch` than before means another history (a restored backup)."""

    t: Literal["welcome"]
    conn: str = Field(description="The connection's name in the desk's log.")
    server_time: Instant
    epoch: str = Field(description="The history that counters belong to.")
    hb: int = Field(description="Seconds after which `hb` comes when nothing else did.")
    auth_expires_in: int | None = Field(description="Seconds until the token and with it the socket ends.")
    features: list[str] = Field(description="What you asked for and get.")
    limits: LimitsOut


class SubOk(Out):
    """How one subscription went. `ticket`, `queue`, `inbox` or `report` is what was asked for.

    With the feature `receipts`: `read` is how far each participant has read, as this caller counts, and `unread` the
    number of messages by others after the caller's own. With `presence`: `online`, the participants who are here.
    With `viewing`, for agents: who has it in front of them.
    """

    ticket: UUID | None = None
    queue: UUID | None = None
    inbox: str | None = None
    report: str | None = None
    last_seq: int | None = Field(default=None, description="How far the ticket is, as you count.")
    read: dict[UUID, int] | None = Field(default=None, description="How far each participant has read.")
    unread: int | None = Field(default=None, description="Messages by others after what you have read.")
    online: list[UUID] | None = Field(default=None, description="Participants who are here.")
    viewing: list[ViewerOut] | None = Field(default=None, description="Agents: who looks at it and who types.")
    error: Literal["not_found"] | None = Field(default=None, description="Not there, or not yours to see.")


class Ok(Out):
    """A `sub`, `unsub` or `auth` was done."""

    t: Literal["ok"]
    re: int | None = Field(description="The `id` of your frame.")
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
    kind: str = Field(description="As in the guide on events: `message.created`, `ticket.assigned` ...")
    from_: FromOut = Field(alias="from")
    cmid: str | None = Field(default=None, description="Of a message that was written with one: match your own by it.")
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
    re: int = Field(description="The `id` of your `send`.")
    cmid: str
    message: UUID
    seq: int = Field(description="Where the message stands, as you count.")
    at: Instant
    dup: bool = Field(description="It was stored before, by a send of the same `cmid`.")
    ticket: UUID | None = Field(
        default=None,
        description="Only when your ticket is part of another one: where it is now, and where `seq` counts.",
    )


class Err(BaseModel):
    """A refusal with the codes of HTTP. `temporary`: the same frame may succeed when it is sent again."""

    model_config = ConfigDict(extra="allow")

    t: Literal["err"]
    re: int | None = Field(description="The `id` of your frame, if it had one.")
    code: str = Field(description="Stable; listed in the guide on errors.")
    detail: str = Field(description="For people who develop.")
    temporary: bool


class OfferFrame(Out):
    """A chat is offered to this agent until `expires_at`: accept or decline it by HTTP.

    A `warm` one is another agent's, who stays in it until you accept; `reason` is theirs.
    """

    t: Literal["offer"]
    offer: UUID
    chat: UUID
    ticket: UUID
    subject: str
    customer_name: str | None
    expires_at: Instant
    warm: bool = False
    from_agent_name: str | None = None
    reason: str | None = None


class OfferEnded(Out):
    """An offer is over: taken, declined, expired or withdrawn."""

    t: Literal["offer_ended"]
    offer: UUID


class CallerNotice(Out):
    """Who calls, as far as the number tells."""

    id: UUID
    name: str | None


class CallTicketNotice(Out):
    """An open ticket of who calls."""

    id: UUID
    number: int
    subject: str
    status: str


class CallFrame(Out):
    """A call rings at this agent, or is theirs; sent again when something about it changes. Show who calls."""

    t: Literal["call"]
    call: UUID
    state: Literal["ringing", "answered"]
    direction: Literal["in", "out"]
    number: str | None = Field(description="Null: withheld.")
    customer: CallerNotice | None
    tickets: list[CallTicketNotice] = Field(description="At most five, the latest first.")
    ticket: UUID | None = Field(description="On which it is already.")
    ivr_path: list[str]
    started_at: Instant


class CallEnded(Out):
    """A call is over, or somebody else has taken it."""

    t: Literal["call_ended"]
    call: UUID


class Queue(Out):
    """Where the caller's chat stands; `wait_s` is null without a basis for an estimate."""

    t: Literal["queue"]
    chat: UUID
    ticket: UUID
    status: str
    position: int | None = Field(description="1 is next; null when the chat does not wait any more.")
    wait_s: tuple[int, int] | None = Field(description="Seconds, from and to.")


class TypingOut(Out):
    """Somebody types on a followed ticket: show it for `ttl` seconds, or until `on` is false or they write."""

    t: Literal["typing"]
    ticket: UUID
    who: UUID
    name: str
    on: bool
    visibility: Literal["public", "internal"]
    ttl: int = Field(description="Seconds.")


class ViewingOut(Out):
    """An agent has a followed ticket in front of them for `ttl` seconds, or until `on` is false. For agents."""

    t: Literal["viewing"]
    ticket: UUID
    who: UUID
    name: str
    on: bool
    ttl: int = Field(description="Seconds.")


class ReadOut(Out):
    """A participant has read a followed ticket up to `seq`, as this caller counts."""

    t: Literal["read"]
    ticket: UUID
    who: UUID
    seq: int


class PresenceOut(Out):
    """A participant of a followed ticket has come, has gone out of sight, or has gone."""

    t: Literal["presence"]
    who: UUID
    state: Literal["online", "away", "offline"]


class Changed(Out):
    """A followed list has changed: fetch it again. Exactly one of `queue` and `inbox`."""

    t: Literal["changed"]
    queue: UUID | None = None
    inbox: str | None = None


class FiguresOut(Out):
    """Live figures that you follow, now or after they have changed: as `GET /v1/reports/live` answers."""

    t: Literal["figures"]
    report: str
    figures: LiveReportOut


class GoAway(Out):
    """This process is about to stop: finish what is under way, then connect again after this time."""

    t: Literal["goaway"]
    reconnect_in_ms: int = Field(description="Milliseconds; random, so that not all come at once.")


class Heartbeat(Out):
    """Nothing happened for a while and the connection is alive."""

    t: Literal["hb"]


ServerFrames: TypeAlias = (
    Welcome | Ok | Ev | More | Reset | Gone | Ack | Err | OfferFrame | OfferEnded | CallFrame | CallEnded | Queue
    | TypingOut | ViewingOut | ReadOut | PresenceOut | Changed | FiguresOut | GoAway | Heartbeat
)  # fmt: skip
FromServer = Annotated[ServerFrames, Field(discriminator="t")]
FROM_SERVER: TypeAdapter[ServerFrames] = TypeAdapter(FromServer)
