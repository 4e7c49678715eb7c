"""What is measured: for each path the requests, where they go, and what share of the floor it must reach."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench import seeding
from bench.load import SIGNED, UNIQUE
from bench.seeding import TEAMS, Desk, Kind, identifier

CONNECTIONS = 32
_VARIANTS = 320

_BODY = (
    "Good afternoon! I ordered a lamp on Monday and paid by card, but the letter with the confirmation never came, and "
    "the page of my order says that it waits for payment. Could you look where the money is? Добрый день, если удобнее "
    "отвечать по-русски, пожалуйста, пишите по-русски. The number of the order is in the subject. Thank you, Vera."
)
_REPLY = "Thank you for waiting. The payment has arrived, and the lamp leaves our warehouse tomorrow morning."
SOCKET_BODY = (
    "Hello, I have just looked again, and the page still says that it waits for the payment. What can I do now? " * 2
)[:200]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One path on one size of desk. `target` is the share of the floor's rate that it must reach (None: reported)."""

    name: str
    title: str
    big: bool
    job: Callable[[Desk], dict[str, Any]]
    target: float | None = None
    writes: tuple[str, ...] = ()


def _create(desk: Desk) -> dict[str, Any]:
    def body(n: int) -> dict[str, Any]:
        return {
            "subject": f"Order A-{n}: paid, but it waits for payment",
            "body": _BODY,
            "requester": {"email": f"customer{1 + n * 13 % desk.customers}@example.com"},
            "priority": "high" if n % 5 == 0 else "normal",
            "type": "question",
            "language": "en",
            "tags": ["billing", f"tag{n % 30}"],
            "custom_fields": {"order": f"A-{n}"},
        }

    return _http(201, [{"method": "POST", "path": "/v1/tickets", "body": body(n)} for n in range(_VARIANTS)])


def _intake(desk: Desk) -> dict[str, Any]:
    def body(n: int) -> dict[str, Any]:
        return {
            "subject": f"Order A-{n}: paid, but it waits for payment",
            "body": _BODY,
            "requester": {"email": f"customer{1 + n * 13 % desk.customers}@example.com"},
            "priority": "high" if n % 5 == 0 else "normal",
            "type": "question",
            "language": "en",
            "tags": ["billing", f"tag{n % 30}"],
            "custom_fields": {"order": f"A-{n}"},
            "external_id": UNIQUE.decode(),
        }

    headers = {
        "webhook-id": f"msg_{UNIQUE.decode()}",
        "webhook-timestamp": "@NOW@",
        "webhook-signature": SIGNED.decode(),
    }
    path = f"/v1/intake/{seeding.SOURCE}"
    requests = [{"method": "POST", "path": path, "headers": headers, "body": body(n)} for n in range(_VARIANTS)]
    return {**_http(201, requests), "secret": seeding.SOURCE_SECRET}


def _post(desk: Desk) -> dict[str, Any]:
    said = {"body": _REPLY, "client_message_id": UNIQUE.decode()}
    # Each connection writes on tickets of its own, as agents do: this is not about waiting for one row.
    return _http(
        201,
        [
            {"method": "POST", "path": f"/v1/tickets/{ticket}/messages", "body": said}
            for ticket, _ in desk.open_threads()[CONNECTIONS:]
        ],
    )


def _read(desk: Desk) -> dict[str, Any]:
    return _http(
        200, [{"method": "GET", "path": f"/v1/tickets/{ticket}?include=messages"} for ticket in desk.threads()]
    )


def _list(_desk: Desk) -> dict[str, Any]:
    teams = [identifier(Kind.TEAM, 1 + n % TEAMS) for n in range(CONNECTIONS * TEAMS)]
    # Another team for each connection to begin with.
    return _http(
        200,
        [{"method": "GET", "path": f"/v1/tickets?team_id={team}&status=open&limit=50"} for team in teams],
    )


def _http(expect: int, requests: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": "http", "expect": expect, "requests": requests, "token": seeding.agent_token()}


def _socket(desk: Desk) -> dict[str, Any]:
    participants = [
        {"ticket": str(ticket), "token": seeding.customer_token(customer)}
        for ticket, customer in desk.open_threads()[:CONNECTIONS]
    ]
    return {"kind": "socket", "participants": participants, "body": SOCKET_BODY}


def _rooms(desk: Desk) -> dict[str, Any]:
    job = _socket(desk)
    # The other one in the room: an agent reads along.
    return {
        **job,
        "watchers": [
            {"ticket": each["ticket"], "token": seeding.agent_token(seeding.READERS[0])} for each in job["participants"]
        ],
    }


SCENARIOS = (
    Scenario("ticket_create", "POST a ticket", False, _create, 0.25, ("tickets", "messages")),
    Scenario("intake", "POST a partner's webhook", False, _intake, 0.25, ("tickets", "messages")),
    Scenario("message_post", "POST a message", False, _post, None, ("messages",)),
    Scenario("socket_send", "socket send -> ack", False, _socket, 0.40, ("messages",)),
    Scenario("socket_rooms", "the same, rooms of 2", False, _rooms, 0.50, ("messages",)),
    Scenario("ticket_read_10k", "GET a ticket, 20 messages", False, _read),
    Scenario("ticket_read", "GET a ticket, 20 messages", True, _read, 0.30),
    Scenario("ticket_list_10k", "GET 50 of a queue", False, _list),
    Scenario("ticket_list_1m", "GET 50 of a queue", True, _list, 0.30),
)
# The cost at a million tickets over the cost at ten thousand, in CPU time of desk and Postgres together: other work on
# the machine moves it less than it moves rates that are seconds apart.
GROWTH = {"ticket_read": ("ticket_read_10k", "ticket_read"), "ticket_list": ("ticket_list_10k", "ticket_list_1m")}
GROWTH_LIMIT = 1.5
