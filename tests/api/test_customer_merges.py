"""`/v1/customers/...`: two who are one person, found, merged and taken apart again; nobody sees what is not theirs."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

from app.ids import new_id
from app.realtime.limits import Close
from tests.api.test_search import followed
from tests.api.test_widget import brand, identity, visitor
from tests.conftest import Api, Callers, Desk
from tests.realtime.sockets import Socket

PATH = "/v1/customers"


async def made(agent: Api, **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = await agent.post(PATH, fields)
    return found


async def merged(agent: Api, source: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = await agent.post(f"{PATH}/{source['id']}/merge", {"into_id": target["id"]}, expect=200)
    return found


async def ticket_by(agent: Api, **requester: Any) -> dict[str, Any]:
    found: dict[str, Any] = await agent.post("/v1/tickets", {"subject": "A", "body": "B", "requester": requester})
    return found


async def test_what_identified_one_finds_the_other_until_it_is_undone(callers_: Callers) -> None:
    anna = await callers_.agent()
    vera = await made(anna, name="Vera", email="vera@example.com", tier="gold")
    work = await made(anna, email="vera@work.example", phone="+7 999 1234567", locale="ru")
    before = await anna.get(f"{PATH}/{vera['id']}")
    assert (await merged(anna, work, vera))["merged_into"] == vera["id"]
    assert (await merged(anna, work, vera))["merged_into"] == vera["id"], "a repeat changes nothing"
    for requester in ({"email": "Vera@Work.example"}, {"phone": "+79991234567"}, {"email": "vera@example.com"}):
        assert (await ticket_by(anna, **requester))["requester"]["id"] == vera["id"]
        assert [each["id"] for each in (await anna.get(PATH, params=requester))["items"]] == [vera["id"]]
    assert [each["id"] for each in (await anna.get(PATH))["items"]] == [vera["id"]]
    assert len((await anna.get(PATH, params={"merged": True}))["items"]) == 2
    filled = await anna.get(f"{PATH}/{vera['id']}")
    assert (filled["locale"], filled["tier"], filled["name"]) == ("ru", "gold", "Vera")
    problem = await anna.refused("PATCH", f"{PATH}/{work['id']}", 409, "customer_merged", json={"name": "V"})
    assert problem["merged_into"] == vera["id"]
    free = await anna.post(f"{PATH}/{work['id']}/unmerge", expect=200)
    assert free["merged_into"] is None
    assert (await ticket_by(anna, email="vera@work.example"))["requester"]["id"] == work["id"]
    after = await anna.get(f"{PATH}/{vera['id']}")
    assert {**after, "version": 0, "updated_at": ""} == {**before, "version": 0, "updated_at": ""}
    await anna.refused("POST", f"{PATH}/{work['id']}/unmerge", 409, "not_merged")
    [one] = (await anna.get(f"{PATH}/{vera['id']}/merges"))["items"]
    assert one["filled"] == {"locale": "ru"}
    assert one["undone_at"] is not None


async def test_a_chain_points_at_its_head_and_comes_apart_link_by_link(callers_: Callers) -> None:
    anna = await callers_.agent()
    a, b, c = [await made(anna, email=f"{name}@example.com") for name in "abc"]

    async def heads() -> list[str | None]:
        return [(await anna.get(f"{PATH}/{each['id']}"))["merged_into"] for each in (a, b, c)]

    await merged(anna, a, b)
    await merged(anna, b, c)
    assert await heads() == [c["id"], c["id"], None]
    problem = await anna.refused("POST", f"{PATH}/{c['id']}/merge", 409, "merge_cycle", json={"into_id": a["id"]})
    assert "merged" in problem["detail"]
    await anna.refused("POST", f"{PATH}/{a['id']}/merge", 422, "same_customer", json={"into_id": a["id"]})
    await anna.post(f"{PATH}/{b['id']}/unmerge", expect=200)
    assert await heads() == [b["id"], None, None]
    await merged(anna, b, c)
    await anna.post(f"{PATH}/{a['id']}/unmerge", expect=200)
    assert await heads() == [None, c["id"], None]
    d = await made(anna, email="d@example.com")
    assert (await merged(anna, d, b))["merged_into"] == c["id"], "into one who is somebody else: into that one"
    await anna.refused("POST", f"{PATH}/{d['id']}/merge", 409, "customer_merged", json={"into_id": a["id"]})
    nobody = {"into_id": str(new_id())}
    await anna.refused("POST", f"{PATH}/{a['id']}/merge", 422, "unknown_customer", json=nobody)
    await anna.refused("POST", f"{PATH}/{new_id()}/merge", 404, "not_found", json={"into_id": a["id"]})


async def test_merges_in_a_circle_at_once_leave_no_circle(callers_: Callers, desk: Desk) -> None:
    anna = await callers_.agent()
    people = [await made(anna, email=f"{name}@example.com") for name in "abcde"]
    pairs = [(one, other) for one in people for other in people if one is not other]
    answers = await asyncio.gather(
        *(anna("POST", f"{PATH}/{one['id']}/merge", json={"into_id": other["id"]}) for one, other in pairs)
    )
    assert set(Counter(each.status_code for each in answers)) <= {200, 409, 422}
    async with desk.database.lean() as connection:
        pointing = await connection.fetch(
            "SELECT c.merged_into, h.merged_into AS further FROM customers c JOIN customers h ON h.id = c.merged_into"
        )
        heads = await connection.fetchval("SELECT count(*) FROM customers WHERE merged_into IS NULL")
    assert all(row["further"] is None for row in pointing)
    assert (heads, len(pointing)) == (1, 4)


async def test_a_visitor_keeps_their_own_and_sees_nothing_more(callers_: Callers) -> None:
    """The known customer sees both; the browser of the anonymous one does not get into the known one's tickets."""
    anna = await callers_.agent()
    known, visitor = await callers_.customer(name="Vera", email="vera@example.com"), await callers_.customer(name="?")
    said = {"subject": "A", "body": "B"}
    hers, theirs = await known.post("/v1/tickets", said), await visitor.post("/v1/tickets", said)
    await anna.post(f"{PATH}/{visitor.who}/merge", {"into_id": str(known.who)}, expect=200)
    ids = {each["id"] for each in (await known.get("/v1/tickets"))["items"]}
    assert ids == {hers["id"], theirs["id"]}
    assert [each["id"] for each in (await visitor.get("/v1/tickets"))["items"]] == [theirs["id"]]
    await visitor.refused("GET", f"/v1/tickets/{hers['id']}", 404, "not_found")
    await visitor.refused("POST", f"/v1/tickets/{hers['id']}/messages", 404, "not_found", json={"body": "x"})
    path = f"/v1/tickets/{theirs['id']}"
    await known.get(path)
    message = await known.post(f"{path}/messages", {"body": "It is me again"})
    await visitor.post(f"{path}/messages", {"body": "And me"})
    assert (await known.put(f"{path}/read", {"seq": message["seq"]}))["last_seq"] >= message["seq"]
    assert len((await known.get(f"{path}/messages"))["items"]) == 3
    listed = await known.get("/v1/tickets", params={"requester_id": str(visitor.who)})
    assert [each["id"] for each in listed["items"]] == [theirs["id"]]
    of_both = await anna.get("/v1/tickets", params={"requester_id": str(known.who)})
    assert {each["id"] for each in of_both["items"]} == ids
    await anna.post(f"{PATH}/{visitor.who}/unmerge", expect=200)
    await known.refused("GET", path, 404, "not_found")
    await known.refused("POST", f"{path}/messages", 404, "not_found", json={"body": "x"})


async def test_look_alikes_are_found_with_what_they_share(callers_: Callers) -> None:
    anna = await callers_.agent()
    organization = await anna.post("/v1/organizations", {"name": "Romashka"})
    vera = await made(
        anna, name="Vera Orlova", email="vera+shop@example.com", phone="+7 999 1234567",
        organization_id=organization["id"],
    )  # fmt: skip
    mailbox = await made(anna, email="Vera@example.com")
    phone = await made(anna, phone="8 999 1234567")
    named = await made(anna, name="vera orlova", organization_id=organization["id"])
    await made(anna, name="Vera", email="other@example.com")
    visitor = await callers_.nobody().post("/v1/widget/sessions", {"name": "V", "email": "vera@example.com"})
    path = f"{PATH}/{vera['id']}/duplicates"
    found = (await anna.get(path))["items"]
    assert {each["other"]["id"]: each["signs"] for each in found} == {
        mailbox["id"]: ["same_mailbox"],
        phone["id"]: ["same_phone_end"],
        named["id"]: ["same_name_and_organization"],
        visitor["customer_id"]: ["claimed_email"],
    }
    assert [each["likeness"] for each in found] == sorted((each["likeness"] for each in found), reverse=True)
    pairs, cursor = [], None
    while True:
        page = await anna.get(f"{PATH}/duplicates", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        pairs += [frozenset((each["customer"]["id"], each["other"]["id"])) for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(pairs) == len(set(pairs)) == 5, "each pair once, wherever a page ends"
    said = {"other_id": phone["id"]}
    for _ in range(2):
        await anna("POST", f"{PATH}/{vera['id']}/not-duplicate", expect=204, json=said)
    assert phone["id"] not in {each["other"]["id"] for each in (await anna.get(path))["items"]}
    assert (await anna.get(f"{PATH}/{phone['id']}/duplicates"))["items"] == []
    await merged(anna, mailbox, vera)
    assert mailbox["id"] not in {each["other"]["id"] for each in (await anna.get(path))["items"]}


async def test_an_identity_is_added_moved_and_taken_away(callers_: Callers, desk: Desk) -> None:
    anna = await callers_.agent()
    vera, oleg = await made(anna, name="Vera", email="vera@example.com"), await made(anna, email="oleg@example.com")
    path = f"{PATH}/{vera['id']}/identities"
    added = await anna.post(path, {"email": "vera@work.example"})
    assert [(each["value"], each["main"]) for each in added["items"]] == [
        ("vera@example.com", True),
        ("vera@work.example", False),
    ]
    assert await anna.post(path, {"email": "VERA@work.example"}) == added, "what they have is not added twice"
    assert (await ticket_by(anna, email="vera@work.example"))["requester"]["id"] == vera["id"]
    await anna.refused("POST", path, 409, "email_taken", json={"email": "oleg@example.com"})
    await anna.refused(
        "POST", f"{PATH}/{oleg['id']}/identities", 409, "email_taken", json={"email": "vera@work.example"}
    )
    for wrong in ({}, {"email": None}, {"email": "a@example.com", "phone": "12345"}, {"email": "nobody"}):
        await anna.refused("POST", path, 422, "invalid", json=wrong)
    read = await anna("GET", path)
    one = f"{path}/{added['items'][1]['customer_id']}/email"
    await anna.refused("DELETE", one, 412, "stale", headers={"if-match": '"0"'})
    await anna("DELETE", one, expect=204, headers={"if-match": read.headers["etag"]})
    await anna.refused("DELETE", one, 404, "not_found")
    await anna.refused("DELETE", f"{path}/{oleg['id']}/email", 404, "not_found")
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM customers") == 2, "nothing is left of it"
    assert (await ticket_by(anna, email="vera@work.example"))["requester"]["id"] not in {vera["id"], oleg["id"]}


async def test_whoever_is_no_agent_does_not_merge(callers_: Callers) -> None:
    anna = await callers_.agent()
    one, other = await made(anna, email="a@example.com"), await made(anna, email="b@example.com")
    path = f"{PATH}/{one['id']}"
    for caller in (await callers_.customer(), await callers_.partner("customers:write", "customers:read")):
        await caller.refused("POST", f"{path}/merge", 403, "forbidden", json={"into_id": other["id"]})
        await caller.refused("GET", f"{path}/timeline", 403, "forbidden")
        await caller.refused("GET", f"{path}/notes", 403, "forbidden")
    partner = await callers_.partner("customers:read")
    await partner.get(path)
    await partner.refused("GET", path, 403, "agents_only", params={"include": "overview"})


async def test_two_who_come_apart_do_not_keep_each_others_browser(callers_: Callers) -> None:
    """Who came in as one of them while both were one is signed out, and comes again as who they are."""
    ada, secret = await callers_.admin(), await brand(callers_)

    async def comes() -> tuple[Api, str]:
        signed = identity(secret, sub="u-2", email="2@example.com", jti=str(new_id()))
        api, session = await visitor(callers_, brand="shop", identity_token=signed)
        return api, session["customer_id"]

    vera = await callers_.customer(email="1@example.com")
    hers = await vera.post("/v1/tickets", {"subject": "Hers", "body": "B"})
    # Known by an address only: the id that comes with it is kept with the address.
    boris = (await made(ada, email="2@example.com"))["id"]
    await ada.post(f"{PATH}/{boris}/merge", {"into_id": str(vera.who)}, expect=200)
    his, who = await comes()
    assert who == str(vera.who)
    path = f"/v1/tickets/{hers['id']}"
    async with Socket(his) as socket:
        await socket.follow(hers["id"])
        await ada.post(f"{PATH}/{boris}/unmerge", expect=200)
        assert (await socket.closed())[0] == Close.FORBIDDEN
    await his.refused("GET", path, 401, "signed_out")
    await vera.get(path)
    again, who = await comes()
    assert who == boris
    await again.refused("GET", path, 404, "not_found")


async def test_an_address_of_somebody_in_copy_or_with_a_past_is_taken_away(callers_: Callers) -> None:
    anna = await callers_.agent()
    vera, oleg = await made(anna, email="vera@example.com"), await made(anna, email="oleg@example.com")
    ticket = await ticket_by(anna, email="third@example.com")
    ccs = await anna.post(f"/v1/tickets/{ticket['id']}/ccs", {"email": "vera@work.example"})
    other = ccs["items"][0]["customer_id"]
    await merged(anna, {"id": other}, vera)
    await merged(anna, vera, oleg)
    for holder in (vera["id"], other):
        await anna("DELETE", f"{PATH}/{oleg['id']}/identities/{holder}/email", expect=204)
    assert [each["customer_id"] for each in (await anna.get(f"/v1/tickets/{ticket['id']}/ccs"))["items"]] == [other]
    assert (await anna.get(f"{PATH}/{vera['id']}"))["merged_into"] == oleg["id"]


async def test_changes_of_who_is_who_wait_in_no_circle(callers_: Callers) -> None:
    anna = await callers_.agent()
    for n in range(3):
        vera, other = await made(anna, email=f"vera{n}@example.com"), await made(anna, email=f"o{n}@example.com")
        path = f"{PATH}/{vera['id']}/identities"
        added, into = await asyncio.gather(
            anna("POST", path, json={"email": f"w{n}@example.com"}),
            anna("POST", f"{PATH}/{other['id']}/merge", json={"into_id": vera["id"]}),
        )
        assert (added.status_code, into.status_code) == (201, 200)
        taken, apart = await asyncio.gather(
            anna("DELETE", f"{path}/{other['id']}/email"), anna("POST", f"{PATH}/{other['id']}/unmerge")
        )
        assert (taken.status_code, apart.status_code) in {(204, 200), (204, 404), (404, 200)}


async def test_the_feed_tells_who_stands_for_whom(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    vera, other = await made(ada, email="vera@example.com"), await made(ada, email="other@example.com")
    await merged(ada, other, vera)
    await ada.post(f"{PATH}/{other['id']}/unmerge", expect=200)
    await followed(desk)
    told = (await ada.get("/v1/events", params={"types": "customer.updated", "limit": 200}))["items"]
    of_it = [each["data"]["set"] for each in told if each["about"]["id"] == other["id"]]
    assert of_it == [{"merged_into": vera["id"]}, {"merged_into": None}]


async def test_a_key_of_one_source_sees_no_address_of_others(callers_: Callers) -> None:
    ada = await callers_.admin()
    source = UUID((await ada.post("/v1/sources", {"key": "shop", "name": "Shop"}))["id"])
    shop = await callers_.partner("customers:read", "tickets:read", "tickets:write", source_id=source)
    theirs = (await ticket_by(shop, email="vera@shop.example"))["requester"]
    secret = await made(ada, email="vera@clinic.example")
    await merged(ada, theirs, secret)
    seen = await shop.get(f"{PATH}/{theirs['id']}/identities")
    assert [each["value"] for each in seen["items"]] == ["vera@shop.example"]
    assert len((await ada.get(f"{PATH}/{theirs['id']}/identities"))["items"]) == 2
