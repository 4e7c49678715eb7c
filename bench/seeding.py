"""Who and what there is in a seeded desk: everything has an id that can be computed, so nobody has to ask for it."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from uuid import UUID

from app.services import tokens

TEAMS, ONLINE, PAST = 10, 20, 50
# Agents who are signed in and offline: they follow tickets and are given none.
READERS = range(ONLINE + 1, ONLINE + PAST + 1)
BRAND, AGENT_NAME = "main", "Anna"
# A partner system, and what it signs with.
SOURCE, SOURCE_SECRET = "bench-partner", "whsec_" + base64.b64encode(bytes(range(32))).decode()
TOKEN_SECONDS = 7_200


class Kind(IntEnum):
    """What an id belongs to."""

    TEAM = 0
    AGENT = 1
    CUSTOMER = 2
    TICKET = 3
    MESSAGE = 4
    SESSION = 5
    SIGN_IN = 6
    SKILL = 7
    QUEUE = 8
    CHAT = 9


def identifier(kind: Kind, number: int) -> UUID:
    """The id of row `number` of a kind; in SQL it is `bench_id` (`loading.py`). Older than those made now."""
    return UUID(int=(0x0190 << 112) | (0x7 << 76) | (kind << 64) | (0b10 << 62) | number)


AGENT, TEAM = identifier(Kind.AGENT, 0), identifier(Kind.TEAM, 1)


@dataclass(frozen=True, slots=True)
class Desk:
    """A seeded database: its address, how many tickets it has, and what there is to read and to write on."""

    url: str
    tickets: int

    @property
    def step(self) -> int:
        """The distance between two threads."""
        return max(10, self.tickets // 2_000)

    @property
    def customers(self) -> int:
        """How many there are."""
        return max(5_000, self.tickets // 5)

    def threads(self) -> list[UUID]:
        """Tickets with twenty messages, spread over the whole table."""
        return [identifier(Kind.TICKET, n * self.step) for n in range(1, self.tickets // self.step)]

    def open_threads(self) -> list[tuple[UUID, int]]:
        """Open tickets to write on, each with the number of its customer."""
        return [(identifier(Kind.TICKET, n), 1 + n % self.customers) for n in range(1, self.tickets, self.step)]


def agent_token(number: int = 0) -> str:
    """The bearer of the agent who calls, or of another one with a sign-in (`READERS`)."""
    who, session = identifier(Kind.AGENT, number), identifier(Kind.SIGN_IN, number)
    return tokens.issue("agent", who, session, seconds=TOKEN_SECONDS, now=datetime.now(UTC))


def customer_token(number: int) -> str:
    """The bearer of a customer."""
    now = datetime.now(UTC)
    return tokens.issue(
        "customer", identifier(Kind.CUSTOMER, number), identifier(Kind.SESSION, number), seconds=TOKEN_SECONDS, now=now
    )
