"""Articles, their texts, and the categories in which they stand."""

import base64
from typing import Any

from tests.api.scenarios.registry import Call, World, on_made, scenario

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def brand(world: World) -> str:
    """The key of a new brand."""
    return str((await world.make("createBrand"))["key"])


async def article(world: World, **fields: Any) -> dict[str, Any]:
    """A new article, with a draft in its first language."""
    return await world.make("createArticle", **fields)


@scenario("createArticle")
async def create_article(world: World) -> Call:
    draft = {"title": "How do I get my money back?", "body": "1. Open **Orders**.\n2. Press *Give it back*.\n"}
    return Call("/v1/articles", {"brand": await brand(world), "default_locale": "en", "draft": draft})


@scenario("createArticleCategory")
async def create_category(world: World) -> Call:
    body = {"brand": await brand(world), "slug": "payments", "names": {"en": "Payments"}}
    return Call("/v1/article-categories", body)


on_made("updateArticle", "createArticle")
on_made("archiveArticle", "createArticle")
on_made("updateArticleCategory", "createArticleCategory")
on_made("archiveArticleCategory", "createArticleCategory")


async def text(world: World) -> str:
    """The address of a new article's text."""
    return f"/v1/articles/{(await article(world))['id']}/translations/en"


@scenario("putArticleTranslation")
async def put_translation(world: World) -> Call:
    return Call(await text(world), {"title": "Money back", "body": "Three days."})


@scenario("deleteArticleTranslation")
async def delete_translation(world: World) -> Call:
    return Call(await text(world))


@scenario("submitArticleTranslation")
async def submit_translation(world: World) -> Call:
    where = await text(world)
    return Call(f"{where}/submit", read=where)


@scenario("returnArticleTranslation")
async def return_translation(world: World) -> Call:
    where = await text(world)
    await world.admin.post(f"{where}/submit", expect=200)
    return Call(f"{where}/return", {"reason": "Please add how long it takes."}, read=where)


@scenario("publishArticleTranslation")
async def publish_translation(world: World) -> Call:
    where = await text(world)
    return Call(f"{where}/publish", {}, read=where)


@scenario("unpublishArticleTranslation")
async def unpublish_translation(world: World) -> Call:
    where = await text(world)
    await world.admin.post(f"{where}/publish", {}, expect=200)
    return Call(f"{where}/unpublish", read=where)


@scenario("restoreArticleVersion")
async def restore_version(world: World) -> Call:
    where = await text(world)
    return Call(f"{where}/restore", {"number": 1}, read=where)


@scenario("addArticleFile")
async def add_file(world: World) -> Call:
    uploaded = await world.admin("POST", "/v1/attachments", params={"name": "a.png"}, content=PNG, expect=201)
    return Call(f"/v1/articles/{(await article(world))['id']}/files", {"attachment_id": uploaded.json()["id"]})


@scenario("removeArticleFile")
async def remove_file(world: World) -> Call:
    call = await add_file(world)
    made = await world.admin.post(call.path, call.body)
    return Call(f"{call.path}/{made['id']}", read=call.path)


@scenario("importArticles")
async def import_articles(world: World) -> Call:
    text = "---\ntitle: Money back\narticle: refunds\n---\n\n1. Open **Orders**.\n"
    body = {"brand": await brand(world), "locale": "en", "documents": [{"name": "refunds.md", "text": text}]}
    return Call("/v1/article-imports", body)
