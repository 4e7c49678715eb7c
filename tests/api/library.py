"""A help centre with a few published articles, for tests of its readers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import clock
from app.db import raw_connection
from app.models import Article, ArticleTranslation
from app.services import help_index, rate_limits
from tests.conftest import Api, Callers

SESSION = "a-session-of-the-tests"
TEXTS = {
    "refund": {
        "en": ("Getting a refund", "How you get your money back", "We send the money to your card within ten days."),
        "ru": ("Как вернуть деньги", "Возврат на карту", "Возврат денег занимает десять дней. Ещё письмо придёт."),
        "de": ("Rückgabe und Erstattung", "Geld zurück", "Die Erstattung dauert zehn Tage."),
    },
    "delivery": {
        "en": ("When will it be delivered?", "Delivery times", "The courier needs two days, error E-1042 means later."),
        "ru": ("Когда доставят заказ", "Сроки доставки", "Курьер привозит заказ за два дня."),
    },
    "password": {"en": ("I forgot my password", "Signing in", "<b>Press</b> *Forgot* and read the letter.")},
    "chinese": {"zh": ("退款说明", "如何退款", "十天之内退款。")},
}


@dataclass
class Library:
    """A brand with some published articles, by their names."""

    callers: Callers
    admin: Api
    nobody: Api
    articles: dict[str, str]

    async def find(self, q: str, *, by: Api | None = None, **more: Any) -> dict[str, Any]:
        """A search."""
        found: dict[str, Any] = await (by or self.nobody).get("/v1/help/search", params={"q": q, **more})
        return found

    async def names(self, q: str, **more: Any) -> list[str]:
        """What a search finds."""
        by_id = {each: name for name, each in self.articles.items()}
        return [by_id[each["article_id"]] for each in (await self.find(q, **more))["items"]]

    async def publish(self, name: str, texts: dict[str, tuple[str, str, str]], **more: Any) -> None:
        """An article with these texts, published."""
        first = next(iter(texts))
        made = await self.admin.post("/v1/articles", {"brand": "shop", "default_locale": first, **more})
        self.articles[name] = made["id"]
        for locale, (title, summary, body) in texts.items():
            path = f"/v1/articles/{made['id']}/translations/{locale}"
            draft = {"title": title, "summary": summary, "body": body}
            saved = await self.admin("PUT", path, json=draft)
            assert saved.status_code in {200, 201}, saved.text
            await self.admin.post(f"{path}/publish", {}, expect=200)


async def opened(callers_: Callers, *, brand: bool = True) -> Library:
    """Four articles in several languages."""
    rate_limits.forget()
    admin = await callers_.admin()
    if brand:
        await admin.post(
            "/v1/brands", {"key": "shop", "name": "Shop", "reach": {"help_url": "https://help.shop.example"}}
        )
    made = Library(callers_, admin, callers_.nobody(), {})
    # As publishing leaves them, at once.
    now, rows = clock.now(), []
    async with callers_.desk.database.unit_of_work() as work:
        for name, texts in TEXTS.items():
            article = Article(
                brand="shop", default_locale=next(iter(texts)), created_at=now, updated_at=now, shown_at=now
            )
            work.session.add(article)
            made.articles[name] = str(article.id)
            rows += [
                ArticleTranslation(
                    article_id=article.id, locale=locale, slug=name, title=title, summary=summary, body=body,
                    plain=body, html="", status="published", updated_at=now, published_at=now,
                )
                for locale, (title, summary, body) in texts.items()
            ]  # fmt: skip
        await work.session.flush()
        work.session.add_all(rows)
        await work.session.flush()
        await help_index.refresh(await raw_connection(work.session), [UUID(each) for each in made.articles.values()])
    return made
