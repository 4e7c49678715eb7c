"""What the demo desk knows: a small help centre for each brand, in Russian and English."""

# ruff: noqa: RUF001 - Russian text

from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.rules.actors import Actor
from app.schemas.article_categories import ArticleCategoryIn
from app.schemas.articles import ArticleIn, ArticleTextIn
from app.services import article_categories, article_publishing, article_translations, articles


@dataclass(frozen=True)
class DemoText:
    """A text in one language."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True)
class DemoArticle:
    """An article with its texts by locale; the first one is its default."""

    brand: str
    category: str
    texts: dict[str, DemoText]
    labels: tuple[str, ...] = ()


CATEGORIES: dict[tuple[str, str], dict[str, str]] = {
    ("meridian", "delivery"): {"ru": "Доставка", "en": "Delivery"},
    ("meridian", "appliances"): {"ru": "Техника", "en": "Appliances"},
    ("lumen", "bridge"): {"en": "Bridge and app", "ru": "Мост и приложение"},
    ("lumen", "orders"): {"en": "Orders", "ru": "Заказы"},
}

ARTICLES = (
    DemoArticle(
        "meridian", "delivery",
        {
            "ru": DemoText(
                "Как вернуть деньги за заказ",
                "Деньги приходят на карту в течение трёх рабочих дней.",
                "1. Откройте **Мои заказы**.\n2. Выберите заказ и нажмите *Вернуть*.\n3. Передайте товар курьеру.\n\n"
                "Деньги придут туда же, откуда были заплачены: на карту за три рабочих дня, на счёт за пять.\n\n"
                "> Товар без следов использования можно вернуть в течение 14 дней.\n",
            ),
            "en": DemoText(
                "How to get your money back",
                "The money is on your card within three working days.",
                "1. Open **My orders**.\n2. Choose the order and press *Return*.\n3. Give it to the courier.\n\n"
                "The money goes where it came from: to a card in three working days, to an account in five.\n\n"
                "> What has not been used can be returned for 14 days.\n",
            ),
        },
        ("возврат", "refund"),
    ),
    DemoArticle(
        "meridian", "delivery",
        {
            "ru": DemoText(
                "Когда привезут заказ",
                "Срок доставки зависит от города; курьер звонит за час.",
                "| Город | Срок |\n|---|---:|\n| Москва | 1 день |\n| Петербург | 2 дня |\n| Другие | 7 дней |\n\n"
                "Курьер звонит за час до приезда. Время можно поменять в **Моих заказах** до 20:00 накануне.\n",
            ),
        },
        ("курьер", "доставка"),
    ),
    DemoArticle(
        "meridian", "appliances",
        {
            "ru": DemoText(
                "Стиральная машина не сливает воду",
                "Чаще всего засорился фильтр: его можно почистить самому.",
                "## Почистите фильтр\n\n1. Выключите машину из розетки.\n2. Откройте дверцу внизу справа.\n"
                "3. Подставьте таз и выкрутите фильтр против часовой стрелки.\n4. Промойте его и поставьте обратно.\n\n"
                "## Не помогло\n\nПозовите мастера: в гарантийный срок это бесплатно.\n",
            ),
        },
        ("слив", "фильтр", "ошибка E20"),
    ),
    DemoArticle(
        "lumen", "bridge",
        {
            "en": DemoText(
                "The bridge is offline",
                "Restart the bridge, then look at your router.",
                "1. Unplug the bridge for **ten seconds**.\n2. Plug it in and wait until the three lights stay on.\n"
                "3. Open the app and pull down to look again.\n\n"
                "## Still offline?\n\nThe bridge needs a cable to the router; it has no Wi-Fi of its own.\n",
            ),
            "ru": DemoText(
                "Мост не в сети",
                "Перезапустите мост, затем проверьте роутер.",
                "1. Отключите мост от розетки на **десять секунд**.\n2. Включите и дождитесь трёх огоньков.\n"
                "3. Откройте приложение и потяните экран вниз.\n\n"
                "## Всё ещё не в сети?\n\nМосту нужен кабель к роутеру: своего Wi-Fi у него нет.\n",
            ),
        },
        ("pairing", "offline"),
    ),
    DemoArticle(
        "lumen", "orders",
        {
            "en": DemoText(
                "Change the address of an order",
                "Until it is packed you change it yourself.",
                "Open **Orders**, choose the order, press *Change address*. Once it is packed, write to us: "
                "we may still reach the courier.\n",
            ),
        },
    ),
)  # fmt: skip


async def seed(session: AsyncSession, writer: Actor) -> None:
    """Make the categories and the articles, all of them published by one agent."""
    categories: dict[tuple[str, str], UUID] = {}
    for place, ((brand, slug), names) in enumerate(CATEGORIES.items()):
        new = ArticleCategoryIn(brand=brand, slug=slug, names=names, position=place)
        categories[brand, slug] = (await article_categories.create(session, writer, new)).id
    for each in ARTICLES:
        made = await articles.create(
            session,
            writer,
            ArticleIn(
                brand=each.brand,
                default_locale=next(iter(each.texts)),
                category_id=categories[each.brand, each.category],
                labels=list(each.labels),
            ),
        )
        for locale, said in each.texts.items():
            text = ArticleTextIn(title=said.title, summary=said.summary, body=said.body)
            await article_translations.put(session, writer, made.id, locale, text, version=None)
            await article_publishing.publish(session, writer, made.id, locale, number=None, version=None)
