"""Everything about a customer at one look, and what happened with them in order."""

from typing import Any

from tests.conftest import Callers

PATH = "/v1/customers"
SAID = {"subject": "The invoice is wrong", "body": "It shows the old address."}


async def test_an_overview_has_it_all_and_of_everybody_who_is_the_same_person(callers_: Callers) -> None:
    anna = await callers_.agent()
    vera, visitor = await callers_.customer(email="vera@example.com"), await callers_.customer(name="Vera again")
    organization = await anna.post("/v1/organizations", {"name": "Romashka", "domains": ["romashka.example"]})
    await anna.patch(f"{PATH}/{vera.who}", {"organization_id": organization["id"]})
    solved = await vera.post("/v1/tickets", SAID)
    await anna.patch(f"/v1/tickets/{solved['id']}", {"status": "solved"})
    await vera.post("/v1/feedback", {"ticket_id": solved["id"], "score": 4, "comment": "Quick"})
    open_one = await visitor.post("/v1/tickets", {**SAID, "subject": "Again"})
    await anna.post(f"{PATH}/{visitor.who}/notes", {"body": "Came from the shop"})
    await anna.post(f"{PATH}/{vera.who}/notes", {"body": "Call after six", "pinned": True})
    await anna.post(f"{PATH}/{visitor.who}/merge", {"into_id": str(vera.who)}, expect=200)
    for whose in (vera, visitor):
        seen = (await anna.get(f"{PATH}/{whose.who}", params={"include": "overview"}))["overview"]
        assert [each["id"] for each in seen["open_tickets"]] == [open_one["id"]]
        assert [each["id"] for each in seen["recent_tickets"]] == [solved["id"]]
        assert (seen["open_count"], seen["ticket_count"], seen["channels"]) == (1, 2, ["web"])
        assert (seen["ratings"]["count"], seen["ratings"]["average"]) == (1, 4.0)
        assert seen["ratings"]["distribution"] == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0}
        assert seen["ratings"]["latest"][0]["comment"] == "Quick"
        assert seen["organization"]["domains"] == ["romashka.example"]
        assert [each["body"] for each in seen["notes"]] == ["Call after six", "Came from the shop"]
        assert [each["value"] for each in seen["identities"]] == ["vera@example.com"]
        assert [each["id"] for each in seen["merged"]] == [str(visitor.who)]
    assert (await anna.get(f"{PATH}/{vera.who}"))["overview"] is None


async def test_a_customer_of_whom_nothing_is_known_yet(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    seen = (await anna.get(f"{PATH}/{vera.who}", params={"include": "overview"}))["overview"]
    assert (seen["open_tickets"], seen["ratings"]["average"], seen["last_activity_at"]) == ([], None, None)
    assert (await anna.get(f"{PATH}/{vera.who}/timeline")) == {"items": [], "next_cursor": None}


async def test_the_timeline_is_paged_newest_first_without_holes(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    for n in range(3):
        await vera.post("/v1/tickets", {**SAID, "subject": f"Ticket {n}"})
        await anna.post(f"{PATH}/{vera.who}/notes", {"body": f"Note {n}"})
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    other = await anna.post(PATH, {"email": "v@example.com"})
    await anna.post(f"{PATH}/{other['id']}/merge", {"into_id": str(vera.who)}, expect=200)
    whole: list[dict[str, Any]] = (await anna.get(f"{PATH}/{vera.who}/timeline"))["items"]
    assert [each["kind"] for each in whole][:1] == ["merge"]
    assert sorted(each["kind"] for each in whole) == ["chat", "merge", *["note"] * 3, *["ticket"] * 4]
    assert [each["at"] for each in whole] == sorted((each["at"] for each in whole), reverse=True)
    assert next(each["ticket_id"] for each in whole if each["kind"] == "chat") == chat["ticket_id"]
    paged, cursor = [], None
    for _ in range(10):
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = await anna.get(f"{PATH}/{vera.who}/timeline", params=params)
        paged += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    await anna.refused("GET", f"{PATH}/{vera.who}/timeline", 422, "invalid_cursor", params={"cursor": "x"})


async def test_a_note_is_its_authors_and_of_those_who_lead(callers_: Callers) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(role="lead")
    vera = await anna.post(PATH, {"email": "vera@example.com"})
    path = f"{PATH}/{vera['id']}/notes"
    hostile = "<script>alert(1)</script> \u202e \U0001f600"
    note = await anna.post(path, {"body": hostile})
    assert (note["body"], note["author_name"], note["pinned"]) == (hostile, "Anna", False)
    one = f"{path}/{note['id']}"
    await boris.refused("PATCH", one, 403, "not_the_author", json={"body": "x"})
    await boris.refused("DELETE", one, 403, "not_the_author")
    changed = await anna.patch(one, {"pinned": True}, headers={"if-match": '"1"'})
    assert (changed["pinned"], changed["version"]) == (True, 2)
    await anna.refused("PATCH", one, 412, "stale", json={"body": "x"}, headers={"if-match": '"1"'})
    await lead("DELETE", one, expect=204, headers={"if-match": '"2"'})
    await anna.refused("GET", one, 404, "not_found")
    assert (await anna.get(path))["items"] == []
    for wrong in ({"body": ""}, {"body": " "}, {"body": "x" * 10_001}, {}, {"body": None}):
        await anna.refused("POST", path, 422, "invalid", json=wrong)
    other = await anna.post(PATH, {"email": "o@example.com"})
    mine = await anna.post(path, {"body": "x"})
    await anna.refused("GET", f"{PATH}/{other['id']}/notes/{mine['id']}", 404, "not_found")
