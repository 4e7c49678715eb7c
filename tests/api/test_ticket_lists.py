"""Lists of tickets: filters tell nobody what they may not see, and every caller's list walks an index."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app.ids import new_id
from app.rules.actors import Actor, ActorKind
from app.services.lean import sparse_lists, ticket_lists
from tests.conftest import Api, Callers, Desk


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


async def test_the_tickets_of_an_organization(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of whoever belongs to it now, under all of their names, in every order and page; for whom customers are known."""
    anna = await callers_.agent()
    acme, other = [(await anna.post("/v1/organizations", {"name": name}))["id"] for name in ("Acme", "Other")]
    vera, walter, visitor, stranger = [await callers_.customer(name=name) for name in ("Vera", "Walter", "?", "S")]
    for who, where in ((vera, acme), (walter, acme), (stranger, other)):
        await anna.patch(f"/v1/customers/{who.who}", {"organization_id": where})
    made = [
        (await who.post("/v1/tickets", {"subject": f"{place}", "body": "b"}))["id"]
        for place, who in enumerate((vera, stranger, visitor, walter))
    ]
    asked = {"organization_id": acme}

    async def found(api: Api, **more: Any) -> list[str]:
        ids, cursor = [], None
        while True:
            page = await api.get("/v1/tickets", params={**asked, **more, **({"cursor": cursor} if cursor else {})})
            ids += [each["subject"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                return ids

    assert await found(anna) == ["3", "0"]
    await anna.post(f"/v1/customers/{visitor.who}/merge", {"into_id": str(vera.who)}, expect=200)
    assert await found(anna, sort="created_at") == ["0", "2", "3"]
    # However few are walked at once, and whichever way they are found.
    for walked, few in ((1, 0), (1, 5000)):
        monkeypatch.setattr(sparse_lists, "_LEAST", walked)
        monkeypatch.setattr(sparse_lists, "WALKED", walked)
        monkeypatch.setattr(sparse_lists, "FEW", few)
        assert await found(anna, sort="created_at", limit=1) == ["0", "2", "3"], (walked, few)
    assert await found(anna, requester_id=str(vera.who), sort="created_at") == ["0", "2"]
    assert await found(anna, requester_id=str(stranger.who)) == []
    await anna.patch(f"/v1/tickets/{made[3]}", {"topic": "lamps", "tags": ["hot"], "status": "pending"})
    await anna.patch(f"/v1/tickets/{made[1]}", {"topic": "lamps"})
    assert await found(anna, topic="lamps") == ["3"]
    assert await found(anna, tag="hot", status=["pending", "open"]) == ["3"]
    assert await found(anna, sort="next_due_at") == []
    await anna.patch(f"/v1/customers/{walter.who}", {"organization_id": other})
    assert await found(anna, sort="created_at") == ["0", "2"]
    assert await found(await callers_.partner("tickets:read", "customers:read"), sort="created_at") == ["0", "2"]
    for nobody in (vera, stranger, await callers_.partner("tickets:read")):
        assert await found(nobody) == [], "who belongs where is not told to those who may not read it"
    asked["organization_id"] = str(new_id())
    assert await found(anna) == []
    await anna.refused("GET", "/v1/tickets", 422, "invalid", params={"organization_id": "' OR true --"})


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


# So many copies of a ticket, of several statuses, one after the other.
_COPIES = """INSERT INTO tickets OVERRIDING SYSTEM VALUE
SELECT copy.* FROM tickets t, generate_series(1, 3000) n, LATERAL jsonb_populate_record(
    t, jsonb_build_object('id', gen_random_uuid(), 'number', t.number + n,
    'status', (ARRAY['closed', 'solved', 'pending'])[1 + n % 3], 'updated_at', t.updated_at - n * interval '1 minute')
) copy WHERE t.id = $1"""


class Planning:
    """A connection that says how it would run a statement that is planned once, for whatever values."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.plan = ""

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        """The plan is kept; there are no rows."""
        await self.connection.execute(f"PREPARE list AS {query}")
        given = f"({', '.join(repr(each) for each in values)})" if values else ""
        self.plan = "\n".join(row[0] for row in await self.connection.fetch(f"EXPLAIN EXECUTE list{given}"))
        return []


async def test_what_hardly_a_ticket_has_is_not_looked_for_among_all_of_them(desk: Desk, callers_: Callers) -> None:
    """A plan for just any status walks the newest tickets; for one that none has, to the end."""
    vera, actor = await callers_.customer(), Actor("agent", new_id(), "")
    made = (await vera.post("/v1/tickets", {"subject": "s", "body": "b"}))["id"]
    # As on a desk with more tickets than its memory holds.
    dear = {"plan_cache_mode": "force_generic_plan", "random_page_cost": "20"}
    connection = await asyncpg.connect(desk.database.url, server_settings=dear)
    transaction = connection.transaction()
    try:
        await transaction.start()
        await connection.execute(_COPIES, UUID(made))
        await connection.execute("ANALYZE tickets")
        planning: Any = Planning(connection)
        await ticket_lists.page(planning, actor, ticket_lists.TicketFilter(status=("on_hold",)))
        await transaction.rollback()
    finally:
        await connection.close()
    assert "tickets_by_status" in planning.plan, planning.plan
