"""The client's side of `desk.v1` as a pure state machine: frames in, actions out, no I/O and no clock.

What it keeps is what survives a lost connection: how far each ticket has been seen, and what has been written and
not acknowledged yet. `docs/protocol/vectors.json` says what it must do, to this one and to those in other languages.
"""

from typing import Any

from app.client.actions import (
    Ack,
    Action,
    Changed,
    Failed,
    Followed,
    Frame,
    Gone,
    Leave,
    Notice,
    Problem,
    Renewed,
    Reset,
    Tell,
    Typing,
    Update,
)
from app.client.counts import Counts
from app.client.outbox import Outbox
from app.client.rooms import is_list, item, items, named

__all__ = [
    "Ack", "Action", "Changed", "DeskState", "Failed", "Followed", "Frame", "Gone", "Leave", "Notice", "Problem",
    "Renewed", "Reset", "Tell", "Typing", "Update",
]  # fmt: skip

SUBS_PER_FRAME = 200


class DeskState:
    """One client's state over all its connections. Every method answers with actions, to be done in their order."""

    def __init__(self) -> None:
        # Which history the cursors belong to, and per ticket the highest `seq` that was shown.
        self.epoch: str | None = None
        self.cursors: dict[str, int] = {}
        # Rooms that are followed, and whether a `sub` of theirs waits for its answer: a gap is asked for once.
        self.following: dict[str, bool] = {}
        self.counts = Counts()
        self.outbox = Outbox(self.counts)
        self.presence = "active"
        # Per ticket how far the user has read, and tickets whose mark the desk may not have.
        self._reads: dict[str, int] = {}
        self._marks: dict[str, None] = {}
        self._typists: set[tuple[str, str]] = set()
        self._connected = False
        # This connection is to be left, after this time, once nothing is under way.
        self._leave_in: int | None = None
        self._last_id = 0
        # Rooms of subs of this connection without an answer, by frame id.
        self._asked: dict[int, list[str]] = {}

    def snapshot(self) -> Frame:
        """What is worth keeping, as JSON: a later state begins with it."""
        return {"epoch": self.epoch, "cursors": dict(self.cursors), "outbox": list(self.outbox.waiting.values())}

    def restore(self, snapshot: Frame) -> None:
        """Begin with what an earlier state has kept. Before the first connection only."""
        self.epoch = snapshot["epoch"]
        self.cursors = dict(snapshot["cursors"])
        self.outbox.waiting = {frame["cmid"]: dict(frame) for frame in snapshot["outbox"]}

    # What the program asks for

    def subscribe(self, room: str, *, after: int | None = None) -> list[Action]:
        """Follow a ticket, or a list (`mine`, `team:<id>`, `queue:<id>`).

        A ticket begins at `after`, or else at its cursor; `after` is of no effect while it is followed.
        """
        if room not in self.following:
            if after is not None:
                self.cursors[room] = after
            self.following[room] = False
        return self._sub([room])

    def unsubscribe(self, room: str) -> list[Action]:
        """Follow a room no more. The cursor of a ticket stays."""
        if self.following.pop(room, None) is None or not self._open:
            return []
        return [Tell({"t": "unsub", "id": self._id(), **items(room)})]

    def send(self, ticket: str, body: str, *, cmid: str, **more: Any) -> list[Action]:  # noqa: ANN401 - frame members
        """Write a message. It stays in the outbox until it is acknowledged or refused for good."""
        if cmid in self.outbox.waiting:
            return []
        # Half a character (a lone surrogate) is no text: the desk would hang up on it, again and again.
        body = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        frame = {"t": "send", "ticket": ticket, "cmid": cmid, "body": body, **more}
        if not self.outbox.fits(frame):
            return [Failed(cmid, "too_large", None)]
        self.outbox.waiting[cmid] = frame
        return self._next_sends()

    def typing(self, ticket: str, *, on: bool, visibility: str | None = None) -> list[Action]:
        """The user types, or has stopped. Say it every few seconds, not with every key."""
        if not self._open or ticket not in self.following:
            return []
        return [Tell({"t": "typing", "ticket": ticket, "on": on, **({"visibility": visibility} if visibility else {})})]

    def read(self, ticket: str, seq: int) -> list[Action]:
        """The user has read a followed ticket up to `seq`."""
        if ticket not in self.following or seq <= self._reads.get(ticket, 0):
            return []
        self._reads[ticket] = seq
        self._marks[ticket] = None
        return [Tell({"t": "read", "ticket": ticket, "seq": seq})] if self._open else []

    def show(self, presence: str) -> list[Action]:
        """The program is in front of its user (`active`), or not (`idle`)."""
        if self.presence == presence:
            return []
        self.presence = presence
        return [Tell({"t": "presence", "state": presence})] if self._open else []

    def auth(self, token: str) -> list[Action]:
        """Renew the connection's right with a newer token."""
        return [Tell({"t": "auth", "id": self._id(), "token": token})] if self._open else []

    def typing_expired(self, ticket: str, who: str) -> list[Action]:
        """The `ttl` of a `Typing` is over."""
        if (ticket, who) not in self._typists:
            return []
        self._typists.discard((ticket, who))
        return [Typing(ticket, who, on=False, ttl=0, frame={})]

    # What the connection tells

    def connected(self, welcome: Frame) -> list[Action]:
        """The desk has said welcome: follow everything again, then send what is not acknowledged, in order."""
        self.disconnected()
        self._connected = True
        self.outbox.limit(welcome.get("limits") or {})
        actions: list[Action] = []
        epoch = str(welcome["epoch"])
        if self.epoch is not None and self.epoch != epoch:
            actions += [Reset(ticket) for ticket, seq in self.cursors.items() if seq > 0]
            self.cursors.clear()
            self._reads.clear()
        self.epoch = epoch
        actions += self._sub(list(self.following))
        marks = [ticket for ticket in self._marks if ticket in self._reads and ticket in self.following]
        actions += [Tell({"t": "read", "ticket": ticket, "seq": self._reads[ticket]}) for ticket in marks]
        self._marks.clear()
        return actions + self._next_sends()

    def disconnected(self) -> None:
        """The connection is gone; nothing that was under way is known to have arrived."""
        self._connected = False
        self._leave_in = None
        self.outbox.cut()
        self._asked.clear()
        self.following = dict.fromkeys(self.following, False)

    def received(self, frame: Frame) -> list[Action]:
        """What a frame of the desk means. Types that this client does not know are ignored."""
        actions: list[Action] = []
        match frame.get("t"):
            case "ev":
                actions = self._event(frame)
            case "ack" | "err" | "ok":
                actions = self._answered(frame)
            case "more" | "reset" | "gone" if frame["ticket"] in self.following:
                actions = self._interrupted(frame["t"], frame["ticket"])
            case "typing":
                actions = self._typing(frame)
            case "changed" if (room := named(frame)) in self.following:
                actions = [Changed(room)]
            case "goaway":
                actions = self._leave(frame["reconnect_in_ms"])
            case "read" | "presence" | "offer" | "offer_ended" | "queue":
                actions = [Notice(frame)]
        return actions

    # How

    def _id(self) -> int:
        self._last_id += 1
        return self._last_id

    @property
    def _open(self) -> bool:
        """Whether frames may be sent: not without a connection, and not on one that is being left."""
        return self._connected and self._leave_in is None

    def _sub(self, rooms: list[str]) -> list[Action]:
        frames: list[Action] = []
        for start in range(0, len(rooms) if self._open else 0, SUBS_PER_FRAME):
            part = rooms[start : start + SUBS_PER_FRAME]
            subs = [
                item(each) if is_list(each) else {**item(each), "after": self.cursors.get(each, 0)} for each in part
            ]
            identifier = self._id()
            self._asked[identifier] = part
            self.following |= dict.fromkeys(part, True)
            frames.append(Tell({"t": "sub", "id": identifier, "subs": subs, "epoch": self.epoch}))
        return frames

    def _next_sends(self) -> list[Action]:
        return [Tell(frame) for frame in self.outbox.next(self._id)] if self._open else []

    def _event(self, frame: Frame) -> list[Action]:
        ticket, seq = frame["ticket"], frame["seq"]
        have = self.cursors.get(ticket, 0)
        if ticket not in self.following:
            return []
        if seq <= have:
            self.counts.repeated += 1
            return []
        if seq > have + 1:
            self.counts.gaps += 1
            return [] if self.following[ticket] else self._sub([ticket])
        self.cursors[ticket] = seq
        author = frame["from"]
        # Whoever has written types no more.
        stopped = self.typing_expired(ticket, author["id"]) if frame["kind"] == "message.created" else []
        return [*stopped, Update(ticket, seq, frame["kind"], author, frame["data"], frame["at"], frame.get("cmid"))]

    def _interrupted(self, why: str, ticket: str) -> list[Action]:
        """The desk follows this ticket no more."""
        if why == "more":
            return self._sub([ticket])
        self.cursors.pop(ticket, None)
        self._reads.pop(ticket, None)
        if why == "reset":
            return [Reset(ticket), *self._sub([ticket])]
        del self.following[ticket]
        return [Gone(ticket)]

    def _answered(self, frame: Frame) -> list[Action]:
        if frame["t"] == "ack":
            return self._settle(frame, Ack(frame["cmid"], frame["message"], frame["seq"], frame["at"], frame["dup"]))
        return self._error(frame) if frame["t"] == "err" else self._ok(frame)

    def _settle(self, frame: Frame, outcome: Ack | Failed) -> list[Action]:
        news = self.outbox.settle(frame["re"], outcome.cmid)
        actions: list[Action] = [outcome, *self._next_sends()] if news else []
        return actions + self._leave_when_done()

    def _error(self, frame: Frame) -> list[Action]:
        # The desk hangs up now, having done nothing of what was sent behind: the same comes on the next connection.
        if frame["temporary"]:
            self.outbox.cut()
            return self._leave(frame.get("retry_after", 0) * 1000)
        cmid = self.outbox.about(frame["re"])
        if cmid is not None:
            return self._settle(frame, Failed(cmid, frame["code"], frame))
        asked = self._asked.pop(frame["re"], None)
        if asked is None:
            return [Problem(frame["code"], frame.get("detail", ""))]
        refused = [room for room in asked if self.following.pop(room, None) is not None]
        return [Followed(room, 0, frame["code"], {}) for room in refused]

    def _ok(self, frame: Frame) -> list[Action]:
        self._asked.pop(frame["re"], None)
        if frame.get("auth_expires_in") is not None:
            return [Renewed(frame["auth_expires_in"])]
        actions: list[Action] = []
        for each in frame.get("subs") or ():
            room, error = named(each), each.get("error")
            if room not in self.following:
                continue
            self.following[room] = False
            if error is not None:
                del self.following[room]
            more = {key: each[key] for key in ("read", "unread", "online") if key in each}
            actions.append(Followed(room, each.get("last_seq") or 0, error, more))
            # Nobody knows what has changed in a list since it was last looked at.
            if is_list(room) and error is None:
                actions.append(Changed(room))
        return actions

    def _typing(self, frame: Frame) -> list[Action]:
        ticket, who = frame["ticket"], frame["who"]
        if not frame["on"]:
            return self.typing_expired(ticket, who)
        if ticket not in self.following:
            return []
        self._typists.add((ticket, who))
        return [Typing(ticket, who, on=True, ttl=frame["ttl"], frame=frame)]

    def _leave(self, after_ms: int) -> list[Action]:
        self._leave_in = max(after_ms, self._leave_in or 0)
        return self._leave_when_done()

    def _leave_when_done(self) -> list[Action]:
        if self._leave_in is None or self.outbox.under_way or not self._connected:
            return []
        self._connected = False
        return [Leave(self._leave_in)]
