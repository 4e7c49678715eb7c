"""Who is to be told of something about a ticket: its agent, its team's leads, its followers, roles, addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.models import Ticket
from app.services import notifications

# Leads of the team; where it has none, all leads; where there are none, the admins.
_LEADS = """WITH leads AS (SELECT a.id, a.email, EXISTS (SELECT 1 FROM team_members m
  WHERE m.agent_id = a.id AND m.team_id = $1) AS ours, a.role = 'lead' AS leads
 FROM agents a WHERE a.status = 'active' AND a.role IN ('lead', 'admin'))
SELECT id, email FROM leads WHERE CASE
 WHEN EXISTS (SELECT 1 FROM leads WHERE ours AND leads) THEN ours AND leads
 WHEN EXISTS (SELECT 1 FROM leads WHERE leads) THEN leads ELSE true END ORDER BY id"""
_ROLE = "SELECT id, email FROM agents WHERE status = 'active' AND role = $1 ORDER BY id"
_AGENT = "SELECT id, email FROM agents WHERE status = 'active' AND id = $1"
_FOLLOWERS = """SELECT a.id, a.email FROM ticket_followers f JOIN agents a ON a.id = f.agent_id
WHERE f.ticket_id = $1 AND a.status = 'active' ORDER BY a.id"""


@dataclass(frozen=True, slots=True)
class Person:
    """An agent, or (without an id) an address outside of the desk."""

    id: UUID | None
    email: str


class Directory:
    """Finds people; remembers who leads what within one transaction, where fifty tickets of a team are looked at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, object], list[Person]] = {}

    async def find(self, ticket: Ticket, recipients: Iterable[Mapping[str, Any]]) -> list[Person]:
        """The people whom these recipients (as in a policy) mean for a ticket, each once, in their order."""
        found: dict[object, Person] = {}
        for each in recipients:
            for person in await self._of(ticket, each):
                found.setdefault(person.id or person.email, person)
        return list(found.values())

    async def _of(self, ticket: Ticket, recipient: Mapping[str, Any]) -> list[Person]:
        match recipient["kind"]:
            case "assignee":
                return [] if ticket.assignee_id is None else await self._ask(_AGENT, ticket.assignee_id)
            case "leads":
                return await self._ask(_LEADS, ticket.team_id)
            case "followers":
                # Not remembered: a step before may have added one.
                rows = await self._connection.fetch(_FOLLOWERS, ticket.id)
                return [Person(row["id"], row["email"]) for row in rows]
            case "role":
                return await self._ask(_ROLE, recipient["role"])
            case "agent":
                return await self._ask(_AGENT, UUID(str(recipient["agent_id"])))
            case _:
                return [Person(None, recipient["email"])]

    async def _ask(self, statement: str, about: object) -> list[Person]:
        key = (statement, about)
        if key not in self._known:
            rows = await self._connection.fetch(statement, about)
            self._known[key] = [Person(row["id"], row["email"]) for row in rows]
        return self._known[key]


async def leads(
    session: AsyncSession, ticket: Ticket, *, kind: str, data: Mapping[str, Any], besides: UUID | None = None
) -> None:
    """Tell the leads of a ticket's team, but for the one who did it."""
    rows = await (await raw_connection(session)).fetch(_LEADS, ticket.team_id)
    await notifications.tell(
        session,
        [row["id"] for row in rows if row["id"] != besides],
        kind=kind,
        ticket_id=ticket.id,
        data={"number": ticket.number, "subject": ticket.subject, **data},
        key=None,
        now=clock.now(),
    )
