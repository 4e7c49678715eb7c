"""The client's state machine against a network that loses, doubles, reorders and cuts: each event once, in order."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.client.actions import Failed, Tell
from app.client.state import DeskState
from tests.clients.simulation import Client, Desk

TICKETS = ["0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e01", "0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e02"]
STEPS = (
    *("write",) * 4, *("server",) * 6, *("client",) * 8, "read", "double", "lose", "swap", "cut", "fail", "fail stored",
    "goaway", "restart",
)  # fmt: skip

# Without a smallest size most scripts would be of five steps, in which little goes wrong.
scripts = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(0, 1)), min_size=40, max_size=160)


def do(client: Client, step: str, ticket: str) -> None:
    match step:
        case "write":
            client.write(ticket)
        case "read":
            client.read(ticket)
        case "server":
            client.server_step()
        case "client":
            client.client_step()
        case "cut":
            client.connect()
        case "fail" | "fail stored":
            client.fail(stored=step == "fail stored")
        case "goaway":
            client.to_client.append({"t": "goaway", "reconnect_in_ms": 1})
        case "restart":
            client.restart()
        case _:
            client.trouble(step)


@settings(deadline=None)  # a busy machine is no failure
@given(scripts, st.integers(1, 5))
def test_each_event_is_shown_once_and_in_order_whatever_the_network_does(
    script: list[tuple[str, int, int]], window: int
) -> None:
    desk = Desk(TICKETS, window)
    clients = [Client(desk, "anna"), Client(desk, "vera")]
    for step, who, where in script:
        do(clients[who], step, TICKETS[where])
        for client in clients:
            for ticket in TICKETS:
                places = [each["seq"] for each in client.shown[ticket]]
                assert places == list(range(1, len(places) + 1))
    # The first one's last messages are news to the second, and the other way round.
    for client in [*clients, *clients]:
        client.settle()
    for client in clients:
        assert not client.state.outbox.waiting
        for ticket in TICKETS:
            log = desk.logs[ticket]
            shown = client.shown[ticket]
            assert [(each["cmid"], each["body"]) for each in shown] == [(row["cmid"], row["body"]) for row in log]
            # Stored once each, in the order in which they were written.
            assert [row["cmid"] for row in log if row["who"] == client.name] == client.written[ticket]
            for cmid in client.written[ticket]:
                assert client.acks[cmid].seq == desk.stored[ticket, client.name, cmid]
            assert desk.reads.get((client.name, ticket), 0) >= client.marks.get(ticket, 0)
    # A mark that the desk would refuse is not said.
    assert desk.refused_reads == 0


@settings(deadline=None)  # a busy machine is no failure
@given(scripts, st.integers(0, 3))
def test_another_history_starts_from_the_beginning(script: list[tuple[str, int, int]], keep: int) -> None:
    desk = Desk(TICKETS, 3)
    clients = [Client(desk, "anna"), Client(desk, "vera")]
    for client in clients:
        client.write(TICKETS[0])
        client.settle()
    desk.restore_a_backup(keep)
    for step, who, where in script:
        do(clients[who], step, TICKETS[where])
    for client in [*clients, *clients]:
        client.settle()
    for client in clients:
        for ticket in TICKETS:
            assert [each["cmid"] for each in client.shown[ticket]] == [row["cmid"] for row in desk.logs[ticket]]


def test_a_message_that_failed_is_not_sent_again() -> None:
    state = DeskState()
    state.connected({"epoch": "e"})
    (told,) = state.send("t", "hello", cmid="c")
    assert isinstance(told, Tell)
    final = {"t": "err", "re": told.frame["id"], "code": "ticket_closed", "detail": "", "temporary": False}
    assert [type(each) for each in state.received(final)] == [Failed]
    assert state.connected({"epoch": "e"}) == []


def test_what_was_sent_before_a_cut_counts_as_sent_again() -> None:
    state = DeskState()
    state.connected({"epoch": "e"})
    state.send("t", "hello", cmid="c")
    state.disconnected()
    state.send("t", "again", cmid="d")
    assert state.counts.resent == 0
    state.connected({"epoch": "e"})
    assert state.counts.resent == 1


def test_more_than_200_rooms_are_asked_for_in_several_frames() -> None:
    state = DeskState()
    for number in range(450):
        state.subscribe(str(UUID(int=number)))
    frames = [each.frame for each in state.connected({"epoch": "e"}) if isinstance(each, Tell)]
    assert [len(frame["subs"]) for frame in frames] == [200, 200, 50]


@pytest.mark.parametrize(("body", "sent"), [("a\ud83d b", "a\ufffd b"), ("\ud83d\ude00", "\U0001f600")])
def test_half_a_character_is_replaced_before_it_is_sent(body: str, sent: str) -> None:
    state = DeskState()
    state.connected({"epoch": "e"})
    (told,) = state.send("t", body, cmid="c")
    assert isinstance(told, Tell)
    assert told.frame["body"] == sent


def test_the_frame_limit_counts_bytes_and_not_escapes() -> None:
    state = DeskState()
    state.connected({"epoch": "e"})
    assert [type(each) for each in state.send("t", "д" * 16_384, cmid="c")] == [Tell]
    assert [type(each) for each in state.send("t", "д" * 32_768, cmid="d")] == [Failed]
