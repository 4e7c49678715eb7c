"""`/v1/help`: readers get what is published and theirs to read, in their language, and may keep it for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from app import clock
from app.ids import new_id
from app.services import attachment_keeping, help_sitemap
from tests.api.scenarios.articles import PNG
from tests.api.test_articles import PATH, TEXT, article, brand, text_of
from tests.conftest import Api, Callers

HELP = "/v1/help/articles"
Publish = Callable[..., Awaitable[Any]]
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


async def published(admin: Api, texts: dict[str, str], **fields: Any) -> Any:
    """A published article with these titles by language."""
    made = await article(admin, default_locale=next(iter(texts)), draft=None, **fields)
    for locale, title in texts.items():
        await admin.put(text_of(made, locale), {"title": title, "summary": f"{title}!", "body": f"# {title}\n\nYes."})
        await admin.post(f"{text_of(made, locale)}/publish", {}, expect=200)
    return made


async def test_an_article_is_read_in_the_language_that_fits_best(callers_: Callers) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await brand(ada)
    made = await published(ada, {"en": "Money back", "ru": "Деньги назад", "pt-BR": "Dinheiro"})
    await ada.put(text_of(made, "de"), {"title": "Nie gezeigt", "body": "Geheim."})
    by_id = f"{HELP}/{made['id']}"
    for wanted, header, locale in (
        ("ru", None, "ru"), ("ru-KZ", None, "ru"), ("pt", None, "pt-BR"), (None, "fr, ru;q=0.5", "ru"),
        ("de", None, "en"), (None, None, "en"), (None, "xx, *;q=0", "en"),
    ):  # fmt: skip
        params = {"locale": wanted} if wanted else {}
        found = await nobody.get(by_id, params=params, headers={"accept-language": header} if header else {})
        assert found["locale"] == locale, (wanted, header)
    assert [each["locale"] for each in found["locales"]] == ["en", "pt-BR", "ru"]
    # A slug is of a language: whoever follows a link gets what it was a link to.
    russian = await nobody.get(f"{HELP}/dengi-nazad", headers={"accept-language": "en"})
    assert (russian["locale"], russian["title"], russian["id"]) == ("ru", "Деньги назад", made["id"])
    assert russian["url"] == "http://desk.test/help/shop/ru/dengi-nazad"
    assert russian["headings"] == [{"level": 1, "text": "Деньги назад", "id": "s-dengi-nazad"}]
    assert (await nobody.get(f"{HELP}/dengi-nazad", params={"locale": "en"}))["locale"] == "en"
    await ada.post(f"{text_of(made, 'en')}/unpublish", expect=200)
    assert (await nobody.get(by_id))["locale"] == "pt-BR"
    await nobody.refused("GET", by_id, 422, "invalid", params={"locale": "nonsense!"})
    for gone in (new_id(), "nothing", "a%2Fb", "%F0%9F%98%80", "x" * 400):
        await nobody.refused("GET", f"{HELP}/{gone}", 404, "not_found")
    await nobody.refused("GET", by_id, 422, "unknown_brand", params={"brand": "none"})
    await brand(ada, "other", reach={"help_url": "https://help.other.example/"})
    await nobody.refused("GET", by_id, 404, "not_found", params={"brand": "other"})
    theirs = await published(ada, {"en": "Theirs"}, brand="other")
    found = await nobody.get(f"{HELP}/theirs", params={"brand": "other"})
    assert (found["id"], found["url"]) == (theirs["id"], "https://help.other.example/en/theirs")


async def test_who_may_read_what(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer(external_id="vera")
    # Anybody can begin a session: that alone is no sign-in.
    visitor = await callers_.customer()
    key, other_key = await callers_.partner("articles:read"), await callers_.partner("tickets:read")
    nobody = callers_.nobody()
    await brand(ada)
    made = {kind: await published(ada, {"en": kind}, visibility=kind) for kind in ("public", "signed_in", "agents")}
    draft = await article(ada)
    everybody = {nobody: 1, other_key: 1, visitor: 1, vera: 2, anna: 3, key: 3}
    for caller, count in everybody.items():
        seen = [each["title"] for each in (await caller.get(HELP))["items"]]
        assert seen == ["public", "signed_in", "agents"][:count]
        for place, (kind, each) in enumerate(made.items()):
            assert (await caller("GET", f"{HELP}/{each['id']}")).status_code == (200 if place < count else 404), kind
        await caller.refused("GET", f"{HELP}/{draft['id']}", 404, "not_found")
    await nobody.refused("GET", HELP, 401, "invalid_token", headers={"authorization": "Bearer nonsense"})
    page = await anna.get(HELP, params={"limit": 2})
    rest = await anna.get(HELP, params={"cursor": page["next_cursor"]})
    assert [each["title"] for each in rest["items"]] == ["agents"]
    # Archived while it is read: a reader has it, or has it not.
    answers = await asyncio.gather(
        *(nobody("GET", f"{HELP}/{made['public']['id']}") for _ in range(3)),
        ada("DELETE", f"{PATH}/{made['public']['id']}"),
    )
    assert {each.status_code for each in answers[:3]} <= {200, 404}
    await nobody.refused("GET", f"{HELP}/{made['public']['id']}", 404, "not_found")


async def test_an_old_address_leads_to_the_new_one(callers_: Callers) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await brand(ada)
    made = await published(ada, {"en": "First"})
    await ada.put(text_of(made), {**TEXT, "slug": "second"})
    answer = await nobody("GET", f"{HELP}/first", expect=308)
    assert answer.headers["location"] == f"{HELP}/second?brand=shop&locale=en"
    assert (await nobody.get(answer.headers["location"]))["id"] == made["id"]
    await ada.put(text_of(made), {**TEXT, "slug": "third"})
    assert (await nobody("GET", f"{HELP}/first", expect=308)).headers["location"].startswith(f"{HELP}/third?")
    # Back again: it is the current one, and leads nowhere else.
    await ada.put(text_of(made), {**TEXT, "slug": "first"})
    assert (await nobody.get(f"{HELP}/first"))["slug"] == "first"
    # What somebody had once may be taken, and is another article then.
    other = await published(ada, {"en": "Other"})
    await ada.put(text_of(other), {**TEXT, "slug": "second"})
    assert (await nobody.get(f"{HELP}/second"))["id"] == other["id"]
    # Nobody learns where something leads that is not theirs to read.
    await ada.patch(f"{PATH}/{made['id']}", {"visibility": "agents"})
    await nobody.refused("GET", f"{HELP}/third", 404, "not_found")


async def test_what_a_reader_has_is_not_sent_again(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, nobody, vera = await callers_.admin(), callers_.nobody(), await callers_.customer(external_id="vera")
    await brand(ada)
    made = await published(ada, {"en": "Money back"})
    where = f"{HELP}/{made['id']}"
    fresh = await nobody("GET", where, expect=200)
    assert fresh.headers["cache-control"] == "public, max-age=60"
    assert fresh.headers["vary"] == "Authorization, Accept-Language, Origin"
    assert "last-modified" not in fresh.headers
    later = clock.now() + timedelta(seconds=5)
    monkeypatch.setattr("app.reading.clock.now", lambda: later)
    answer = await nobody("GET", where, expect=200)
    etag, modified = answer.headers["etag"], answer.headers["last-modified"]
    for known in (f'"x", {etag}', f"W/{etag}", "*"):
        again = await nobody("GET", where, expect=304, headers={"if-none-match": known})
        assert (again.content, again.headers["etag"]) == (b"", etag)
    await nobody("GET", where, expect=304, headers={"if-modified-since": modified})
    for since in ("nonsense", "Thu, 01 Jan 1970 00:00:00 GMT", ""):
        await nobody("GET", where, expect=200, headers={"if-modified-since": since})
    # The ETag decides where both are sent.
    await nobody("GET", where, expect=200, headers={"if-none-match": '"x"', "if-modified-since": modified})
    # What is shown to somebody in particular is kept by nobody else.
    assert (await vera("GET", where)).headers["cache-control"] == "private, no-cache"
    # A draft changes nothing, what is published does; so does what is to be read besides.
    await ada.put(text_of(made), {"title": "Other", "body": "Other"})
    await nobody("GET", where, expect=304, headers={"if-none-match": etag})
    above = await ada.post("/v1/article-categories", {"brand": "shop", "slug": "pay", "names": {"en": "Pay"}})
    inner = {"brand": "shop", "slug": "cards", "names": {"en": "Cards"}, "parent_id": above["id"]}
    inside = await ada.post("/v1/article-categories", inner)
    await ada.patch(f"{PATH}/{made['id']}", {"category_id": inside["id"]})
    monkeypatch.setattr("app.reading.clock.now", lambda: later + timedelta(seconds=5))
    modified = (await nobody("GET", where, expect=200)).headers["last-modified"]
    # What it stands below is another's name on the same page.
    async with callers_.desk.database.lean() as connection:
        renamed = "UPDATE article_categories SET updated_at = updated_at + interval '2 seconds' WHERE slug = 'pay'"
        await connection.execute(renamed)
    await nobody("GET", where, expect=200, headers={"if-modified-since": modified})
    related = await published(ada, {"en": "Besides"})
    await ada.patch(f"{PATH}/{made['id']}", {"related_ids": [related["id"]]})
    answer = await nobody("GET", where, expect=200, headers={"if-none-match": etag})
    assert [each["title"] for each in answer.json()["related"]] == ["Besides"]
    await ada.post(f"{text_of(related)}/unpublish", expect=200)
    assert (await nobody.get(where))["related"] == []


async def test_a_file_is_seen_by_those_who_read_a_text_that_shows_it(callers_: Callers) -> None:
    ada, anna, nobody = await callers_.admin(), await callers_.agent(), callers_.nobody()
    vera = await callers_.customer(external_id="vera")
    await brand(ada)
    made = await article(anna)

    async def uploaded(caller: Api, name: str = "shot.png", content: bytes = PNG) -> str:
        answer = await caller("POST", "/v1/attachments", params={"name": name}, content=content, expect=201)
        return str(answer.json()["id"])

    files, wav = (
        f"{PATH}/{made['id']}/files",
        b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + b"\0" * 60,
    )
    picture, voice, secret = await uploaded(anna), await uploaded(anna, "hi.wav", wav), await uploaded(anna)
    answers = await asyncio.gather(*(anna("POST", files, json={"attachment_id": picture}) for _ in range(3)))
    assert {each.status_code for each in answers} == {201}
    for each in (voice, secret):
        await anna.post(files, {"attachment_id": each})
    assert [each["id"] for each in (await anna.get(files))["items"]] == [picture, voice, secret]
    # It is the article's now: who uploaded it cannot send or remove it, and nobody can take another's.
    await anna.refused("DELETE", f"/v1/attachments/{picture}", 404, "not_found")
    foreign = await uploaded(ada)
    for bad in (foreign, str(new_id())):
        await anna.refused("POST", files, 422, "unknown_attachment", json={"attachment_id": bad})
    body = f"1. Look: ![A shot](file:{picture})\n2. Listen: ![Hi](file:{voice})\n"
    draft = await anna.put(text_of(made), {"title": "T", "body": body})
    assert draft["draft"]["warnings"] == []
    where = f"/v1/help/files/{picture}"
    await nobody.refused("GET", where, 404, "not_found")
    assert (await anna("GET", where, expect=200)).content == PNG
    await ada.post(f"{text_of(made)}/publish", {}, expect=200)
    shown = await nobody.get(f"{HELP}/{made['id']}")
    assert f'<img src="http://desk.test{where}" alt="A shot" loading="lazy">' in shown["html"]
    assert f'<audio controls="" preload="none" src="http://desk.test/v1/help/files/{voice}"' in shown["html"]
    assert {each["id"] for each in shown["files"]} == {picture, voice}
    answer = await nobody("GET", where, expect=200)
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert answer.headers["cache-control"] == "public, max-age=300"
    part = await nobody("GET", f"/v1/help/files/{voice}", expect=206, headers={"range": "bytes=0-3"})
    assert part.content == b"RIFF"
    await nobody("GET", where, expect=304, headers={"if-none-match": answer.headers["etag"]})
    await nobody.refused("GET", f"/v1/help/files/{secret}", 404, "not_found")
    # It stays, though no message has it.
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE attachments SET next_at = now() WHERE owner_kind = 'system'")
    while await attachment_keeping.do_next(callers_.desk.database):
        pass
    await nobody("GET", where, expect=200)
    # For those who have signed in, the page has links of their own.
    await ada.patch(f"{PATH}/{made['id']}", {"visibility": "signed_in"})
    await nobody.refused("GET", where, 404, "not_found")
    html = (await vera.get(f"{HELP}/{made['id']}"))["html"]
    link = html.partition('<img src="http://desk.test')[2].partition('"')[0].replace("&amp;", "&")
    assert (await nobody("GET", link, expect=200)).content == PNG
    problem = await anna.refused("DELETE", f"{files}/{picture}", 409, "file_published")
    assert problem["locales"] == ["en"]
    await anna("DELETE", f"{files}/{secret}", expect=204)
    await anna.refused("DELETE", f"{files}/{secret}", 404, "not_found")
    await anna.refused("GET", f"/v1/help/files/{secret}", 404, "not_found")


async def test_categories_are_those_with_something_to_read(callers_: Callers) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await brand(ada)
    made: list[Any] = []
    for slug, parent in (("pay", None), ("refunds", 0), ("empty", None), ("inner", None)):
        names = {"en": slug.title(), "ru": f"{slug} по-русски"}
        body = {"brand": "shop", "slug": slug, "names": names, "parent_id": made[parent]["id"] if parent == 0 else None}
        made.append(await ada.post("/v1/article-categories", body))
    found = await published(ada, {"en": "Money back"}, category_id=made[1]["id"])
    await published(ada, {"en": "For us"}, category_id=made[3]["id"], visibility="agents")
    listed = await nobody.get("/v1/help/categories", params={"locale": "ru"})
    assert [(each["path"], each["name"]) for each in listed["items"]] == [
        ("pay", "pay по-русски"), ("pay/refunds", "refunds по-русски"),
    ]  # fmt: skip
    assert [each["path"] for each in (await ada.get("/v1/help/categories"))["items"]] == ["inner", "pay", "pay/refunds"]
    inside = await nobody.get(HELP, params={"category_id": made[1]["id"]})
    assert [each["id"] for each in inside["items"]] == [found["id"]]
    shown = await nobody.get(f"{HELP}/{found['id']}")
    assert [each["name"] for each in shown["categories"]] == ["Pay", "Refunds"]


async def test_the_sitemap_lists_what_everybody_may_read(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await nobody.refused("GET", "/v1/help/sitemap.xml", 404, "not_found")
    await brand(ada)
    for title in ("One", "Two"):
        await published(ada, {"en": title, "ru": f"{title} по-русски"})
    await published(ada, {"en": "Hidden"}, visibility="signed_in")
    await article(ada)

    def addresses(answer: httpx.Response) -> list[str]:
        return [str(each.text) for each in ET.fromstring(answer.text).iter(LOC)]  # noqa: S314 - ours

    whole = await nobody("GET", "/v1/help/sitemap.xml", expect=200)
    assert whole.headers["content-type"] == "application/xml"
    assert addresses(whole) == [
        f"http://desk.test/help/shop/{each}" for each in ("en/one", "ru/one-po-russki", "en/two", "ru/two-po-russki")
    ]
    monkeypatch.setattr(help_sitemap, "MOST", 3)
    index = await nobody("GET", "/v1/help/sitemap.xml", params={"brand": "shop"}, expect=200)
    parts = addresses(index)
    assert "<sitemapindex" in index.text
    read = [addresses(await nobody("GET", each.removeprefix("http://desk.test"))) for each in parts]
    assert [len(each) for each in read] == [3, 1]
    assert [one for part in read for one in part] == addresses(whole)
    await nobody.refused("GET", "/v1/help/sitemap.xml", 422, "invalid_cursor", params={"after": "x"})
