"""Lists of tickets: filters tell nobody what they may not see, and every caller's list walks an index."""

from typing import Any

import asyncpg
import pytest

from app.ids import new_id
from app.rules.actors import Actor, ActorKind
from app.services.lean import ticket_lists
from tests.conftest import Callers, Desk


async def test_filters_do_not_tell_what_is_hidden(callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    team = await callers_.team("Fraud")
    ticket = await vera.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"tags": ["suspicious"], "team_id": str(team)})
    for query in ({"tag": "suspicious"}, {"team_id": str(team)}):
        assert len((await anna.get("/v1/tickets", params=query))["items"]) == 1
        (seen,) = (await vera.get("/v1/tickets"))["items"]
        assert (seen["tags"], seen["team_id"]) == ([], None)
        assert (await vera.get("/v1/tickets", params=query))["items"] == []


class Explaining:
    """A connection that explains instead of running, with every way to a page but an ordered index made dear."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.plan = ""

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        """The plan is kept; there are no rows."""
        async with self.connection.transaction():
            for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
                await self.connection.execute(f"SET LOCAL enable_{way} = off")
            self.plan = "\n".join(row[0] for row in await self.connection.fetch(f"EXPLAIN {query}", *values))
        return []


@pytest.mark.parametrize("sort", ["-updated_at", "updated_at"])
@pytest.mark.parametrize("kind", ["agent", "customer", "partner", "partner of a source"])
async def test_a_page_never_sorts_the_table(desk: Desk, kind: str, sort: str) -> None:
    who: ActorKind = "partner" if kind.startswith("partner") else kind  # type: ignore[assignment]
    actor = Actor(who, new_id(), "", frozenset(), source_id=new_id() if "source" in kind else None)
    connection = await asyncpg.connect(desk.database.url)
    try:
        explaining: Any = Explaining(connection)
        await ticket_lists.page(explaining, actor, ticket_lists.TicketFilter(sort=sort))
    finally:
        await connection.close()
    assert "Index" in explaining.plan
    assert "Sort" not in explaining.plan, explaining.plan
