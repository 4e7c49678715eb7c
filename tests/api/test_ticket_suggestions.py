"""What agents are suggested, learnt from what they did before: with why, in one brand, forgotten when it must be."""

import asyncio
from typing import Any

import pytest

from app.ids import new_id
from tests.api.test_articles import article, brand, text_of
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

RESET, PARCEL = "Reset your password", "Where is my parcel?"


async def published(admin: Api, title: str, **more: Any) -> Any:
    """A published article with this title; its address with it."""
    made = await article(admin, draft={"title": title, "body": f"{title}."}, **more)
    shown = await admin.post(f"{text_of(made)}/publish", {}, expect=200)
    return {**made, "url": shown["url"]}


async def asked(agent: Api, subject: str, body: str, *, who: str = "vera", **more: Any) -> Any:
    """A ticket of a customer."""
    new = {"subject": subject, "body": body, "requester": {"email": f"{who}@example.com"}, "brand": "shop", **more}
    return await agent.post("/v1/tickets", new)


def path(ticket: Any, end: str = "/suggestions") -> str:
    return f"/v1/tickets/{ticket['id']}{end}"


async def say(agent: Api, ticket: Any, body: str, **more: Any) -> Any:
    return await agent.post(path(ticket, "/messages"), {"body": body, **more})


async def uses(desk: Desk) -> list[tuple[str, str]]:
    async with desk.database.lean() as connection:
        rows = await connection.fetch("SELECT kind, article_id::text FROM article_uses ORDER BY at, id")
    return [(row["kind"], row["article_id"]) for row in rows]


async def counted(desk: Desk) -> dict[str, int]:
    """What was learnt, counted anew from the examples: it must be what is kept."""
    async with desk.database.lean() as connection:
        rows = await connection.fetch(
            """SELECT coalesce(a.mark, w.mark) AS mark, a.n, w.examples FROM (
             SELECT m.mark, count(*) AS n FROM suggestion_examples e,
             unnest(e.marks || desk_suggestion_mark(e.kind, e.brand, '')) AS m (mark)
             WHERE NOT e.dismissed GROUP BY 1) a
            FULL JOIN suggestion_words w ON w.mark = a.mark"""
        )
    assert all(row["n"] == row["examples"] for row in rows), [dict(row) for row in rows]
    return {row["mark"]: row["examples"] for row in rows}


async def test_what_agents_pointed_to_is_suggested_for_tickets_like_it_and_says_why(
    callers_: Callers, desk: Desk
) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await brand(ada)
    old = "https://old.example/articles/12-Reset-password?lang=en"
    reset = await published(ada, RESET, aliases=[old])
    parcel = await published(ada, PARCEL, visibility="agents")
    hidden = await article(ada, draft={"title": "Passwords, a draft", "body": "Not yet."})
    first = await asked(anna, "Help", "I forgot my password and cannot sign in 😡")
    # Before anybody used one it is found by its own words.
    (unused,) = (await anna.get(path(first)))["articles"]
    assert (unused["article_id"], unused["share"], [each["kind"] for each in unused["why"]]) == (
        reset["id"], None, ["own_words"],
    )  # fmt: skip
    assert unused["why"][0]["words"] == ["password"]
    second = await asked(anna, "Delivery", "Where is my parcel? It is late", who="boris")
    # By its own address, by an old one however it is written, and in a note, which does not count.
    await say(anna, first, f"Please see [here]({reset['url']}). https://example.com/unknown")
    await say(
        anna,
        second,
        f"It is on its way: {parcel['url']}, and HTTP://www.old.example/articles/12-Reset-password/?lang=en#x",
    )
    await say(anna, second, reset["url"], visibility="internal")
    await eventually(lambda: uses(desk), lambda found: len(found) == 3)
    assert {kind for kind, _ in await uses(desk)} == {"linked"}
    # What a customer sends is nobody's answer.
    assert hidden["id"] not in {each for _, each in await uses(desk)}

    third = await asked(anna, "Sign-in", "Forgotten PASSWORD, what now?", who="carla", language="en")
    found = await anna.get(path(third))
    best = found["articles"][0]
    assert (best["article_id"], best["title"], best["url"], best["used"]) == (reset["id"], RESET, reset["url"], False)
    why = best["why"][0]
    assert (why["kind"], sorted(why["words"])) == ("similar_tickets", ["PASSWORD", "Sign"])
    assert first["number"] in [each["number"] for each in why["tickets"]]
    assert {each["kind"] for each in best["why"]} >= {"similar_tickets", "own_words"}
    assert best["insert"] == {"body": f"{RESET}\n{reset['url']}", "format": "text", "template_id": None}
    other = next(each for each in found["articles"] if each["article_id"] == parcel["id"])
    assert (other["insert"], other["visibility"]) == (None, "agents")
    # The ticket itself does not speak for what is used there.
    assert (await anna.get(path(first)))["articles"][0]["used"]
    assert len((await anna.get(path(third), params={"limit": 1}))["articles"]) == 1
    assert (await counted(desk))["a:shop:"] == 3

    # Of another brand nothing is known, and what is archived goes.
    await brand(ada, "bank")
    assert (await anna.get(path(await asked(anna, "Sign-in", "my password", who="dora", brand="bank"))))[
        "articles"
    ] == []
    await ada("DELETE", f"/v1/articles/{reset['id']}", expect=204)
    assert [each["article_id"] for each in (await anna.get(path(third)))["articles"]] == [parcel["id"]]


async def test_what_was_inserted_or_dismissed_is_learnt(callers_: Callers, desk: Desk) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await brand(ada)
    reset, parcel = await published(ada, RESET), await published(ada, PARCEL)
    template = await ada.post(
        "/v1/templates",
        {
            "title": "Password lost",
            "scope": "shared",
            "variants": [{"body": "Hello {{ customer.name }}, press *Forgot*."}],
        },
    )
    one = await asked(anna, "Password", "I lost my password")
    use = path(one, "/suggestions/uses")

    async def did(kind: str, about: Any, action: str, **more: Any) -> Any:
        return await anna.post(use, {"kind": kind, "id": about["id"], "action": action}, expect=200, **more)

    assert (await did("article", reset, "inserted"))["action"] == "inserted"
    again = await did("article", reset, "inserted")
    assert await uses(desk) == [("suggested", reset["id"])]
    await did("article", parcel, "dismissed")
    await did("reply", template, "inserted")
    two = await asked(anna, "Sign in", "lost password again", who="boris")
    found = await anna.get(path(two))
    assert [each["article_id"] for each in found["articles"]] == [reset["id"]]
    (reply,) = found["replies"]
    assert (reply["template_id"], reply["why"][0]["kind"]) == (template["id"], "similar_tickets")
    assert reply["insert"]["body"].startswith("Hello ")
    # Taken back, and then the last word of several at once.
    assert (await did("article", reset, "dismissed"))["at"] != again["at"]
    assert await uses(desk) == []
    assert (await anna.get(path(one)))["articles"] == []
    assert (await did("article", reset, "restored"))["action"] == "restored"
    assert (await counted(desk)).get("a:shop:") is None
    await did("article", parcel, "restored")
    # At once: one of them is the last, and what is counted is what is there.
    at_once = [did("article", each, action) for each in (reset, parcel) for action in ("inserted", "dismissed")]
    await asyncio.gather(*at_once, *(anna.get(path(two)) for _ in range(2)))
    assert len(await uses(desk)) == (await counted(desk)).get("a:shop:", 0)
    await asyncio.gather(*(did("article", each, "dismissed") for each in (reset, parcel)))
    assert (await counted(desk)).get("a:shop:", 0) == 0
    assert (await counted(desk))["r:shop:"] == 1
    # Sending a template with a message is a use too.
    body = {"body": "Press *Forgot*.", "template_id": template["id"]}
    await anna.post(path(two, "/messages"), body)
    await eventually(lambda: counted(desk), lambda marks: marks["r:shop:"] == 2)

    for wrong in (str(new_id()), one["id"]):
        await anna.refused(
            "POST", use, 422, "unknown_suggestion", json={"kind": "ticket", "id": wrong, "action": "dismissed"}
        )
    unknown = {"kind": "article", "id": template["id"], "action": "inserted"}
    await anna.refused("POST", use, 422, "unknown_suggestion", json=unknown)


async def test_what_is_redacted_or_taken_back_is_forgotten(callers_: Callers, desk: Desk) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await brand(ada)
    reset = await published(ada, RESET)
    ticket = await asked(anna, "Help, trombone", "my xylophone password")
    answer = await say(anna, ticket, reset["url"])
    await eventually(lambda: counted(desk), lambda marks: "a:shop:xylophon" in marks)
    # So is what is taken out of its subject.
    assert "a:shop:trombon" in await counted(desk)
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"subject": "Help"})
    await eventually(lambda: counted(desk), lambda marks: "a:shop:trombon" not in marks)
    # Spam teaches nothing, as long as it is spam.
    await anna("PUT", path(ticket, "/spam"), json={"spam": True}, expect=200)
    await eventually(lambda: counted(desk), lambda marks: marks == {})
    await anna("PUT", path(ticket, "/spam"), json={"spam": False}, expect=200)
    await eventually(lambda: counted(desk), lambda marks: "a:shop:xylophon" in marks)
    first = (await anna.get(path(ticket, "/messages")))["items"][0]
    await ada.post(path(ticket, f"/messages/{first['id']}/redact"), {"reason": "personal"}, expect=200)
    marks = await eventually(lambda: counted(desk), lambda marks: "a:shop:xylophon" not in marks)
    assert marks["a:shop:"] == 1
    # Everything is made anew from what there is.
    job = await ada.post("/v1/suggestions/rebuild", expect=202)
    await eventually(lambda: ada.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] == "done")
    assert await counted(desk) == marks
    await ada.post(path(ticket, f"/messages/{answer['id']}/redact"), {"reason": "wrong"}, expect=200)
    await eventually(lambda: counted(desk), lambda marks: marks == {})
    assert await uses(desk) == []


@pytest.mark.parametrize("text", ["😡", "the of and", "<script>alert('x')</script> %'\\ \u202e ' | & ! :*", "1 2 3"])
async def test_any_text_is_answered(callers_: Callers, text: str) -> None:
    anna = await callers_.agent()
    await brand(await callers_.admin())
    ticket = await asked(anna, text, text)
    assert await anna.get(path(ticket)) == {"articles": [], "replies": [], "tickets": []}
    for end in ("/similar", "/duplicates"):
        assert await anna.get(path(ticket, end)) == {"items": []}
