"""The pages at `/help`: what anybody may read, for people, and nothing that runs."""

import pytest

from tests.api.test_articles import PATH, article, text_of
from tests.api.test_help_articles import published
from tests.conftest import Callers


async def test_an_article_is_a_page_for_people(callers_: Callers) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await ada.post("/v1/brands", {"key": "shop", "name": "The <Shop>"})
    category = await ada.post("/v1/article-categories", {"brand": "shop", "slug": "pay", "names": {"en": "A & B"}})
    made = await published(ada, {"en": "<b>Money</b>", "ru": "Деньги", "ar": "مال"}, category_id=category["id"])
    where = "/help/shop/en/b-money-b"
    page = await nobody.http.get(where)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script" not in page.headers["content-security-policy"]
    assert "<title>&lt;b&gt;Money&lt;/b&gt; · The &lt;Shop&gt;</title>" in page.text
    assert '<link rel="canonical" href="http://desk.test/help/shop/en/b-money-b">' in page.text
    assert '<link rel="alternate" hreflang="ru" href="http://desk.test/help/shop/ru/dengi">' in page.text
    assert "A &amp; B</a>" in page.text
    known = {"if-none-match": page.headers["etag"]}
    assert (await nobody.http.get(where, headers=known)).status_code == 304
    arabic = next(
        each for each in (await nobody.get(f"/v1/help/articles/{made['id']}"))["locales"] if each["locale"] == "ar"
    )
    assert 'lang="ar" dir="rtl"' in (await nobody.http.get(arabic["url"].removeprefix("http://desk.test"))).text
    await ada.put(text_of(made), {"title": "T", "body": "x", "slug": "money"})
    moved = await nobody.http.get(where)
    assert (moved.status_code, moved.headers["location"]) == (308, "http://desk.test/help/shop/en/money")
    for home in ("/help/shop", "/help/shop/ru", f"/help/shop/en?category={category['id']}"):
        listed = await nobody.http.get(home, headers={"accept-language": "ru"})
        assert listed.status_code == 200, home
        assert ("Деньги" if "/en" not in home else "Money") in listed.text
    # What is not for everybody is not there, and neither is nonsense.
    await ada.patch(f"{PATH}/{made['id']}", {"visibility": "signed_in"})
    draft = await article(ada)
    slug = draft["translations"][0]["slug"]
    nonsense = ("/help/shop/en/%00", "/help/shop/%00/x", "/help/%F0%9F%98%80/e/x", "/help/shop/en?category=x")
    for each in ("/help/shop/en/money", f"/help/shop/en/{slug}", "/help/none", "/help/shop/en?after=x", *nonsense):
        answer = await nobody.http.get(each)
        assert (answer.status_code, "<h1>" in answer.text) == (404, True), each


@pytest.mark.parametrize(
    ("at", "without", "title"),
    [("/portal", (307, "/portal/-"), "Мои обращения"), ("/contact", (404, None), "Контакты")],
)
async def test_whoever_names_no_brand_finds_that_of_theirs(
    callers_: Callers, at: str, without: tuple[int, str | None], title: str
) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()

    async def found() -> tuple[int, str | None]:
        answer = await nobody.http.get(at, headers={"accept-language": "ru"})
        return answer.status_code, answer.headers.get("location")

    assert await found() == without
    await ada.post("/v1/brands", {"key": "shop", "name": "The <Shop>"})
    assert await found() == (307, f"{at}/shop")
    await ada.post("/v1/brands", {"key": "bank", "name": "The Bank"})
    assert await found() == (200, None)
    page = await nobody.http.get(at, headers={"accept-language": "ru"})
    assert f'href="{at}/shop"><strong dir="auto">The &lt;Shop&gt;</strong>' in page.text
    assert f'href="{at}/bank"' in page.text
    assert f"<h1>{title}</h1>" in page.text
    assert "script" not in page.headers["content-security-policy"]
