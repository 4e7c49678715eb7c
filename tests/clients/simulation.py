"""A desk and its clients over a network that loses, doubles, reorders and cuts; every choice is made by the test."""

from typing import Any

from app.client.actions import Ack, Action, Leave, Reset, Tell, Update
from app.client.state import DeskState

Frame = dict[str, Any]
LIMITS = {"frame": 65_536, "body": 16_384, "in_flight": 4, "subs": 200}


class Desk:
    """Tickets with a log each, an exact memory of cmids, and a window of events per subscription."""

    def __init__(self, tickets: list[str], window: int) -> None:
        self.logs: dict[str, list[Frame]] = {ticket: [] for ticket in tickets}
        self.stored: dict[tuple[str, str, str], int] = {}
        # By reader and ticket how far it was read, and marks that came while the reader did not follow the ticket.
        self.reads: dict[tuple[str, str], int] = {}
        self.refused_reads = 0
        self.window = window
        self.epoch = "e1"
        self.clients: list[Client] = []

    def event(self, ticket: str, seq: int) -> Frame:
        """The frame of one row."""
        row = self.logs[ticket][seq - 1]
        return {
            "t": "ev", "ticket": ticket, "seq": seq, "kind": "message.created", "at": "now", "cmid": row["cmid"],
            "from": {"id": row["who"]}, "data": {"body": row["body"]},
        }  # fmt: skip

    def store(self, who: str, frame: Frame) -> tuple[int, bool]:
        """Store a message once; its place, and whether it had been there."""
        key = (frame["ticket"], who, frame["cmid"])
        if key in self.stored:
            return self.stored[key], True
        log = self.logs[frame["ticket"]]
        log.append({"who": who, "cmid": frame["cmid"], "body": frame["body"]})
        self.stored[key] = len(log)
        for client in self.clients:
            # Only the very next one is sent, as the hub does.
            if client.cursors.get(frame["ticket"]) == len(log) - 1:
                client.cursors[frame["ticket"]] = len(log)
                client.to_client.append(self.event(frame["ticket"], len(log)))
        return len(log), False

    def answer(self, client: "Client", frame: Frame) -> None:
        """Do one frame."""
        if frame["t"] == "read":
            key = (client.name, frame["ticket"])
            if frame["ticket"] in client.cursors:
                self.reads[key] = max(frame["seq"], self.reads.get(key, 0))
            else:
                self.refused_reads += 1
            return
        if frame["t"] == "send":
            seq, dup = self.store(client.name, frame)
            client.to_client.append(
                {
                    "t": "ack",
                    "re": frame["id"],
                    "cmid": frame["cmid"],
                    "message": "m",
                    "seq": seq,
                    "at": "now",
                    "dup": dup,
                }
            )
            return
        subs = [{"ticket": each["ticket"], "last_seq": len(self.logs[each["ticket"]])} for each in frame["subs"]]
        client.to_client.append({"t": "ok", "re": frame["id"], "subs": subs})
        for each in frame["subs"]:
            self._follow(client, each["ticket"], each["after"], same=frame["epoch"] == self.epoch)

    def _follow(self, client: "Client", ticket: str, after: int, *, same: bool) -> None:
        client.cursors.pop(ticket, None)
        log = self.logs[ticket]
        if after > len(log) or (after and not same):
            reason = "ahead" if same else "epoch"
            client.to_client.append({"t": "reset", "ticket": ticket, "reason": reason})
            return
        upto = min(len(log), after + self.window)
        client.to_client += [self.event(ticket, seq) for seq in range(after + 1, upto + 1)]
        if upto < len(log):
            client.to_client.append({"t": "more", "ticket": ticket, "next_after": upto})
        else:
            client.cursors[ticket] = upto

    def restore_a_backup(self, keep: int) -> None:
        """The database is another one now: shorter logs, another epoch, and every connection ends."""
        self.epoch += "'"
        for ticket, log in self.logs.items():
            del log[keep:]
            self.stored = {key: seq for key, seq in self.stored.items() if key[0] != ticket or seq <= keep}
        for client in self.clients:
            client.connect()


class Client:
    """The state machine, its connection, and what it has shown and told its user."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk = desk
        self.name = name
        self.state = DeskState()
        self.to_server: list[Frame] = []
        self.to_client: list[Frame] = []
        # Where the desk's side of this connection has got, by ticket.
        self.cursors: dict[str, int] = {}
        # The desk has hung up: it does nothing more of what comes on this connection.
        self.hung_up = False
        self.shown: dict[str, list[Frame]] = {ticket: [] for ticket in desk.logs}
        self.written: dict[str, list[str]] = {ticket: [] for ticket in desk.logs}
        self.acks: dict[str, Ack] = {}
        # The user's marks that this program knows of.
        self.marks: dict[str, int] = {}
        desk.clients.append(self)
        for ticket in desk.logs:
            self.act(self.state.subscribe(ticket))
        self.connect()

    def act(self, actions: list[Action]) -> None:
        """Do what the state machine wants."""
        for action in actions:
            match action:
                case Tell(frame):
                    self.to_server.append(frame)
                case Update():
                    self.shown[action.ticket].append(
                        {"seq": action.seq, "cmid": action.cmid, "body": action.data["body"]}
                    )
                case Reset():
                    self.shown[action.ticket].clear()
                    self.marks.pop(action.ticket, None)
                case Ack():
                    assert action.cmid not in self.acks, "a message was reported twice"
                    self.acks[action.cmid] = action
                case Leave():
                    self.connect()
                    return
                case _:
                    pass
        assert len(self.state.outbox.under_way) <= LIMITS["in_flight"]

    def connect(self) -> None:
        """A new connection; what was on its way on the old one is lost."""
        self.to_server.clear()
        self.to_client.clear()
        self.cursors.clear()
        self.hung_up = False
        self.state.disconnected()
        self.act(self.state.connected({"t": "welcome", "epoch": self.desk.epoch, "limits": LIMITS}))

    def restart(self) -> None:
        """The program ends and starts again with what it has kept."""
        kept = self.state.snapshot()
        self.marks.clear()
        self.state = DeskState()
        self.state.restore(kept)
        for ticket in self.desk.logs:
            self.state.subscribe(ticket)
        self.connect()

    def write(self, ticket: str) -> None:
        """Write the next message."""
        cmid = f"{self.name}-{ticket}-{len(self.written[ticket])}"
        self.written[ticket].append(cmid)
        self.act(self.state.send(ticket, cmid, cmid=cmid))

    def read(self, ticket: str) -> None:
        """The user has read everything that is shown."""
        self.marks[ticket] = len(self.shown[ticket])
        self.act(self.state.read(ticket, self.marks[ticket]))

    def fail(self, *, stored: bool) -> None:
        """The next message meets a database that goes away, before or after it was stored; the desk hangs up."""
        if self.to_server and self.to_server[0]["t"] == "send" and not self.hung_up:
            frame = self.to_server.pop(0)
            if stored:
                self.desk.store(self.name, frame)
            self.hung_up = True
            self.cursors.clear()
            self.to_client.append({"t": "err", "re": frame["id"], "code": "x", "detail": "", "temporary": True})

    def server_step(self) -> None:
        """The desk does one frame of this client's."""
        if self.to_server and not self.hung_up:
            self.desk.answer(self, self.to_server.pop(0))

    def client_step(self) -> None:
        """This client takes one frame."""
        if self.to_client:
            self.act(self.state.received(self.to_client.pop(0)))

    def trouble(self, what: str) -> None:
        """Something happens to the events that are on their way; answers are safe on their connection."""
        first = self.to_client[0]["t"] if self.to_client else None
        if what == "double" and first == "ev":
            self.to_client.insert(0, self.to_client[0])
        elif what == "lose" and first == "ev":
            self.to_client.pop(0)
        elif what == "swap" and first == "ev" and len(self.to_client) > 1:
            self.to_client[0], self.to_client[1] = self.to_client[1], self.to_client[0]

    def settle(self) -> None:
        """One more connection, and nothing goes wrong on it."""
        self.connect()
        while self.to_server or self.to_client:
            self.server_step()
            self.client_step()
