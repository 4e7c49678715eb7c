"""What every channel is to the desk: an account, what comes in by it, what goes out, and the adapter between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias
from uuid import UUID

# "stopped": the person wants to hear no more by this channel (blocked the bot, left); "started": again they do.
What: TypeAlias = Literal["message", "edit", "delete", "receipt", "stopped", "started"]
State: TypeAlias = Literal["sent", "delivered", "read", "failed"]


class ForgedError(Exception):
    """What came does not prove that it is from who it says: no signature, a wrong one, a wrong secret."""


@dataclass(frozen=True, slots=True)
class Account:
    """A configured channel as adapters see it. `secrets` never leave the process but towards the vendor."""

    id: UUID
    kind: str
    name: str
    address: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as the channel knows them."""

    external_id: str
    name: str | None = None
    username: str | None = None
    # E.164, and only when the channel vouches for it: by it a customer is found.
    phone: str | None = None
    # What they say their address is; nobody vouches for it.
    email: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that came: its bytes, or a token by which the adapter fetches them. `size` in bytes, where it is known."""

    name: str
    content_type: str | None
    content: bytes | None = None
    token: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that came.

    `thread` is the conversation in the channel: a chat id, a phone number, a peer id. `external_id` is of the message
    that it is or is about (of a receipt: of ours) and names one message in the whole account: where a channel counts
    per conversation, it begins with the conversation's id.
    """

    what: What
    thread: str
    external_id: str
    person: Person | None
    text: str = ""
    files: tuple[File, ...] = ()
    at: datetime | None = None
    # The external id of the message that this one answers.
    reply_to: str | None = None
    # Of a receipt: how far ours has come, and why no further.
    state: State | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file on its way out. `size` in bytes."""

    name: str
    content_type: str
    content: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One of our messages on its way. `id` is the same at every attempt; `to` is a thread of the channel.

    `sent` are the external ids of what has been taken of it already: a long text, or several files, go in steps.
    """

    id: UUID
    to: str
    text: str
    html: str | None
    format: str
    files: tuple[OutFile, ...]
    reply_to: str | None
    template: Mapping[str, Any] | None
    at: datetime
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel has taken it; one message of ours may be several there."""

    external_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partly:
    """A step of it was taken, and there are more: whoever sends records these ids with the others in `Outgoing.sent`,
    and calls again at once. Killed in between, it goes on where it stopped and sends nothing twice.
    """

    external_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delayed:
    """It has certainly not arrived, and may later: after so many seconds, where the channel has said."""

    error: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never arrive. `code` is stable and says why; `error` is for an agent."""

    error: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have arrived: nobody sends it again without asking."""

    error: str


Outcome: TypeAlias = Sent | Partly | Delayed | Refused | Unsure


@dataclass(frozen=True, slots=True)
class Delivered:
    """A request as it came to a channel's webhook. Names of headers are in lower case; `method` in upper case."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """One part of a delivery that is stored and read by itself.

    `external_id` is the channel's name for the update (null: it has none, and equal bytes are the same one). Of one
    `lane` everything is taken in the order of its coming: a conversation; null: it waits for nobody.
    """

    external_id: str | None
    lane: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the channel wants to hear when its delivery is stored."""

    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    body: bytes = b"ok"


@dataclass(frozen=True, slots=True)
class Received:
    """What a delivery holds, and the answer to it."""

    updates: tuple[Update, ...] = ()
    answer: Answer = Answer()


class Adapter(Protocol):
    """What one kind of channel knows. Nothing here touches the database."""

    kind: str
    # Whether the other side knows a second copy of what was sent, so that it may always be sent again.
    repeatable: bool

    def check(self, account: Account) -> None:
        """Raise `ValueError` with a sentence for an admin when settings and secrets make no channel."""

    def identity_scope(self, account: Account) -> str:
        """Within what `Person.external_id` means one person: the kind, or the account's id."""

    def receive(self, account: Account, request: Delivered) -> Received:
        """Verify a webhook's request and split it. Pure, total, bounded. Raises `ForgedError`."""

    def read(self, account: Account, body: bytes) -> tuple[Incoming, ...]:
        """What one stored update says; empty: nothing for a desk. Pure, total, bounded.

        Raises `ValueError` for what is none of the channel's shapes: it is parked, and somebody can look at it.
        """

    async def send(self, account: Account, out: Outgoing) -> Outcome:
        """Send. Raises nothing but `asyncio.CancelledError`."""

    async def introduce(self, account: Account, person: Person) -> Person:
        """The person with what the channel tells only when it is asked (a name). Raises `OSError`: another time."""

    async def fetch(self, account: Account, file: File) -> bytes:
        """The bytes behind a file's token, at most the desk's limit.

        Raises `ValueError` when there will never be any (too large, gone) and `OSError` when another time there may.
        """

    async def connect(self, account: Account, public_url: str) -> None:
        """Tell the vendor where the desk listens, where it wants to be told. Raises `ValueError` or `OSError`."""
