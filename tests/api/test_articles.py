"""`/v1/articles`: written in versions, reviewed, published; what readers see is one of them and never half of two."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from app import clock
from app.ids import new_id
from app.services import article_reminders
from tests.conftest import Api, Callers
from tests.desks import eventually

PATH = "/v1/articles"
TEXT = {"title": "How do I get my money back?", "summary": "In three days.", "body": "Open **Orders**."}


async def brand(admin: Api, key: str = "shop", **more: Any) -> str:
    """A brand."""
    return str((await admin.post("/v1/brands", {"key": key, "name": key, **more}))["key"])


async def article(caller: Api, **fields: Any) -> Any:
    """An article with a draft in English."""
    return await caller.post(PATH, {"brand": "shop", "default_locale": "en", "draft": TEXT, **fields})


def text_of(made: Any, locale: str = "en") -> str:
    """Where the text of an article is."""
    return f"{PATH}/{made['id']}/translations/{locale}"


async def test_an_article_is_written_by_an_agent_and_published_by_a_lead(callers_: Callers) -> None:
    ada, anna, lead = await callers_.admin(), await callers_.agent(), await callers_.agent(role="lead", name="Lea")
    await brand(ada)
    made = await article(anna)
    assert (made["owner_id"], made["visibility"], made["version"]) == (str(anna.id), "public", 1)
    (brief,) = made["translations"]
    assert (brief["title"], brief["slug"], brief["status"]) == (TEXT["title"], "how-do-i-get-my-money-back", "draft")
    assert brief["url"] == "http://desk.test/help/shop/en/how-do-i-get-my-money-back"
    where = text_of(made)
    draft = await anna.get(where)
    assert (draft["draft"]["number"], draft["draft"]["author"]["name"], draft["published"]) == (1, "Anna", None)
    assert draft["draft"]["html"] == "<p>Open <strong>Orders</strong>.</p>\n"
    await anna.refused("POST", f"{where}/publish", 403, "forbidden", json={})
    sent = await anna.post(f"{where}/submit", expect=200)
    assert (sent["status"], sent["draft"]["state"]) == ("review", "review")
    told = (await lead.get("/v1/notifications"))["items"]
    assert [(each["kind"], each["data"]["title"]) for each in told] == [("article.review_asked", TEXT["title"])]
    back = await lead.post(f"{where}/return", {"reason": "How long?"}, expect=200)
    assert (back["status"], back["draft"]["state"]) == ("draft", "draft")
    (told,) = (await anna.get("/v1/notifications"))["items"]
    assert (told["kind"], told["data"]["reason"]) == ("article.returned", "How long?")
    shown = await lead.post(f"{where}/publish", {}, expect=200)
    assert (shown["status"], shown["draft"], shown["published"]["state"]) == ("published", None, "published")
    # What is written from now on is seen by nobody until it is published as well.
    more = await anna.put(where, {**TEXT, "body": "Ask us."})
    assert (more["status"], more["draft"]["number"], more["published"]["body"]) == ("published", 2, TEXT["body"])
    listed = (await anna.get(PATH, params={"status": "published", "brand": "shop"}))["items"]
    assert [(each["id"], each["translations"][0]["draft_number"]) for each in listed] == [(made["id"], 2)]
    gone = await lead.post(f"{where}/unpublish", expect=200)
    assert (gone["status"], gone["published"]["state"]) == ("unpublished", "superseded")
    assert (await anna.get(PATH, params={"status": "published"}))["items"] == []
    again = await lead.post(f"{where}/publish", {"number": 1}, expect=200)
    assert (again["status"], again["draft"]["number"], again["published"]["number"]) == ("published", 2, 1)


async def test_nothing_that_somebody_else_wrote_is_written_over(callers_: Callers) -> None:
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    await brand(ada)
    made = await article(anna)
    where = text_of(made)
    first = await anna("GET", where)
    mine = await anna.put(where, {**TEXT, "body": "One."}, headers={"if-match": first.headers["etag"]})
    assert mine["draft"]["number"] == 1
    await boris.refused("PUT", where, 412, "stale", json=TEXT, headers={"if-match": first.headers["etag"]})
    his = await boris.put(where, {**TEXT, "title": "Refunds", "body": "One.\nTwo."})
    assert (his["draft"]["number"], his["slug"]) == (2, "how-do-i-get-my-money-back")
    versions = (await anna.get(f"{where}/versions"))["items"]
    assert [(each["number"], each["state"], each["author"]["name"]) for each in versions] == [
        (2, "draft", "Boris"), (1, "superseded", "Anna"),
    ]  # fmt: skip
    assert (await anna.get(f"{where}/versions/1"))["body"] == "One."
    page = await anna.get(f"{where}/versions", params={"limit": 1})
    rest = await anna.get(f"{where}/versions", params={"limit": 1, "cursor": page["next_cursor"]})
    assert ([each["number"] for each in rest["items"]], rest["next_cursor"]) == ([1], None)
    diff = await anna.get(f"{where}/diff", params={"from": 1, "to": 2})
    assert (diff["title"], diff["summary"]) == ({"before": TEXT["title"], "after": "Refunds"}, None)
    assert [(line["change"], line["text"]) for line in diff["hunks"][0]["lines"]] == [
        ("same", "One."),
        ("added", "Two."),
    ]
    # Published is what the lead has seen, whatever was begun meanwhile.
    await ada.post(f"{where}/publish", {"number": 1}, expect=200)
    restored = await anna.post(f"{where}/restore", {"number": 1}, expect=200)
    assert (restored["draft"]["number"], restored["draft"]["restored_from"], restored["draft"]["body"]) == (
        3,
        1,
        "One.",
    )
    assert restored["published"]["number"] == 1
    for number in (7, 0):
        code = "unknown_version" if number else "invalid"
        await ada.refused("POST", f"{where}/publish", 422, code, json={"number": number})
        await anna.refused("GET", f"{where}/diff", 422, code, params={"from": 1, "to": number})
    await anna.refused("GET", f"{where}/versions/7", 404, "not_found")


async def test_publishing_and_editing_at_once_shows_one_version_whole(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await brand(ada)
    where = text_of(await article(anna))
    etag = (await ada("GET", where)).headers["etag"]
    published, *edited = await asyncio.gather(
        ada("POST", f"{where}/publish", json={}, headers={"if-match": etag}),
        *(anna("PUT", where, json={"title": f"T{n}", "body": f"B{n}"}) for n in range(3)),
    )
    assert published.status_code in {200, 412}
    assert {each.status_code for each in edited} == {200}
    after = await ada.get(where)
    assert after["draft"]["title"][1:] == after["draft"]["body"][1:]
    if published.status_code == 200:
        assert after["published"]["body"] == TEXT["body"]
    answers = await asyncio.gather(*(ada("POST", f"{where}/publish", json={}) for _ in range(3)))
    assert {each.status_code for each in answers} == {200}
    states = [each["state"] for each in (await ada.get(f"{where}/versions"))["items"]]
    assert states.count("published") == 1


async def test_an_address_is_one_articles_also_in_a_race(callers_: Callers) -> None:
    ada = await callers_.admin()
    await brand(ada)
    made = await asyncio.gather(*(article(ada) for _ in range(4)))
    slugs = {each["translations"][0]["slug"] for each in made}
    assert slugs == {"how-do-i-get-my-money-back" + tail for tail in ("", "-2", "-3", "-4")}
    wanted = [ada("PUT", text_of(each), json={**TEXT, "slug": "Refund"}) for each in made]
    answers = await asyncio.gather(*wanted)
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"slug_taken"}
    russian = await ada.put(text_of(made[0], "ru"), {"title": "Как вернуть деньги?", "body": "Просто."})
    assert russian["slug"] == "kak-vernut-dengi"
    for title in ("🎉🎉", "0193a1f0-c4d2-7a3e-8000-000000000000", "\u202e\u2067"):
        assert (await article(ada, draft={"title": title, "body": "x"}))["translations"][0]["slug"]
    for bad in ("", "a b", "-a", "a/b", "x" * 101, str(new_id()), "<b>"):
        await ada.refused("PUT", text_of(made[0]), 422, "invalid", json={**TEXT, "slug": bad})


async def test_what_would_never_be_shown_is_refused(callers_: Callers) -> None:
    ada = await callers_.admin()
    await brand(ada)
    made = await article(ada)
    where = text_of(made)
    huge = "|a" * 100 + "\n" + "|-" * 100 + "\n" + ("|x" * 100 + "\n") * 100
    for body in (huge, ">" * 50 + "x", "\n".join(" " * 2 * n + "- a" for n in range(50))):
        problem = await ada.refused("PUT", where, 422, "article_too_complex", json={"title": "T", "body": body})
        assert problem["errors"][0]["pointer"] == "/body"
    long = await ada.refused("PUT", where, 422, "invalid", json={"title": "T", "body": "x" * 100_001})
    assert long["errors"][0]["detail"] == "String should have at most 100000 characters"
    await ada.refused("PUT", where, 413, "body_too_large", json={"title": "T", "body": "x" * 5_000_000})
    await ada.refused("PUT", where, 400, "nul_character", json={"title": "T", "body": "a\x00b"})
    # As clients send it that escape every letter.
    body = json.dumps({"title": "Ж" * 255, "body": "Ж" * 100_000})
    long = await ada("PUT", where, expect=200, content=body, headers={"content-type": "application/json"})
    assert len(long.json()["draft"]["body"]) == 100_000
    for locale in ("english", "e", "en_US", "en-", "x" * 40, "%F0%9F%98%80"):
        await ada.refused("PUT", text_of(made, locale), 422, "invalid", json=TEXT)
    await ada.put(text_of(made, "pt-br"), TEXT)
    await ada.put(text_of(made, "pt-BR"), TEXT)
    assert [each["locale"] for each in (await ada.get(f"{PATH}/{made['id']}"))["translations"]] == ["en", "pt-BR"]
    dangling = await ada.put(where, {"title": "T", "body": f"![x](file:{new_id()})"})
    assert [each["code"] for each in dangling["draft"]["warnings"]] == ["unknown_file"]
    await ada.refused("POST", f"{where}/publish", 409, "article_incomplete", json={})


async def test_categories_are_a_tree_without_circles(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await brand(ada)
    where = "/v1/article-categories"

    async def made(slug: str, parent: Any = None) -> Any:
        body = {"brand": "shop", "slug": slug, "names": {"en": slug}, "parent_id": parent and parent["id"]}
        return await ada.post(where, body)

    root = await made("pay")
    chain = [root]
    for n in range(5):
        chain.append(await made(f"c{n}", chain[-1]))
    assert chain[-1]["path"] == "pay/c0/c1/c2/c3/c4"
    body = {"brand": "shop", "slug": "deep", "names": {"en": "x"}, "parent_id": chain[-1]["id"]}
    await ada.refused("POST", where, 422, "category_too_deep", json=body)
    for wanted in (chain[0], chain[3]):
        body = {"parent_id": wanted["id"]}
        await ada.refused("PATCH", f"{where}/{root['id']}", 422, "category_cycle", json=body)
    # Two moves at once, each of which would be fine without the other.
    a, b = await made("a"), await made("b")
    moves = ((a, b), (b, a))
    answers = await asyncio.gather(
        *(ada("PATCH", f"{where}/{one['id']}", json={"parent_id": other["id"]}) for one, other in moves)
    )
    assert sorted(each.status_code for each in answers) == [200, 422]
    moved = await ada.patch(f"{where}/{root['id']}", {"slug": "paying"}, headers={"if-match": '"1"'})
    assert (moved["path"], moved["version"]) == ("paying", 2)
    paths = [each["path"] for each in (await anna.get(where, params={"brand": "shop"}))["items"]]
    assert paths[2:] == ["/".join(["paying", *(f"c{n}" for n in range(m))]) for m in range(6)]
    page = await anna.get(where, params={"limit": 2})
    assert (await anna.get(where, params={"cursor": page["next_cursor"]}))["items"][0]["path"] == "paying"
    races = await asyncio.gather(
        *(ada("POST", where, json={"brand": "shop", "slug": "same", "names": {"ru": "x"}}) for _ in range(3))
    )
    assert sorted(each.status_code for each in races) == [201, 409, 409]
    await ada.refused("DELETE", f"{where}/{root['id']}", 409, "category_in_use")
    await ada("DELETE", f"{where}/{chain[-1]['id']}", expect=204)
    await ada.refused("PATCH", f"{where}/{chain[0]['id']}", 412, "stale", json={}, headers={"if-match": '"1"'})
    back = await ada.patch(f"{where}/{chain[-1]['id']}", {"archived": False})
    assert back["archived"] is False
    await anna.refused("DELETE", f"{where}/{root['id']}", 403, "forbidden")


async def test_what_is_not_text_is_changed_and_archived(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await brand(ada)
    await brand(ada, "other")
    made, second = await article(anna), await article(anna)
    foreign = await article(anna, brand="other")
    path = f"{PATH}/{made['id']}"
    category = await ada.post("/v1/article-categories", {"brand": "shop", "slug": "pay", "names": {"en": "Pay"}})
    change = {
        "category_id": category["id"], "visibility": "agents", "review_by": "2026-01-01",
        "labels": ["refund", "refund"], "aliases": ["https://old.example/1"], "related_ids": [second["id"]],
        "owner_id": str(ada.id),
    }  # fmt: skip
    changed = await ada.patch(path, change, headers={"if-match": '"1"'})
    assert changed == {**changed, **change, "labels": ["refund"], "version": 2}
    assert await ada.patch(path, {"visibility": "agents"}) == changed
    await ada.refused("PATCH", path, 412, "stale", json={"visibility": "public"}, headers={"if-match": '"1"'})
    due = await anna.get(PATH, params={"review_due": True, "owner_id": str(ada.id)})
    assert [each["id"] for each in due["items"]] == [made["id"]]
    for bad, code in (
        ({"category_id": str(new_id())}, "unknown_category"),
        ({"owner_id": str(new_id())}, "unknown_agent"),
        ({"related_ids": [made["id"]]}, "unknown_article"),
        ({"related_ids": [foreign["id"]]}, "unknown_article"),
        ({"aliases": ["javascript:alert(1)"]}, "invalid"),
        ({"default_locale": "nonsense!"}, "invalid"),
        ({"visibility": None}, "invalid"),
    ):
        await ada.refused("PATCH", path, 422, code, json=bad)
    await anna.refused("PATCH", path, 403, "forbidden", json={"visibility": "public"})
    await ada.refused("DELETE", f"/v1/article-categories/{category['id']}", 409, "category_in_use")
    await ada("DELETE", path, expect=204)
    await ada("DELETE", path, expect=204)
    await ada.refused("PUT", text_of(made), 409, "article_archived", json=TEXT)
    assert [each["id"] for each in (await anna.get(PATH, params={"archived": True}))["items"]] == [made["id"]]
    # Its address is free; it gets another one when it comes back.
    taken = await ada.put(text_of(second), {**TEXT, "slug": "how-do-i-get-my-money-back"})
    back = await ada.patch(path, {"archived": False})
    assert (back["archived_at"], taken["slug"]) == (None, "how-do-i-get-my-money-back")
    assert back["translations"][0]["slug"] not in {"how-do-i-get-my-money-back", ""}


async def test_a_text_that_nobody_has_seen_is_removed(callers_: Callers) -> None:
    ada = await callers_.admin()
    await brand(ada)
    made = await article(ada)
    await ada.put(text_of(made, "ru"), {"title": "Деньги", "body": "Да."})
    await ada("DELETE", text_of(made, "ru"), expect=204)
    await ada.refused("GET", text_of(made, "ru"), 404, "not_found")
    await ada.post(f"{text_of(made)}/publish", {}, expect=200)
    await ada.refused("DELETE", text_of(made), 409, "translation_published")
    anna = await callers_.agent()
    await anna.refused("PUT", text_of(made), 403, "forbidden", json={**TEXT, "slug": "other"})


async def test_its_owner_is_told_once_when_it_is_to_be_looked_at_again(callers_: Callers) -> None:
    ada, anna, lead = await callers_.admin(), await callers_.agent(), await callers_.agent(role="lead", name="Lea")
    await brand(ada)
    today = clock.now().date()
    hers = await article(anna, review_by=str(today))
    nobodys = await article(ada, review_by=str(today - timedelta(days=9)), owner_id=None)
    await article(anna, review_by=str(today + timedelta(days=2)))
    gone = await article(anna, review_by=str(today))
    await ada("DELETE", f"{PATH}/{gone['id']}", expect=204)

    async def told(agent: Api, times: int = 1) -> list[str]:
        for _ in range(2):
            async with callers_.desk.database.unit_of_work() as work:
                assert await article_reminders.tell(work.session) is False

        async def look() -> list[dict[str, Any]]:
            return list((await agent.get("/v1/notifications"))["items"])

        # The desk looks for such articles as well: what it has taken up, it may not have told yet.
        found = await eventually(look, lambda items: len(items) >= times)
        assert all(each["kind"] == "article.review_due" and each["data"]["title"] == TEXT["title"] for each in found)
        return [each["data"]["article_id"] for each in found]

    assert await told(anna) == [hers["id"]]
    assert await told(lead) == [nobodys["id"]]
    # Another date is another reminder; the same one again is none.
    await ada.patch(f"{PATH}/{hers['id']}", {"review_by": str(today + timedelta(days=30))})
    assert len(await told(anna)) == 1
    await ada.patch(f"{PATH}/{hers['id']}", {"review_by": str(today - timedelta(days=1))})
    assert len(await told(anna, 2)) == 2
