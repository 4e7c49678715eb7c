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
    Update,
)
from app.client.counts import Counts
from app.client.marks import Marks
from app.client.outbox import Outbox
from app.client.rooms import is_list, is_room, items, named, parts, subs
from app.client.typists import Typists


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
        # What the last `hello` said of it.
        self._greeted_as: str | None = None
        self._marks = Marks()
        self._typists = Typists()
        self._welcomed = self._left = False
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
        if not is_room(room):
            return [Followed(room, 0, "invalid", {})]
        if room not in self.following:
            if after is not None:
                self.cursors[room] = after
            self.following[room] = False
        return self._sub([room])

    def unsubscribe(self, room: str) -> list[Action]:
        """Follow a room no more. The cursor of a ticket stays."""
        if not self._forget(room) or not self._open:
            return []
        return [Tell({"t": "unsub", "id": self._id(), **items(room)})]

    def send(self, ticket: str, body: str, *, cmid: str, **more: Any) -> list[Action]:  # noqa: ANN401 - frame members
        """Write a message. It stays in the outbox until it is acknowledged or refused for good."""
        if cmid in self.outbox.waiting:
            return []
        fits = self.outbox.write({"t": "send", "ticket": ticket, "cmid": cmid, "body": body, **more})
        return self._next_sends() if fits else [Failed(cmid, "too_large", None)]

    def typing(self, ticket: str, *, on: bool, visibility: str | None = None) -> list[Action]:
        """The user types, or has stopped. Say it every few seconds, not with every key."""
        if not self._open or ticket not in self.following:
            return []
        return [Tell({"t": "typing", "ticket": ticket, "on": on, **({"visibility": visibility} if visibility else {})})]

    def read(self, ticket: str, seq: int) -> list[Action]:
        """The user has read a followed ticket up to `seq`."""
        if ticket not in self.following or not self._marks.put(ticket, seq):
            return []
        return self._tell(self._marks.due(ticket, self.cursors.get(ticket, 0)))

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
        return self._typists.stop(ticket, who)

    # What the connection tells

    def hello(self, **more: Any) -> list[Action]:  # noqa: ANN401 - frame members
        """A connection is open: what to say first."""
        self._greeted_as = self.presence
        return [Tell({"t": "hello", **more, "presence": self.presence})]

    def connected(self, welcome: Frame) -> list[Action]:
        """The desk has said welcome: follow everything again, then send what is not acknowledged, in order."""
        self.disconnected()
        self._welcomed = True
        self.outbox.limit(welcome.get("limits") or {})
        actions: list[Action] = []
        epoch = str(welcome["epoch"])
        if self.epoch is not None and self.epoch != epoch:
            actions += [Reset(ticket) for ticket, seq in self.cursors.items() if seq > 0]
            self.cursors.clear()
            self._marks.clear()
        self.epoch = epoch
        if self._greeted_as not in {None, self.presence}:
            actions.append(Tell({"t": "presence", "state": self.presence}))
        actions += self._sub(list(self.following))
        return actions + self._next_sends()

    def disconnected(self) -> None:
        """The connection is gone; nothing that was under way is known to have arrived."""
        self._welcomed = self._left = False
        self._leave_in = None
        self.outbox.cut()
        self._asked.clear()
        self._marks.asked(list(self.following))
        self.following = dict.fromkeys(self.following, False)

    def received(self, frame: Frame) -> list[Action]:
        """What a frame of the desk means. Types that this client does not know are ignored."""
        actions: list[Action] = []
        match frame.get("t"):
            # Before the welcome only what has gone wrong means anything.
            case kind if not self._welcomed and kind not in {"goaway", "err"}:
                pass
            case "ev":
                actions = self._event(frame)
            case "ack" | "err" | "ok":
                actions = self._answered(frame)
            case "more" | "reset" | "gone" if frame["ticket"] in self.following:
                actions = self._interrupted(frame["t"], frame["ticket"])
            case "typing" if not frame["on"] or frame["ticket"] in self.following:
                actions = self._typists.told(frame)
            case "changed" if (room := named(frame)) in self.following:
                actions = [Changed(room)]
            case "goaway":
                actions = self._leave(frame["reconnect_in_ms"])
            case "read" | "presence" | "viewing" | "offer" | "offer_ended" | "queue" | "call" | "call_ended":
                actions = [Notice(frame)]
        return actions

    # How

    def _id(self) -> int:
        self._last_id += 1
        return self._last_id

    @property
    def stay_away_ms(self) -> int:
        """How long this connection's goodbye asked to stay away, whether all it waited for was answered or not."""
        return self._leave_in or 0

    @property
    def _open(self) -> bool:
        """Whether frames may be sent: not without a connection, and not on one that is being left."""
        return self._welcomed and self._leave_in is None

    def _sub(self, rooms: list[str]) -> list[Action]:
        frames: list[Action] = []
        for part in parts(rooms) if self._open else ():
            identifier = self._id()
            self._asked[identifier] = part
            self.following |= dict.fromkeys(part, True)
            self._marks.asked(part)
            frames.append(Tell({"t": "sub", "id": identifier, "subs": subs(part, self.cursors), "epoch": self.epoch}))
        return frames

    def _forget(self, room: str) -> bool:
        """Follow a room no more; whether it was followed."""
        self._marks.forget(room)
        return self.following.pop(room, None) is not None

    def _tell(self, frames: list[Frame]) -> list[Action]:
        return [Tell(frame) for frame in frames] if self._open else []

    def _next_sends(self) -> list[Action]:
        return self._tell(self.outbox.next(self._id)) if self._open else []

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
        stopped = self._typists.stop(ticket, author["id"]) if frame["kind"] == "message.created" else []
        update = Update(ticket, seq, frame["kind"], author, frame["data"], frame["at"], frame.get("cmid"))
        return [*stopped, update, *self._tell(self._marks.reached(ticket, seq))]

    def _interrupted(self, why: str, ticket: str) -> list[Action]:
        """The desk follows this ticket no more."""
        if why == "more":
            return self._sub([ticket])
        self.cursors.pop(ticket, None)
        if why == "reset":
            self._marks.forget(ticket)
            return [Reset(ticket), *self._sub([ticket])]
        self._forget(ticket)
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
        if frame["code"] == "invalid" and len(asked) > 1:
            # One of them cannot be read, and the desk does not say which: the others are not to suffer for it.
            return [action for room in asked if room in self.following for action in self._sub([room])]
        refused = [room for room in asked if self._forget(room)]
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
                self._forget(room)
            more = {key: each[key] for key in ("read", "unread", "online") if key in each}
            actions.append(Followed(room, each.get("last_seq") or 0, error, more))
            # Nobody knows what has changed in a list since it was last looked at.
            if is_list(room) and error is None:
                actions.append(Changed(room))
            if not is_list(room) and error is None:
                have = self.cursors.get(room, 0)
                actions += self._tell(self._marks.answered(room, each["last_seq"], have))
        return actions

    def _leave(self, after_ms: int) -> list[Action]:
        self._leave_in = max(after_ms, self._leave_in or 0)
        return self._leave_when_done()

    def _leave_when_done(self) -> list[Action]:
        if self._leave_in is None or self.outbox.under_way or self._left:
            return []
        self._left = True
        return [Leave(self._leave_in)]
