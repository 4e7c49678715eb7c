"""Tickets that sound alike, that were solved before, and that may be the same matter: with why, and what to do."""

from datetime import timedelta
from typing import Any

from app.rules import ticket_duplicates as rules
from app.rules.ticket_duplicates import Pair
from tests.api.test_articles import brand
from tests.api.test_ticket_suggestions import asked, path, say
from tests.conftest import Callers
from tests.desks import eventually


def numbers(found: Any) -> list[int]:
    return [each["ticket"]["number"] for each in found["items"]]


async def test_similar_tickets_what_solved_them_and_duplicates(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    admin = await callers_.admin()
    await brand(admin)
    await brand(admin, "bank")
    text = "The xylophone arrived broken, order 7712345, please refund"
    solved = await asked(anna, "Xylophone refund", "My xylophone came broken, I want a refund", who="old")
    await say(anna, solved, "A note about xylophones", visibility="internal")
    answer = await say(anna, solved, "Send it back, then the money comes.")
    await anna.patch(f"/v1/tickets/{solved['id']}", {"status": "solved"})
    first = await asked(anna, "Broken xylophone", text, who="boris")
    twice = await asked(anna, "Xylophone!", text + " NOW", who="boris")
    others = await asked(anna, "Xylophone", "xylophone arrived broken, order 7712345, please, a refund", who="carla")
    other_matter = await asked(anna, "Where to change the address", "I have moved to Kazan", who="boris")
    elsewhere = await asked(anna, "Broken xylophone", text, who="boris", brand="bank")
    known = {each["number"]: each for each in (solved, twice, others)}

    similar = await eventually(
        lambda: anna.get(path(first, "/similar")), lambda found: set(numbers(found)) >= set(known)
    )
    assert set(numbers(similar)) == set(known)
    assert [each["likeness"] for each in similar["items"]] == sorted(
        (each["likeness"] for each in similar["items"]), reverse=True
    )
    assert all("xylophone" in each["why"][0]["words"] for each in similar["items"])
    assert numbers(await anna.get(path(first, "/similar"), params={"limit": 1})) == numbers(similar)[:1]

    (before,) = (await anna.get(path(first)))["tickets"]
    assert (before["number"], before["message_id"]) == (solved["number"], answer["id"])
    assert before["insert"] == {"body": "Send it back, then the money comes.", "format": "text", "template_id": None}

    found = await anna.get(path(first, "/duplicates"))
    assert set(numbers(found)) == {twice["number"], others["number"]}
    by_number = {each["ticket"]["number"]: each for each in found["items"]}
    mine, theirs = by_number[twice["number"]], by_number[others["number"]]
    assert {each["kind"] for each in mine["why"]} == {"same_text", "same_reference", "same_requester", "close_in_time"}
    assert next(each for each in mine["why"] if each["kind"] == "same_reference")["words"] == ["7712345"]
    # What one customer wrote twice can be one ticket, the older; what two wrote is linked.
    assert mine["offer"] == {"do": "merge", "into_id": first["id"], "source_ids": [twice["id"]]}
    assert theirs["offer"] == {"do": "link", "into_id": None, "source_ids": []}
    assert mine["likeness"] > theirs["likeness"] >= rules.LEAST
    back = (await anna.get(path(twice, "/duplicates")))["items"]
    assert {each["offer"]["into_id"] for each in back if each["offer"]["do"] == "merge"} == {first["id"]}
    assert other_matter["number"] not in numbers(await anna.get(path(twice, "/duplicates")))
    assert numbers(await anna.get(path(elsewhere, "/duplicates"))) == []

    # What was dismissed does not come again, and what is merged is no duplicate any more.
    gone = {"kind": "ticket", "id": others["id"], "action": "dismissed"}
    await anna.post(path(first, "/suggestions/uses"), gone, expect=200)
    assert numbers(await anna.get(path(first, "/duplicates"))) == [twice["number"]]
    offer = mine["offer"]
    await anna.post(f"/v1/tickets/{offer['into_id']}/merge", {"source_ids": offer["source_ids"]}, expect=200)
    assert numbers(await anna.get(path(first, "/duplicates"))) == []
    assert await anna.get(path(twice, "/duplicates")) == {"items": []}
    for end in ("/similar", "/duplicates", "/suggestions"):
        await vera.refused("GET", path(first, end), 403, "forbidden")


def test_signs_of_one_matter() -> None:
    def likely(
        near: float, *, same: bool = False, hours: float = 100, references: frozenset[str] = frozenset()
    ) -> float:
        return rules.likeness(rules.signs(Pair(near, same, timedelta(hours=hours), references)))

    # Whoever writes twice about different things has two matters; who says the same has one.
    assert likely(0.1, same=True, hours=1) < rules.LEAST < likely(0.9)
    assert likely(0.4, same=True) > rules.LEAST > likely(0.4)
    assert likely(0.0, references=frozenset({"12345"})) >= rules.LEAST
    assert likely(0.9, same=True, hours=1) > likely(0.9, same=True) > likely(0.9)
    assert likely(0.0) == 0.0


def test_what_is_a_reference() -> None:
    found = rules.references(
        ["order 7712345 and AB-12345, ps4, error 404, hello-world, ABCDEF, 2026-11-26 " + "9" * 40]
    )
    assert found == {"7712345", "AB-12345"}
    assert rules.references([]) == frozenset()
