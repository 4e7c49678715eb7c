"""`/v1/article-imports`: files are articles, each by itself; sent again they change nothing."""

from typing import Any

from tests.api.test_articles import PATH, brand
from tests.conftest import Api, Callers

WHERE = "/v1/article-imports"


async def imported(caller: Api, *texts: str, **fields: Any) -> list[Any]:
    """What became of these files."""
    documents = [{"name": f"{place}.md", "text": text} for place, text in enumerate(texts)]
    body = {"brand": "shop", "locale": "en", "documents": documents, **fields}
    return list((await caller.post(WHERE, body, expect=200))["items"])


async def test_files_are_articles_and_articles_are_files(callers_: Callers) -> None:
    ada, anna, nobody = await callers_.admin(), await callers_.agent(), callers_.nobody()
    await brand(ada)
    await ada.post("/v1/article-categories", {"brand": "shop", "slug": "pay", "names": {"en": "Pay"}})
    english = "---\ntitle: Money back\narticle: refunds\ncategory: pay\ntags: [refund, cash]\nweight: 3\n---\n\nYes.\n"
    russian = "---\ntitle: Деньги назад\nlang: ru\ntranslationKey: refunds\n---\n1. Откройте **Заказы**.\n"
    one, two, three = await imported(ada, english, russian, "# No lines\n\nText.", publish=True)
    assert (one["outcome"], one["slug"], one["ignored"]) == ("created", "money-back", ["weight"])
    assert (two["outcome"], two["article_id"], two["locale"]) == ("updated", one["article_id"], "ru")
    assert (three["outcome"], three["slug"]) == ("created", "no-lines")
    made = await ada.get(f"{PATH}/{one['article_id']}")
    assert (made["labels"], [each["status"] for each in made["translations"]]) == (
        ["refund", "cash"],
        ["published"] * 2,
    )
    assert (await nobody.get("/v1/help/articles/no-lines"))["body"] == "Text."
    # Out again, and in: nothing changes.
    files = []
    for locale in ("en", "ru"):
        file = await anna("GET", f"{PATH}/{one['article_id']}/translations/{locale}/markdown", expect=200)
        files.append(file.text)
    assert 'category: "pay"\n' in files[0]
    again = await imported(anna, *files)
    assert [(each["outcome"], each["article_id"]) for each in again] == [("unchanged", one["article_id"])] * 2
    # By its address alone it is found as well; a change is a draft.
    (changed,) = await imported(anna, "---\ntitle: Money back\nslug: money-back\n---\nNo.")
    assert (changed["outcome"], changed["article_id"]) == ("updated", one["article_id"])
    assert (await nobody.get("/v1/help/articles/money-back"))["body"] == "Yes.\n"
    problem = {"brand": "shop", "locale": "en", "publish": True, "documents": [{"name": "x", "text": "# T\n\nx"}]}
    await anna.refused("POST", WHERE, 403, "forbidden", json=problem)
    await ada.refused("POST", WHERE, 422, "unknown_brand", json={**problem, "brand": "none"})


async def test_a_folder_that_names_no_addresses_is_known_again_by_its_titles(callers_: Callers) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await brand(ada)
    await ada.post("/v1/article-categories", {"brand": "shop", "slug": "pay", "names": {"en": "Pay"}})
    # Two files of one title are two articles; files with a word in common are one.
    files = ["---\ntitle: Money back\narticle: refunds\n---\nYes.\n",
             "---\ntitle: Деньги назад\nlocale: ru\narticle: refunds\n---\n**Заказы**\n",
             "# Contact\n\nBy mail.\n", "---\ntitle: Contact\ncategory: pay\n---\nBy phone.\n"]  # fmt: skip
    first = await imported(ada, *files, publish=True)
    assert [each["outcome"] for each in first] == ["created", "updated", "created", "created"]
    again = await imported(ada, *files, publish=True)
    assert [each["outcome"] for each in again] == ["unchanged"] * 4
    assert [each["article_id"] for each in again] == [each["article_id"] for each in first]
    assert len((await ada.get(PATH))["items"]) == 3
    (changed,) = await imported(ada, files[3].replace("phone", "post"), publish=True)
    assert (changed["outcome"], changed["article_id"]) == ("updated", first[3]["article_id"])
    assert "By post." in (await nobody.get(f"/v1/help/articles/{first[3]['article_id']}"))["body"]
    # What was put away is not brought back by a file.
    await ada("DELETE", f"{PATH}/{first[2]['article_id']}", expect=204)
    await ada("DELETE", f"{PATH}/{first[3]['article_id']}", expect=204)
    (made,) = await imported(ada, files[2])
    assert made["outcome"] == "created"


async def test_a_file_that_cannot_be_taken_keeps_no_other_back(callers_: Callers) -> None:
    ada = await callers_.admin()
    await brand(ada)
    found = await imported(
        ada,
        "---\ntitle: {a: b}\n---\nx",
        "no title",
        "---\ntitle: T\ncategory: none\n---\nx",
        "---\ntitle: T\nlocale: nonsense!\n---\nx",
        "---\ntitle: T\nslug: a b\n---\nx",
        "---\ntitle: T\naliases: [javascript:x]\n---\nx",
        "---\ntitle: T\nvisibility: all\n---\nx",
        "---\ntitle: T\n---\n" + ">" * 60 + "x",
        "---\ntitle: T\n---\n![x](file:none)",
        "---\ntitle: T\n---\n",
        "# Good\n\nText.",
        publish=True,
    )
    codes = ["unreadable_front_matter", "invalid", "unknown_category", *["invalid"] * 4, "article_too_complex",
             "article_incomplete", "invalid", None]  # fmt: skip
    assert [each["code"] for each in found] == codes
    assert [each["outcome"] for each in found] == ["refused"] * 10 + ["created"]
    assert len((await ada.get(PATH))["items"]) == 1


async def test_a_file_that_no_database_could_take_keeps_no_other_back(callers_: Callers) -> None:
    ada = await callers_.admin()
    await brand(ada)
    strange = [f'---\ntitle: A\ncategory: "a\\u{code}b"\n---\nx' for code in ("0000", "d800")]
    found = await imported(ada, strange[0], "---\ntitle: " + "[" * 9_000 + "]\n---\nx", strange[1], "# Fine\n\nYes.")
    assert [each["code"] for each in found] == ["unknown_category", "unreadable_front_matter", "unknown_category", None]


async def test_what_a_file_says_is_for_agents_is_shown_to_nobody_else(callers_: Callers) -> None:
    ada, anna, nobody = await callers_.admin(), await callers_.agent(), callers_.nobody()
    await brand(ada)
    await imported(ada, "---\ntitle: Limits\nslug: limits\n---\nUp to 100.", publish=True)
    inside = "---\ntitle: Limits\nslug: limits\nvisibility: agents\ntags: [money]\n---\nUp to 500 for friends."
    (refused,) = await imported(anna, inside)
    assert (refused["outcome"], refused["code"]) == ("refused", "forbidden")
    assert (await nobody.get("/v1/help/articles/limits"))["body"] == "Up to 100."
    (done,) = await imported(ada, inside, publish=True)
    assert (done["outcome"], done["ignored"]) == ("updated", ["tags"])
    await nobody.refused("GET", "/v1/help/articles/limits", 404, "not_found")
    assert (await anna.get("/v1/help/articles/limits"))["body"] == "Up to 500 for friends."
    assert (await nobody.get("/v1/help/search", params={"q": "friends"}))["items"] == []
