"""`/v1/ideas`: votes that count once, merges that can be undone, answers that are told, and customers who ask."""

import asyncio
from collections import Counter
from typing import Any

from app.ids import new_id
from tests.conftest import Api, Callers

PATH = "/v1/ideas"


async def proposed(who: Api, title: str = "Pay by bank transfer", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await who.post(PATH, {"title": title, "body": "Abroad nobody can pay by card.", **more})
    return made


async def counts(who: Api, idea: Any) -> tuple[int, int, int, int]:
    found = await who.get(f"{PATH}/{idea['id']}")
    return found["votes"], found["comments"], found["asked"], found["tickets"]


async def merge(who: Api, one: Any, into: Any) -> Any:
    return await who.post(f"{PATH}/{one['id']}/merge", {"into_id": into["id"]}, expect=200)


async def test_an_idea_is_proposed_read_changed_and_listed(callers_: Callers) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(), await callers_.agent(role="lead")
    idea = await proposed(anna)
    assert (idea["status"], idea["votes"], idea["voted"], idea["author"]["id"]) == ("proposed", 0, False, str(anna.id))
    path = f"{PATH}/{idea['id']}"
    assert await boris.get(path) == idea
    await boris.refused("PATCH", path, 403, "not_the_author", json={"title": "Mine"})
    changed = await anna.patch(path, {"title": "Invoices and transfers"}, headers={"if-match": '"1"'})
    assert (changed["title"], changed["version"]) == ("Invoices and transfers", 2)
    await anna.refused("PATCH", path, 412, "stale", json={"title": "x"}, headers={"if-match": '"1"'})
    assert (await lead.patch(path, {"body": "By transfer."}))["body"] == "By transfer."
    second = await proposed(boris, "A darker theme")
    await anna.put(f"{PATH}/{second['id']}/vote", None)
    assert [each["id"] for each in (await anna.get(PATH))["items"]] == [second["id"], idea["id"]]
    by_votes = [each["id"] for each in (await anna.get(PATH, params={"order": "votes"}))["items"]]
    assert by_votes == [second["id"], idea["id"]]
    found = await anna.get(PATH, params={"q": "transfer invoice"})
    assert [each["id"] for each in found["items"]] == [idea["id"]]
    first = await anna.get(PATH, params={"order": "votes", "limit": 1})
    after = await anna.get(PATH, params={"order": "votes", "limit": 1, "cursor": first["next_cursor"]})
    assert [each["id"] for each in first["items"] + after["items"]] == by_votes
    for bad in ({"title": " "}, {"body": ""}, {"title": None}, {"votes": 7}, {"brand": "nobody"}):
        code = "unknown_brand" if "brand" in bad else "invalid"
        await anna.refused("PATCH", path, 422, code, json=bad)
    await anna.refused(
        "POST", PATH, 422, "unknown_ticket", json={"title": "x", "body": "y", "ticket_id": str(new_id())}
    )
    assert len((await anna.get(PATH))["items"]) == 2


async def test_whoever_votes_twice_or_at_once_counts_once(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent()
    idea = await proposed(anna)
    path = f"{PATH}/{idea['id']}/vote"
    answers = await asyncio.gather(*(who("PUT", path) for who in (anna, boris) * 4))
    assert Counter(each.status_code for each in answers) == {200: 8}
    assert await counts(anna, idea) == (2, 0, 0, 0)
    assert (await boris.get(f"{PATH}/{idea['id']}"))["voted"]
    answers = await asyncio.gather(*(boris("DELETE", path) for _ in range(3)))
    assert {each.status_code for each in answers} == {200}
    assert (await counts(anna, idea))[0] == 1
    lead = await callers_.agent(role="lead")
    await lead.post(f"{PATH}/{idea['id']}/status", {"status": "done"}, expect=200)
    await boris.refused("PUT", path, 409, "idea_settled")
    assert (await counts(anna, idea))[0] == 1


async def test_what_becomes_of_an_idea_is_told_to_those_who_want_it(callers_: Callers) -> None:
    anna, boris, vera, lead = [await callers_.agent() for _ in range(3)] + [await callers_.agent(role="lead")]
    idea = await proposed(anna)
    path = f"{PATH}/{idea['id']}"
    await boris.put(f"{path}/vote", None)
    comment = await vera.post(f"{path}/comments", {"body": "Three asked me this week."})
    await boris.refused("POST", f"{path}/status", 403, "forbidden", json={"status": "planned"})
    await lead.refused("POST", f"{path}/status", 422, "invalid", json={"status": "declined"})
    asked = {"status": "planned", "answer": "In spring."}
    answered = await lead.post(f"{path}/status", asked, expect=200)
    assert (answered["status"], answered["answer"]) == ("planned", "In spring.")
    await lead.post(f"{path}/status", asked, expect=200)
    await lead.post(f"{path}/status", {"status": "started"}, expect=200)
    kept = (await anna.get(f"{path}/answers"))["items"]
    assert [(each["was"], each["status"], each["answer"]) for each in kept] == [
        ("planned", "started", None), ("proposed", "planned", "In spring."),
    ]  # fmt: skip
    assert (await anna.get(path))["answer"] == "In spring."
    told = {
        who: Counter(n["kind"] for n in (await who.get("/v1/notifications"))["items"]) for who in (anna, boris, vera)
    }
    assert told[anna] == {"idea.commented": 1, "idea.answered": 2}
    assert told[boris] == told[vera] == {"idea.answered": 2}
    at = f"{path}/comments/{comment['id']}"
    await anna.refused("PATCH", at, 403, "not_the_author", json={"body": "No."})
    assert (await vera.patch(at, {"body": "Four."}))["version"] == 2
    await boris.refused("DELETE", at, 403, "not_the_author")
    await anna.refused("DELETE", path, 409, "idea_in_use")
    await lead("DELETE", at, expect=204)
    assert (await counts(anna, idea))[1] == 0


async def test_ideas_that_say_the_same_are_merged_and_that_can_be_undone(callers_: Callers) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(), await callers_.agent(role="lead")
    one, two, three = [await proposed(anna, title) for title in ("Transfers", "Bank transfer", "Wire money")]
    for who, idea in ((anna, one), (boris, one), (boris, two), (anna, three)):
        await who.put(f"{PATH}/{idea['id']}/vote", None)
    await boris.post(f"{PATH}/{three['id']}/comments", {"body": "From Norway too."})
    await merge(lead, three, two)
    merged = await merge(lead, two, one)
    assert merged["id"] == one["id"]
    assert await counts(anna, one) == (2, 1, 0, 0)
    assert await counts(anna, two) == await counts(anna, three) == (0, 0, 0, 0)
    assert (await anna.get(f"{PATH}/{three['id']}"))["merged_into_id"] == one["id"]
    assert [each["id"] for each in (await anna.get(PATH))["items"]] == [one["id"]]
    assert len((await anna.get(f"{PATH}/{one['id']}/comments"))["items"]) == 1
    assert await merge(lead, two, one) == await lead.get(f"{PATH}/{one['id']}")
    problem = await anna.refused("PUT", f"{PATH}/{two['id']}/vote", 409, "idea_merged")
    assert problem["merged_into_id"] == one["id"]
    await lead.refused("POST", f"{PATH}/{one['id']}/merge", 409, "idea_merged", json={"into_id": two["id"]})
    await lead.refused("POST", f"{PATH}/{one['id']}/merge", 422, "merge_into_itself", json={"into_id": one["id"]})
    await lead.refused("POST", f"{PATH}/{one['id']}/merge", 422, "unknown_idea", json={"into_id": str(new_id())})
    # A vote taken back is taken back wherever in the group it was given.
    await boris("DELETE", f"{PATH}/{one['id']}/vote", expect=200)
    assert (await counts(anna, one))[0] == 1
    alone = await lead.post(f"{PATH}/{three['id']}/unmerge", expect=200)
    assert (alone["votes"], alone["comments"], alone["merged_into_id"]) == (1, 1, None)
    assert await counts(anna, one) == (1, 0, 0, 0)
    await lead.refused("POST", f"{PATH}/{three['id']}/unmerge", 409, "not_merged")
    # Into each other at once: one of them wins, and nothing is in a circle.
    pair = [lead("POST", f"{PATH}/{a['id']}/merge", json={"into_id": b["id"]}) for a, b in ((one, three), (three, one))]
    assert Counter(each.status_code for each in await asyncio.gather(*pair)) == {200: 1, 409: 1}


async def test_customers_who_ask_are_counted_each_once(callers_: Callers) -> None:
    anna, ada = await callers_.agent(), await callers_.admin()
    vera, oleg = await callers_.customer(), await callers_.customer()
    new = {"subject": "Pay by transfer", "body": "Please let us pay by bank transfer", "type": "feedback"}
    first, second, third = [await who.post("/v1/tickets", new) for who in (vera, vera, oleg)]
    loose = await anna.get("/v1/product-feedback", params={"linked": "false"})
    assert [each["ticket_id"] for each in loose["items"]] == [each["id"] for each in (third, second, first)]
    idea = await proposed(anna, ticket_id=first["id"])
    assert (idea["asked"], idea["tickets"]) == (1, 1)
    other = await proposed(anna, "Wire money")
    for idea_, ticket in ((idea, second), (other, third), (other, second)):
        await anna("PUT", f"{PATH}/{idea_['id']}/tickets/{ticket['id']}", expect=201, json={"quote": "By transfer!"})
    await anna("PUT", f"{PATH}/{other['id']}/tickets/{second['id']}", expect=200, json={})
    lead = await callers_.agent(role="lead")
    merged = await merge(lead, other, idea)
    assert (merged["asked"], merged["tickets"]) == (2, 3)
    listed = (await anna.get(f"{PATH}/{idea['id']}/tickets"))["items"]
    assert [each["ticket_id"] for each in listed] == [each["id"] for each in (third, second, first)]
    assert (await anna.get("/v1/product-feedback", params={"linked": "false"}))["items"] == []
    asked = (await anna.get("/v1/product-feedback", params={"linked": "true", "limit": 1}))["items"][0]
    assert asked["ideas"] == [idea["id"]]
    # Two customers who turn out to be one count once, and two again when that is undone.
    await ada.post(f"/v1/customers/{oleg.id}/merge", {"into_id": str(vera.id)}, expect=200)
    assert (await counts(anna, idea))[2:] == (1, 3)
    await ada.post(f"/v1/customers/{oleg.id}/unmerge", expect=200)
    assert (await counts(anna, idea))[2:] == (2, 3)
    await anna("PUT", f"/v1/tickets/{third['id']}/spam", expect=200, json={"spam": True})
    assert (await counts(anna, idea))[2:] == (1, 2)
    listed = (await anna.get(f"{PATH}/{idea['id']}/tickets"))["items"]
    assert [each["ticket_id"] for each in listed] == [each["id"] for each in (second, first)]
    # Linking it again counts it no more than before.
    await anna("PUT", f"{PATH}/{idea['id']}/tickets/{third['id']}", json={"quote": "Cheap pills"})
    assert (await counts(anna, idea))[2:] == (1, 2)
    # Out of the group, whichever of its ideas it was linked to.
    await anna("DELETE", f"{PATH}/{idea['id']}/tickets/{second['id']}", expect=204)
    await anna("DELETE", f"{PATH}/{idea['id']}/tickets/{second['id']}", expect=204)
    assert (await counts(anna, idea))[2:] == (1, 1)
    log = (await anna.get(f"/v1/tickets/{second['id']}/events"))["items"]
    assert Counter(each["type"] for each in log if "idea" in each["type"]) == {
        "ticket.idea_linked": 2, "ticket.idea_unlinked": 2,
    }  # fmt: skip
    theirs = (await vera.get(f"/v1/tickets/{second['id']}/events"))["items"]
    assert not [each for each in theirs if "idea" in each["type"]]
    await vera.refused("GET", PATH, 403, "forbidden")


async def test_what_sounds_alike_is_found_before_it_is_proposed_again(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    idea = await proposed(anna, "Оплата банковским переводом", body="Компаниям за границей нечем платить картой.")
    await proposed(anna, "A darker theme", body="For nights.")
    found = (await anna.get(f"{PATH}/similar", params={"text": "хочу платить банковские переводы"}))["items"]
    assert [each["idea"]["id"] for each in found] == [idea["id"]]
    assert "банковские" in found[0]["words"]
    for empty in ("...", "👍", "1234"):
        assert (await anna.get(f"{PATH}/similar", params={"text": empty}))["items"] == []
    asked = {"subject": "Перевод", "body": "Можно оплатить банковским переводом?", "type": "feedback"}
    ticket = await vera.post("/v1/tickets", asked)
    seen = await anna.get(f"/v1/tickets/{ticket['id']}/ideas")
    assert (seen["linked"], [each["idea"]["id"] for each in seen["similar"]]) == ([], [idea["id"]])
    await anna("PUT", f"{PATH}/{idea['id']}/tickets/{ticket['id']}", expect=201, json={})
    seen = await anna.get(f"/v1/tickets/{ticket['id']}/ideas")
    assert ([each["id"] for each in seen["linked"]], seen["similar"]) == ([idea["id"]], [])
