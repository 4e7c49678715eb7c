"""Readers find articles at every letter, whatever their fingers do; and nobody finds what is not theirs to read."""

import pytest

from tests.api import library as library_
from tests.api.library import SESSION, Library
from tests.conftest import Callers
from tests.desks import eventually


@pytest.fixture
async def library(callers_: Callers) -> Library:
    """A few articles in several languages."""
    return await library_.opened(callers_)


async def test_readers_find_articles_whatever_their_fingers_do(library: Library) -> None:
    # Forms of a word, a beginning, both languages, a number with letters, one that has no spaces between words.
    wanted = {
        "en": {
            "refunds": "refund", "ref": "refund", "getting a refund please": "refund", "deliveries": "delivery",
            "refnud": "refund", "refud my mony": "refund", "delvi": "delivery",
            "куагтв": "refund", "e 1042": "delivery", "E-1042": "delivery", "forgotten password": "password",
            "when will the courier come with my parcel": "delivery", "PASSWORD!!!": "password",
        },
        "ru": {
            "вернуть": "refund", "возврат денег": "refund", "деньги": "refund", "денег": "refund", "дос": "delivery",
            "dthyenm ltymub": "refund", "vozvrat deneg": "refund", "kogda dostavyat": "delivery",
            "еще письмо": "refund", "ДОСТАВКА": "delivery", "куръер": "delivery", "доствка": "delivery",
            "как вернуть деньги за заказ": "refund",
        },
        "de": {"Erstattungen": "refund", "ruckgabe": "refund", "RÜCKG": "refund"},
        "zh": {"退款": "chinese", "退": "chinese"},
    }  # fmt: skip
    for locale, questions in wanted.items():
        for question, name in questions.items():
            found = await library.names(question, locale=locale)
            assert found[:1] == ([name] if name else found[:1]), (question, found)


async def test_what_is_found_says_why_and_is_safe_in_a_page(library: Library) -> None:
    found = await library.find("money card", locale="en")
    (hit,) = found["items"]
    assert hit["title_html"] == "Getting a refund"
    assert "the <mark>money</mark> to your <mark>card</mark>" in hit["html"]
    assert hit["url"] == f"https://help.shop.example/en/{hit['slug']}"
    assert (hit["locale"], hit["coverage"], found["corrected"]) == ("en", 1.0, False)
    (hit,) = (await library.find("press", locale="en"))["items"]
    assert "<b>" not in hit["html"]
    assert (await library.find("pasword", locale="en"))["corrected"]
    # In another language when there is nothing in theirs: it says in which.
    (hit,) = (await library.find("forgot password", locale="ru"))["items"]
    assert hit["locale"] == "en"
    # The browser's languages count where none is named.
    headers = {"accept-language": "de-AT,de;q=0.9"}
    (hit,) = (await library.nobody.get("/v1/help/search", params={"q": "Tage"}, headers=headers))["items"]
    assert hit["locale"] == "de"


async def test_hostile_questions_are_words_or_nothing(library: Library) -> None:
    nothing = ["", " ", "😀", "😀🎉", "\u202e\u200b", "!!! ???", "the", "и", "&|!()<->:*", "\\", "'", "''''", "%", "_"]
    for question in nothing:
        found = (await library.find(question))["items"]
        assert found == [], (question, found)
    for question in ("refund & | ! ( ) <-> :* 'x", "refund\\", "refund'; DROP TABLE x; --", "refund\t\n refund"):
        assert await library.names(question, locale="en") == ["refund"], question
    # A letter is a word or none, and so is a digit; long words and long questions take no longer.
    for question in ("r", "1", "x" * 2_000, " ".join(f"word{number}" for number in range(250))):
        assert (await library.find(question))["search_id"] is not None
    assert await library.names("refund " * 250, locale="en") == ["refund"]
    await library.nobody.refused("GET", "/v1/help/search", 422, "invalid", params={"q": "x" * 2_001})
    await library.nobody.refused("GET", "/v1/help/search", 422, "unknown_brand", params={"q": "x", "brand": "none"})
    thousands = {"text": "refund money card " + "word " * 10_000}
    assert (await library.nobody.post("/v1/help/suggestions", thousands, expect=200))["search_id"] is not None


async def test_nobody_finds_what_is_not_theirs_to_read(library: Library) -> None:
    text = ("Chandeliers", "How they hang", "Chandeliers hang high.")
    await library.publish("members", {"en": text}, visibility="signed_in")
    await library.publish("internal", {"en": text}, visibility="agents")
    customer, agent = await library.callers.customer(external_id="vera"), await library.callers.agent()
    partner = await library.callers.partner("tickets:read")
    assert await library.names("chandelier") == []
    assert await library.names("chandelier", by=customer) == ["members"]
    assert await library.names("chandelier", by=partner) == []
    assert sorted(await library.names("chandelier", by=agent)) == ["internal", "members"]
    # Nor do they learn its words: what is weighed, completed and corrected for them is what they may read.
    for hidden_word, made_up in (("chand", "xhqnd"), ("chandeliers", "xhandqlier"), ("chandelierss", "xhandqliers")):
        one, other = [await library.find(f"refund {each}", locale="en") for each in (hidden_word, made_up)]
        assert [(each["score"], each["coverage"]) for each in one["items"]] == [
            (each["score"], each["coverage"]) for each in other["items"]
        ]
        assert not one["corrected"]
    hidden = {"article_id": library.articles["members"], "session": SESSION}
    await library.nobody.refused("POST", "/v1/help/reads", 404, "not_found", json=hidden)
    # What is taken away, put away or moved to others is not found from then on.
    path = f"/v1/articles/{library.articles['members']}"
    await library.admin.patch(path, {"visibility": "public"})
    assert await library.names("chandelier") == ["members"]
    await library.admin.post(f"{path}/translations/en/unpublish", {}, expect=200)
    assert await library.names("chandelier") == []
    await library.admin("DELETE", f"/v1/articles/{library.articles['internal']}", expect=204)
    assert await library.names("chandelier", by=agent) == []


async def test_pages_follow_each_other_and_a_rebuild_finds_the_same(library: Library) -> None:
    for number in range(5):
        await library.publish(f"lamp {number}", {"en": (f"Lamp {number}", "Lamps", "A lamp " * (number + 1))})
    whole = await library.find("lamp", locale="en")
    seen, cursor = [], None
    while True:
        page = await library.find("lamp", locale="en", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [each["article_id"] for each in seen] == [each["article_id"] for each in whole["items"]]
    assert len(seen) == 5
    await library.publish("inside", {"en": ("Vault", "Codes", "The vault")}, visibility="agents")
    for visibility in ("public", "signed_in"):
        await library.admin.patch(f"/v1/articles/{library.articles['inside']}", {"visibility": visibility})
    words = "SELECT (SELECT count(*) FROM help_words), (SELECT sum(docs) FROM help_words)"
    async with library.callers.desk.database.lean() as connection:
        before = await connection.fetchrow(words)
        await connection.execute("DELETE FROM help_documents WHERE locale = 'en'; UPDATE help_words SET docs = 9")
    job = await library.admin.post("/v1/help/search/rebuild", expect=202)
    await eventually(lambda: library.admin.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] == "done")
    again = await library.find("lamp", locale="en")
    assert [each["article_id"] for each in again["items"]] == [each["article_id"] for each in whole["items"]]
    async with library.callers.desk.database.lean() as connection:
        assert await connection.fetchrow(words) == before


async def test_words_that_mean_the_same_find_each_other(library: Library) -> None:
    assert await library.names("reimbursement", locale="en") == []
    group = {"words": ["refund", "Reimbursement", "cash back"], "locale": "en"}
    made = await library.admin.post("/v1/help-synonyms", group)
    for question in ("reimbursements", "reimbursement", "cash back"):
        assert await library.names(question, locale="en") == ["refund"], question
    assert await library.names("reimbursement", locale="ru") == ["refund"]  # the English text of it
    path = f"/v1/help-synonyms/{made['id']}"
    await library.admin.refused("PATCH", path, 412, "stale", json={"brand": None}, headers={"if-match": '"9"'})
    await library.admin.patch(path, {"words": ["forgot", "lost"]})
    assert await library.names("reimbursement", locale="en") == []
    assert await library.names("lost", locale="en") == ["password"]
    await library.admin.patch(path, {"locale": None})
    assert await library.names("lost", locale="en") == ["password"]
    await library.admin("DELETE", path, expect=204)
    assert await library.names("lost", locale="en") == []
    lead = await library.callers.agent(role="lead")
    assert (await lead.get("/v1/help-synonyms"))["items"] == []
    await (await library.callers.agent()).refused("POST", "/v1/help-synonyms", 403, "forbidden", json=group)
    for words in (["one"], ["same", " SAME "], ["ok", "!!!"], ["x" * 81, "y"]):
        await library.admin.refused("POST", "/v1/help-synonyms", 422, "invalid", json={"words": words})
    await library.admin.refused("POST", "/v1/help-synonyms", 422, "unknown_brand", json={**group, "brand": "none"})
