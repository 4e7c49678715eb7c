"""The people of a seeded desk, made through the desk's own tables so that they are what the desk expects."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.db import Database
from app.models import Agent, AgentLoad, Brand, SignIn, Team, TeamMember, VisitorSession
from app.settings import Settings
from bench import seeding
from bench.seeding import ONLINE, PAST, READERS, TEAMS, Desk, Kind, identifier


async def hire(url: str) -> None:
    """Make the teams, the agents and the sign-in of the one who calls in a migrated, empty database.

    The agent who calls is offline, and so are those who read along, who hold the old tickets; twenty are online with
    room for tickets, so that every new ticket is really routed.
    """
    now = datetime.now(UTC)
    since: dict[str, Any] = {"created_at": now, "updated_at": now}
    later = now + timedelta(days=1)
    database = Database(url, Settings())
    try:
        async with database.unit_of_work() as work:
            session = work.session
            session.add_all(
                Team(id=identifier(Kind.TEAM, n), name="Support" if n == 1 else f"Team {n}", **since)
                for n in range(1, TEAMS + 1)
            )
            await session.flush()
            session.add(Brand(key=seeding.BRAND, name="Main", default_team_id=seeding.TEAM, **since))
            for n in range(ONLINE + PAST + 1):
                online = 1 <= n <= ONLINE
                agent = Agent(
                    id=identifier(Kind.AGENT, n), email=f"agent{n}@example.com",
                    name=f"Agent {n}" if n else seeding.AGENT_NAME, presence="online" if online else "offline",
                    presence_channels=["chat", "ticket"] if online else [], presence_at=now, **since,
                )  # fmt: skip
                session.add(agent)
                await session.flush()
                session.add_all(
                    AgentLoad(agent_id=agent.id, channel=channel, capacity=capacity)
                    for channel, capacity in (("ticket", 1000), ("chat", 5), ("call", 1))
                )
                if online:
                    session.add(TeamMember(team_id=seeding.TEAM, agent_id=agent.id))
            session.add_all(
                SignIn(
                    id=identifier(Kind.SIGN_IN, n), agent_id=identifier(Kind.AGENT, n), token_hash=f"bench {n}",
                    created_at=now, expires_at=later,
                )
                for n in (0, *READERS)
            )  # fmt: skip
    finally:
        await database.close()


async def open_widgets(desk: Desk, customers: list[int]) -> None:
    """Give these customers (by number) a widget session each: what their tokens name."""
    now = datetime.now(UTC)
    database = Database(desk.url, Settings())
    try:
        async with database.unit_of_work() as work:
            work.session.add_all(
                VisitorSession(
                    id=identifier(Kind.SESSION, n), customer_id=identifier(Kind.CUSTOMER, n), created_at=now,
                    expires_at=now + timedelta(days=1),
                )
                for n in customers
            )  # fmt: skip
    finally:
        await database.close()
