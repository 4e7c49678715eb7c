"""The client's state machine against a network that loses, doubles and cuts: still each event once, in order."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.client.state import IN_FLIGHT, Ack, Action, DeskState, Failed, Followed, Reset, Tell, Update

TICKET = "t1"


class Server:
    """A desk with one ticket: a log, an exact memory of cmids, and a window of events per subscription."""

    def __init__(self, window: int) -> None:
        self.log: list[dict[str, Any]] = []
        self.stored: dict[str, int] = {}
        self.window = window
        self.epoch = "e1"

    def write(self, cmid: str | None, body: str) -> int:
        self.log.append({"cmid": cmid, "body": body})
        return len(self.log)

    def event(self, seq: int) -> dict[str, Any]:
        row = self.log[seq - 1]
        return {
            "t": "ev", "ticket": TICKET, "seq": seq, "kind": "message.created", "from": {},
            "data": {"body": row["body"]}, "at": "now", "cmid": row["cmid"],
        }  # fmt: skip

    def answer(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        if frame["t"] == "send":
            dup = frame["cmid"] in self.stored
            if not dup:
                self.stored[frame["cmid"]] = self.write(frame["cmid"], frame["body"])
            seq = self.stored[frame["cmid"]]
            ack = {"t": "ack", "re": frame["id"], "cmid": frame["cmid"], "message": "m", "seq": seq, "at": "now"}
            return [self.event(seq), {**ack, "dup": dup}]
        after = frame["subs"][0]["after"]
        ok = {"t": "ok", "re": frame["id"], "subs": [{"ticket": TICKET, "last_seq": len(self.log)}]}
        if after > len(self.log) or (after and frame.get("epoch", self.epoch) != self.epoch):
            return [ok, {"t": "reset", "ticket": TICKET, "reason": "epoch"}]
        upto = min(len(self.log), after + self.window)
        sent = [self.event(seq) for seq in range(after + 1, upto + 1)]
        more = [{"t": "more", "ticket": TICKET, "next_after": upto}] if upto < len(self.log) else []
        return [ok, *sent, *more]


class Client:
    """The state machine with what it showed and what it was told."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.state = DeskState()
        self.to_server: list[dict[str, Any]] = []
        self.to_client: list[dict[str, Any]] = []
        self.shown: list[int] = []
        self.acks: dict[str, Ack] = {}

    def act(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Tell(frame):
                    self.to_server.append(frame)
                case Update():
                    self.shown.append(action.seq)
                case Reset():
                    self.shown.clear()
                case Ack():
                    assert action.cmid not in self.acks, "a message was reported twice"
                    self.acks[action.cmid] = action
                case _:
                    pass
        assert len(self.state._under_way) <= IN_FLIGHT

    def connect(self) -> None:
        self.to_server.clear()
        self.to_client.clear()
        self.act(self.state.connected({"epoch": self.server.epoch}))

    def cut(self) -> None:
        self.state.disconnected()

    def server_step(self) -> None:
        if self.to_server:
            self.to_client += self.server.answer(self.to_server.pop(0))

    def client_step(self) -> None:
        if self.to_client:
            self.act(self.state.received(self.to_client.pop(0)))

    def settle(self) -> None:
        self.cut()
        self.connect()
        while self.to_server or self.to_client:
            self.server_step()
            self.client_step()


steps = st.lists(
    st.sampled_from(["send", "other", "server", "client", "client", "double", "lose", "cut"]), max_size=120
)


@given(steps, st.integers(1, 5))
def test_each_event_is_shown_once_and_in_order_whatever_the_network_does(script: list[str], window: int) -> None:
    server = Server(window)
    client = Client(server)
    client.state.subscribe(TICKET)
    client.connect()
    sent: list[str] = []
    for step in script:
        match step:
            case "send":
                sent.append(f"c{len(sent)}")
                client.act(client.state.send(TICKET, sent[-1], cmid=sent[-1]))
            case "other":
                client.to_client.append(server.event(server.write(None, "by somebody else")))
            case "server":
                client.server_step()
            case "client":
                client.client_step()
            case "double" if client.to_client:
                client.to_client.insert(0, client.to_client[0])
            case "lose" if client.to_client and client.to_client[0]["t"] == "ev":
                client.to_client.pop(0)
            case "cut":
                client.cut()
                client.connect()
            case _:
                pass
        assert client.shown == list(range(1, len(client.shown) + 1))
    client.settle()
    assert client.shown == list(range(1, len(server.log) + 1))
    assert set(client.acks) == set(sent)
    assert not client.state.outbox
    # Stored once each, in the order in which they were written.
    mine = [row["cmid"] for row in server.log if row["cmid"] is not None]
    assert mine == sent
    assert all(client.acks[cmid].seq == server.stored[cmid] for cmid in sent)


def test_another_history_starts_from_the_beginning() -> None:
    server = Server(100)
    client = Client(server)
    client.state.subscribe(TICKET)
    for _ in range(5):
        server.write(None, "before")
    client.settle()
    assert client.shown == [1, 2, 3, 4, 5]
    server.epoch = "e2"
    del server.log[3:]
    client.settle()
    assert client.shown == [1, 2, 3]


def test_a_temporary_refusal_keeps_the_message_and_a_final_one_does_not() -> None:
    state = DeskState()
    state.connected({"epoch": "e"})
    (told,) = state.send(TICKET, "hello", cmid="c")
    assert isinstance(told, Tell)
    refusal = {"t": "err", "re": told.frame["id"], "code": "temporarily_unavailable", "detail": "", "temporary": True}
    assert state.received(refusal) == []
    state.disconnected()
    (again,) = state.connected({"epoch": "e"})
    assert isinstance(again, Tell)
    assert (again.frame["cmid"], state.counts.resent) == ("c", 1)
    final = {"t": "err", "re": again.frame["id"], "code": "ticket_closed", "detail": "", "temporary": False}
    assert [type(each) for each in state.received(final)] == [Failed]
    state.disconnected()
    assert state.connected({"epoch": "e"}) == []


def test_frames_of_newer_desks_are_ignored() -> None:
    state = DeskState()
    state.connected({"epoch": "e"})
    assert state.received({"t": "presence", "who": "x", "state": "online"}) == []
    state.subscribe(TICKET)
    refused = {"t": "ok", "re": 1, "subs": [{"ticket": TICKET, "error": "not_found"}]}
    assert state.received(refused) == [Followed(TICKET, 0, "not_found")]
    assert TICKET not in state.threads
