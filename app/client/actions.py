"""What the state machine of a client wants done: frames to send, and news for the program."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Frame: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tell:
    """A frame to send on the connection that is open now."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class Leave:
    """Close this connection, and come back not sooner than after this time."""

    reconnect_in_ms: int


@dataclass(frozen=True, slots=True)
class Renewed:
    """The newer token is taken; the connection ends in so many seconds."""

    auth_expires_in: int


@dataclass(frozen=True, slots=True)
class Update:
    """An event of a ticket, each exactly once and in order."""

    ticket: str
    seq: int
    kind: str
    author: Frame
    data: Frame
    at: str
    cmid: str | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """What was seen of this ticket is another history's (a restored backup): drop it, everything comes again."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The ticket is out of this caller's sight."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Ack:
    """A message is committed. `dup`: an earlier try of the same had been."""

    cmid: str
    message: str
    seq: int
    at: str
    dup: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A message was refused for good."""

    cmid: str
    code: str
    frame: Frame | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A room (a ticket, or a list) is followed, or not with `error`.

    `last` is a ticket's counter. `more`: with the features `receipts` and `presence`, `read`, `unread` and `online`.
    """

    room: str
    last: int
    error: str | None
    more: Frame


@dataclass(frozen=True, slots=True)
class Changed:
    """Fetch this list again: it has changed, or nobody knows whether it has."""

    room: str


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody types: show it for `ttl` seconds; or (`on` is false) types no more. `frame` has name and visibility."""

    ticket: str
    who: str
    on: bool
    ttl: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Notice:
    """Passed on as it came: `read`, `presence`, `offer`, `offer_ended`, `queue`, `call`, `call_ended`."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal of something that nobody waits for."""

    code: str
    detail: str


Action: TypeAlias = (
    Tell | Leave | Renewed | Update | Reset | Gone | Ack | Failed | Followed | Changed | Typing | Notice | Problem
)
