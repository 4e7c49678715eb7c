"""The client's side of `desk.v1` as a pure state machine: frames in, actions out, no I/O and no clock.

What it keeps is what survives a lost connection: how far each ticket has been seen, and what has been written and
not acknowledged yet.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

Frame: TypeAlias = dict[str, Any]

IN_FLIGHT = 16
SUBS_PER_FRAME = 200


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
    frame: Frame


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription stands (`last` is the ticket's counter), or was refused with `error`."""

    ticket: str
    last: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """An offer, an ended offer, a place in the queue, or a server that is about to stop."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class Tell:
    """A frame to send on this connection."""

    frame: Frame


Action: TypeAlias = Update | Reset | Ack | Failed | Followed | Notice | Tell


@dataclass(slots=True)
class _Thread:
    have: int
    # A gap has been asked for and not been answered: ask once.
    asking: bool = False


@dataclass(slots=True)
class Counts:
    """What the network did to us."""

    repeated: int = 0
    gaps: int = 0
    resent: int = 0


class DeskState:
    """One client's state over all its connections."""

    def __init__(self) -> None:
        self.threads: dict[str, _Thread] = {}
        self.outbox: dict[str, Frame] = {}
        self.epoch: str | None = None
        self.counts = Counts()
        self._connected = False
        self._last_id = 0
        # Sends of this connection by their frame id.
        self._under_way: dict[int, str] = {}

    def _id(self) -> int:
        self._last_id += 1
        return self._last_id

    # What the program asks for

    def subscribe(self, ticket: str, *, after: int = 0) -> list[Action]:
        """Follow a ticket from `after` on, or from what has been seen of it already."""
        known = self.threads.get(ticket)
        self.threads[ticket] = _Thread(max(after, known.have if known else 0))
        return self._sub([ticket]) if self._connected else []

    def send(self, ticket: str, body: str, *, cmid: str, **more: Any) -> list[Action]:  # noqa: ANN401 - frame members
        """Write a message. It stays in the outbox until it is acknowledged or refused for good."""
        self.outbox[cmid] = {"t": "send", "ticket": ticket, "cmid": cmid, "body": body, **more}
        return self._next_sends()

    # What the connection tells

    def connected(self, welcome: Frame) -> list[Action]:
        """The server has said welcome: follow everything again, then send what is not acknowledged, in order."""
        self._connected = True
        self._under_way.clear()
        actions: list[Action] = []
        if self.threads:
            actions += self._sub(list(self.threads), epoch=self.epoch)
        self.epoch = str(welcome["epoch"])
        self.counts.resent += len(self.outbox)
        return actions + self._next_sends()

    def disconnected(self) -> None:
        """The connection is gone; nothing that was under way is known to have arrived."""
        self._connected = False
        self._under_way.clear()

    def received(self, frame: Frame) -> list[Action]:
        """What a frame of the server means. Types that this client does not know are ignored."""
        actions: list[Action] = []
        match frame["t"]:
            case "ev":
                actions = self._event(frame)
            case "ack":
                ack = Ack(frame["cmid"], frame["message"], frame["seq"], frame["at"], frame["dup"])
                actions = self._settle(frame, ack)
            case "err":
                actions = self._error(frame)
            case "ok":
                actions = self._ok(frame)
            case "more" if frame["ticket"] in self.threads:
                actions = self._sub([frame["ticket"]])
            case "reset" if frame["ticket"] in self.threads:
                self.threads[frame["ticket"]] = _Thread(0)
                actions = [Reset(frame["ticket"]), *self._sub([frame["ticket"]])]
            case "gone":
                self.threads.pop(frame["ticket"], None)
                actions = [Followed(frame["ticket"], 0, "not_found")]
            case "offer" | "offer_ended" | "queue" | "goaway":
                actions = [Notice(frame)]
        return actions

    def _sub(self, tickets: list[str], **more: Any) -> list[Action]:  # noqa: ANN401 - frame members
        frames: list[Action] = []
        given = {key: value for key, value in more.items() if value is not None}
        for start in range(0, len(tickets), SUBS_PER_FRAME):
            chunk = tickets[start : start + SUBS_PER_FRAME]
            for ticket in chunk:
                self.threads[ticket].asking = True
            subs = [{"ticket": ticket, "after": self.threads[ticket].have} for ticket in chunk]
            frames.append(Tell({"t": "sub", "id": self._id(), "subs": subs, **given}))
        return frames

    def _next_sends(self) -> list[Action]:
        if not self._connected:
            return []
        actions: list[Action] = []
        sent = set(self._under_way.values())
        for cmid, frame in self.outbox.items():
            if len(self._under_way) >= IN_FLIGHT:
                break
            if cmid not in sent:
                identifier = self._id()
                self._under_way[identifier] = cmid
                actions.append(Tell({**frame, "id": identifier}))
        return actions

    def _event(self, frame: Frame) -> list[Action]:
        ticket, seq = frame["ticket"], frame["seq"]
        thread = self.threads.get(ticket)
        if thread is None:
            return []
        if seq <= thread.have:
            self.counts.repeated += 1
            return []
        if seq == thread.have + 1:
            thread.have = seq
            return [Update(ticket, seq, frame["kind"], frame["from"], frame["data"], frame["at"], frame.get("cmid"))]
        self.counts.gaps += 1
        return [] if thread.asking else self._sub([ticket])

    def _settle(self, frame: Frame, outcome: Ack | Failed) -> list[Action]:
        self._under_way.pop(frame["re"], None)
        if self.outbox.pop(outcome.cmid, None) is None:
            return []
        return [outcome, *self._next_sends()]

    def _error(self, frame: Frame) -> list[Action]:
        cmid = self._under_way.get(frame["re"]) if frame["re"] is not None else None
        # A temporary refusal leaves it in the outbox: the server hangs up, and the next connection sends it again.
        if cmid is None or frame["temporary"]:
            return []
        return self._settle(frame, Failed(cmid, frame["code"], frame))

    def _ok(self, frame: Frame) -> list[Action]:
        actions: list[Action] = []
        for each in frame.get("subs") or ():
            ticket, error = each["ticket"], each.get("error")
            if error is not None:
                self.threads.pop(ticket, None)
            elif ticket in self.threads:
                self.threads[ticket].asking = False
            actions.append(Followed(ticket, each.get("last_seq") or 0, error))
        return actions


def is_final(close_code: int) -> bool:
    """Whether a close code says not to come back."""
    return 4500 <= close_code <= 4999  # noqa: PLR2004 - the range of the protocol
