"""Links: both sides show them, no circles, parents that wait for their children; customers know nothing of it."""

import asyncio
from itertools import pairwise
from typing import Any

from app.ids import new_id
from app.rules import ticket_links as rules
from app.services import ticket_children
from tests.api.test_merging import a_ticket, merge, path, types
from tests.api.test_ticket_races import all_events
from tests.conftest import Api, Callers, Desk


async def link(agent: Api, here: dict[str, Any], kind: str, there: dict[str, Any], **more: Any) -> Any:
    """Say what one is to the other."""
    return await agent.post(path(here, "/links"), {"kind": kind, "ticket_id": there["id"], **more})


async def links(agent: Api, ticket: dict[str, Any], *, limit: int = 50, **asked: Any) -> list[tuple[str, int]]:
    """Kind and number of all its links, page by page."""
    found: list[tuple[str, int]] = []
    more: dict[str, Any] = {}
    while True:
        page = await agent.get(path(ticket, "/links"), params={"limit": limit, **asked, **more})
        found += [(each["kind"], each["ticket"]["number"]) for each in page["items"]]
        if page["next_cursor"] is None:
            return found
        more = {"cursor": page["next_cursor"]}


async def test_both_sides_show_a_link_until_it_is_taken_away(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    here, *others = [await a_ticket(vera, str(n)) for n in range(10)]
    numbers = {"related": others[0]["number"]}
    kinds = [each for each in rules.STORED if not each.startswith("split")]
    sides = {"related": "related", **{each: _other_side(each) for each in kinds}}
    before = await all_events(vera, path(here))
    made = {}
    for kind, other in zip(["related", *kinds], others, strict=False):
        made[kind] = await link(anna, here, kind, other)
        numbers[kind] = other["number"]
        assert made[kind]["ticket"]["id"] == other["id"]
        assert await links(anna, other) == [(sides[kind], here["number"])]
        # The desk may write of its own work after it.
        (seen,) = [each for each in await all_events(anna, path(other)) if each["type"] == "ticket.linked"]
        assert seen["data"]["kind"] == sides[kind]
    expected = sorted(numbers.items())
    for limit in (1, 2, 50):
        assert sorted(await links(anna, here, limit=limit)) == expected
    assert await links(anna, here, kind="parent_of") == [("parent_of", numbers["parent_of"])]
    assert await links(anna, here, kind="related") == [("related", numbers["related"])]
    # Again, also from the other side: nothing.
    again = {"kind": "related", "ticket_id": here["id"]}
    assert (await anna.post(path(others[0], "/links"), again, expect=200))["id"] == made["related"]["id"]
    assert await all_events(vera, path(here)) == before
    await vera.refused("GET", path(here, "/links"), 403, "forbidden")

    address = path(here, f"/links/{made['child_of']['id']}")
    shown = await anna("GET", address, expect=200)
    await anna.refused("DELETE", address, 412, "stale", headers={"if-match": '"7"'})
    await anna("DELETE", address, expect=204, headers={"if-match": shown.headers["etag"]})
    await anna.refused("DELETE", address, 404, "not_found")
    assert ("child_of", numbers["child_of"]) not in await links(anna, here)
    assert "ticket.unlinked" in await types(anna, here)


def _other_side(kind: str) -> str:
    stored, own = rules.STORED[kind]  # type: ignore[index]
    return rules.seen(stored, own=not own)


async def test_no_circles_and_one_above(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    a, b, c, d = [await a_ticket(vera, name) for name in "abcd"]

    async def refused(here: dict[str, Any], kind: str, there: dict[str, Any], status: int, code: str) -> None:
        await anna.refused("POST", path(here, "/links"), status, code, json={"kind": kind, "ticket_id": there["id"]})

    await link(anna, a, "child_of", b)
    await link(anna, b, "child_of", c)
    await refused(c, "child_of", a, 409, "link_circle")
    await refused(a, "parent_of", c, 409, "link_circle")
    await refused(a, "child_of", d, 409, "already_linked")
    await link(anna, a, "incident_of", d)
    await refused(d, "incident_of", a, 409, "link_circle")
    await refused(a, "related", a, 422, "link_to_itself")
    await refused(a, "related", {"id": str(new_id())}, 422, "unknown_ticket")
    await refused({"id": new_id()}, "related", a, 404, "not_found")
    await refused(a, "split_from", d, 422, "invalid")
    await merge(anna, c, d)
    await refused(b, "related", d, 409, "ticket_merged")
    chain = [await a_ticket(vera, str(n)) for n in range(rules.MOST_ABOVE + 2)]
    for below, above in pairwise(chain[:-1]):
        await link(anna, below, "child_of", above)
    await refused(chain[-2], "child_of", chain[-1], 409, "links_too_deep")


async def test_three_who_close_a_circle_at_once(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    tickets = [await a_ticket(vera, str(n)) for n in range(3)]
    answers = await asyncio.gather(
        *(
            anna("POST", path(here, "/links"), json={"kind": "child_of", "ticket_id": there["id"]})
            for here, there in zip(tickets, tickets[1:] + tickets[:1], strict=True)
            for _ in range(2)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 200, 201, 201, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"link_circle"}


async def test_a_parent_waits_for_its_children_and_learns_of_them(callers_: Callers, desk: Desk) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    parent, child, loose = [await a_ticket(vera, name) for name in ("parent", "child", "loose")]
    await link(anna, child, "child_of", parent)
    await link(anna, parent, "parent_of", loose, holds=False)
    problem = await anna.refused("PATCH", path(parent), 409, "children_open", json={"status": "solved"})
    assert problem["children"] == [{"id": child["id"], "number": child["number"]}]
    await anna.patch(path(parent), {"status": "pending"})
    await anna.patch(path(parent), {"status": "solved", "force": True})
    await anna.patch(path(parent), {"status": "open"})

    expected: list[tuple[str, str, str]] = []

    async def told(*another: str) -> list[tuple[str, str, str]]:
        """What the parent's log says, once it has said as much as there is to say; the desk's own worker tells, too."""
        expected.append((another[0], another[1], another[2]))
        while True:
            async with desk.database.unit_of_work() as work:
                await ticket_children.tell_next(work.session)
            log = await all_events(anna, path(parent))
            found = [each for each in log if each["type"].startswith("ticket.child")]
            if len(found) >= len(expected):
                return [(each["type"], each["data"]["child"]["id"], each["data"]["status"]) for each in found]

    await anna.patch(path(child), {"status": "solved"})
    assert await told("ticket.child_done", child["id"], "solved") == expected
    await vera.post(path(child, "/messages"), {"body": "Not yet"})
    assert await told("ticket.child_reopened", child["id"], "open") == expected
    await merge(anna, loose, child)
    assert await told("ticket.child_done", child["id"], "merged") == expected
    await anna.patch(path(parent), {"status": "solved"})
    assert not any("child" in each["type"] for each in await all_events(vera, path(parent)))


async def test_so_many_links_and_no_more(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    hub, *others = [await a_ticket(vera, str(n)) for n in range(4)]
    most, rules.MOST_LINKS = rules.MOST_LINKS, 2
    try:
        for other in others[:2]:
            await link(anna, hub, "related", other)
        body = {"kind": "duplicate_of", "ticket_id": others[2]["id"]}
        await anna.refused("POST", path(hub, "/links"), 409, "too_many", json=body)
        # The incidents of a problem are not counted.
        await link(anna, others[2], "incident_of", hub)
    finally:
        rules.MOST_LINKS = most
