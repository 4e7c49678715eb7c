"""The search of a help centre while somebody types: p95 with many articles in three languages, beside a small one.

The small desk is the floor: what is more with the large one is what the number of articles costs.
"""

import asyncio
import itertools
import random
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from app import migrations
from app.services import help_index, help_search
from app.services.help_readers import Reader, hashed
from app.services.help_search import Question
from bench import databases
from bench.figures import Figure
from bench.place import Place
from bench.tally import percentile

SMALL = 1_000
RATIO, P95_MS = 4.0, 50.0
_WORDS = 12_000
_SYLLABLES = "ba be bi bo da de di do fa ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa po ra re ri ro sa ta"
_CYRILLIC = str.maketrans("abdefgiklmnoprstvu", "абдефгиклмнопрству")
_ENDINGS = {
    "en": ("", "", "s", "ing", "ed"), "de": ("", "en", "e", "ung", "er"), "ru": ("", "ой", "ами", "ые", "ить"),
}  # fmt: skip
# Real words, and in which share of the articles each is.
_REAL = {
    "en": {"order": 0.4, "refund": 0.3, "delivery": 0.2, "password": 0.1, "warranty": 0.05, "chandelier": 0.0005},
    "de": {"Bestellung": 0.4, "Rückgabe": 0.3, "Lieferung": 0.2, "Passwort": 0.1, "Garantie": 0.05, "Abo": 0.0005},
    "ru": {"заказ": 0.4, "возврат": 0.3, "доставка": 0.2, "пароль": 0.1, "гарантия": 0.05, "люстра": 0.0005},
}
# Typed letter by letter where it ends in "...": each of its beginnings is a question.
_QUESTIONS = {
    "en": ("refund delivery...", "how do I get a refund for my order", "refnud", "chandelier", "pasword"),
    "de": ("Rückgabe...", "wie lange dauert die Lieferung meiner Bestellung", "Garntie", "refund"),
    "ru": ("возврат заказа...", "djpdhfn", "dostavka", "как вернуть заказ по гарантии", "досставка", "гарантии", "😀"),
}  # fmt: skip
_TABLES = ("help_documents_head", "help_documents_words", "help_words_slips")
_LIMITS = {"plan_cache_mode": "force_generic_plan", "jit": "off"}


def measure(place: Place, articles: int, asked: int) -> dict[str, Figure]:
    """So many articles in three languages, and each question so often."""
    sizes = (min(SMALL, articles // 4), articles)
    for each in sizes:
        _made(place.url, each)
    return asyncio.run(_measured(place.url, sizes, asked))


def _made(url: str, articles: int) -> None:
    name = f"bench_help_{articles}"
    fresh = asyncio.run(databases.create(url, name))
    migrations.upgrade(databases.address(url, name))
    if fresh:
        asyncio.run(_filled(databases.address(url, name), articles))


async def _filled(url: str, articles: int) -> None:
    chance, now = random.Random(5), datetime.now(UTC)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "INSERT INTO brands (id, key, name, version, created_at, updated_at)"
            " VALUES ('01900000-0000-7000-8000-000000000001', 'shop', 'Shop', 1, now(), now())"
        )
        ids = [UUID(int=(0x01900000_0000_7000 << 64) | (0x8000 << 48) | number) for number in range(articles)]
        await connection.copy_records_to_table(
            "articles",
            records=[(each, "shop", "public", "ru", 1, now, now, now) for each in ids],
            columns=["id", "brand", "visibility", "default_locale", "version", "created_at", "updated_at", "shown_at"],
        )
        names = ["article_id", "locale", "slug", "title", "summary", "plain", "status", "last_number", "version"]
        for locale in _REAL:
            say = _speaker(locale, chance)
            records = [
                (
                    each,
                    locale,
                    f"a{number}",
                    say(5, 0.3),
                    say(18, 0.5),
                    say(_length(chance), 1.0),
                    "published",
                    1,
                    1,
                    now,
                )
                for number, each in enumerate(ids)
            ]
            await connection.copy_records_to_table(
                "article_translations", records=records, columns=[*names, "updated_at"]
            )
        await _index(connection)
    finally:
        await connection.close()


def _length(chance: random.Random) -> int:
    return int(min(1_200, max(60, chance.lognormvariate(5.6, 0.6))))


def _speaker(locale: str, chance: random.Random) -> Any:  # noqa: ANN401 - a function
    """Texts in a language that is none, in which few words are said often."""
    syllables, end = _SYLLABLES.split(), "bdgklmnprst"
    if locale == "ru":
        syllables, end = [each.translate(_CYRILLIC) for each in syllables], end.translate(_CYRILLIC)
    made = random.Random(locale)
    words = ["".join(made.choices(syllables, k=made.choice((2, 3, 3)))) + made.choice(end) for _ in range(_WORDS)]
    often = list(itertools.accumulate(1 / (place + 12) for place in range(_WORDS)))

    def say(length: int, share: float) -> str:
        said = [each + chance.choice(_ENDINGS[locale]) for each in chance.choices(words, cum_weights=often, k=length)]
        real = [word for word, part in _REAL[locale].items() if chance.random() < part * share]
        return " ".join([*said[: length // 2], *real, *said[length // 2 :]]).capitalize()

    return say


async def _index(connection: "asyncpg.Connection[Any]") -> None:
    """All at once, as a rebuild would leave it."""
    found = "SELECT indexdef FROM pg_indexes WHERE indexname = ANY ($1)"
    definitions = [row["indexdef"] for row in await connection.fetch(found, list(_TABLES))]
    await connection.execute("; ".join(f"DROP INDEX {name}" for name in _TABLES))
    await connection.execute(
        """INSERT INTO help_documents SELECT d.* FROM articles a JOIN article_translations t ON t.article_id = a.id
 CROSS JOIN LATERAL desk_help_document(a, t) d""",
        timeout=3_600,
    )
    await help_index.count_words(connection)
    for definition in definitions:
        await connection.execute(definition, timeout=3_600)
    await connection.execute("VACUUM ANALYZE", timeout=3_600)


async def _measured(url: str, sizes: tuple[int, int], asked: int) -> dict[str, Figure]:
    took: dict[int, list[float]] = {each: [] for each in sizes}
    async with AsyncExitStack() as stack:
        desks = []
        for articles in sizes:
            # As the desk's own pool has it (`app/db.py`).
            desk = await asyncpg.connect(databases.address(url, f"bench_help_{articles}"), server_settings=_LIMITS)
            stack.push_async_callback(desk.close)
            desks.append((articles, desk))
        chance = random.Random(1)
        for turn in range(asked + 1):
            questions = list(_questions())
            chance.shuffle(questions)
            for place, (locale, text) in enumerate(questions):
                # Each its own reader, and all of it is written down.
                reader = Reader(("public",), hashed(f"{turn} {place}"))
                for articles, desk in desks:
                    begun = time.perf_counter()
                    await help_search.find(desk, reader, Question(text, "shop", (locale,)), cursor=None, limit=10)
                    # Once before the clock starts: pages may be on disk.
                    if turn:
                        took[articles].append((time.perf_counter() - begun) * 1_000)
    return _figures(took, sizes)


def _questions() -> Any:  # noqa: ANN401 - pairs
    for locale, texts in _QUESTIONS.items():
        for text in texts:
            whole = text.removesuffix("...")
            for length in range(2, len(whole) + 1) if whole != text else (len(whole),):
                yield locale, whole[:length]


def _figures(took: dict[int, list[float]], sizes: tuple[int, int]) -> dict[str, Figure]:
    ordered = {each: sorted(found) for each, found in took.items()}
    details: dict[str, Any] = {
        f"{articles:,} articles": {f"p{part}": round(percentile(each, part / 100), 2) for part in (50, 95, 99)}
        for articles, each in ordered.items()
    }
    small, large = (percentile(ordered[each], 0.95) for each in sizes)
    title = f"{sizes[1]:,} articles in three languages"
    return {
        "help_search": Figure(f"Search of a help centre: p95 (ms) with {title}", large, P95_MS, True, details),
        "help_search_growth": Figure(
            f"Search of a help centre: p95 with {title} over p95 with {sizes[0]:,}", large / small, RATIO, True, details
        ),
    }
