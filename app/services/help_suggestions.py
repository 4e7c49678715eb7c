"""Articles for what somebody is writing: only those that are surely about it, and nothing of the text is kept."""

from collections.abc import Sequence
from typing import Any

from app import clock
from app.db import Connection
from app.errors import Invalid, pointer
from app.rules.help_queries import MOST_CHARACTERS
from app.services import article_links, help_hits, help_readers, help_search, help_visits
from app.services.help_finding import Answer, Found
from app.services.help_readers import Reader
from app.services.help_search import Question
from app.services.help_visits import Searched

# Of a short text much must be in an article, and some of it where it stands out.
COVERS, SHOWS = 0.3, 0.25
# A long one says much beside the point: then two words and this part of a title must be in it.
TITLED, WORDS = 0.5, 2
# The same for an answer that nobody has asked for.
SURELY_COVERS, SURELY_SHOWS, SURELY_TITLED = 0.45, 0.4, 0.66
# The second is not shown beside a first one that is so much better.
BESIDE = 0.6
_FORM = """SELECT f.definition ->> 'brand' AS brand FROM forms f
WHERE f.key = $1 AND f.archived_at IS NULL AND f.definition ->> 'public' IS DISTINCT FROM 'false'"""


def good(answer: Answer, *, most: int, surely: bool = False) -> list[Found]:
    """Those of what was found that are about it."""
    covers, shows, titled = (SURELY_COVERS, SURELY_SHOWS, SURELY_TITLED) if surely else (COVERS, SHOWS, TITLED)
    about = [
        each
        for each in answer.found
        if ((each.coverage >= covers and each.showing >= shows) or (each.titled >= titled and each.in_title >= WORDS))
        # "hello there" is not about three days.
        and not answer.understood[each.locale].guessed
    ]
    return [each for each in about if each.score >= BESIDE * about[0].score][:most]


async def suggest(
    connection: Connection, reader: Reader, question: Question, *, form: str | None, limit: int
) -> dict[str, Any]:
    """`{"search_id", "items"}`. Raises `Invalid` (`unknown_brand`, `unknown_form`)."""
    async with connection.transaction():
        await connection.execute(help_search.begin(reader))
        brand = question.brand if form is None else await _brand_of(connection, form) or question.brand
        shelf = await help_readers.shelf(connection, brand, in_body=True)
        if shelf is None:
            return {"search_id": None, "items": []}
        answer = await help_search.ask(connection, reader.visible, shelf, question)
        found = good(answer, most=limit)
        items = await help_hits.shown(connection, shelf, answer, found)
        search_id = None
        if question.text.strip():
            best = found[0] if found else None
            searched = Searched(
                question.origin,
                None,
                best.locale if best is not None else next(iter(question.locales), None),
                len(found),
                best.coverage if best is not None else 0.0,
            )
            search_id = await help_visits.search(connection, reader, shelf.brand, searched, now=clock.now())
    return {"search_id": search_id, "items": items}


async def links(connection: Connection, brand: str, text: str, locales: Sequence[str]) -> list[tuple[str, str]]:
    """Titles and addresses of public articles that surely answer a text, at most three; written down nowhere."""
    shelf = await help_readers.shelf(connection, brand)
    if shelf is None:
        return []
    question = Question(text[:MOST_CHARACTERS], brand, locales, origin="ticket", kept=False)
    answer = await help_search.ask(connection, ("public",), shelf, question)
    # Nobody is sent a page in a language that they have not written in.
    spoken = {each.partition("-")[0].lower() for each in locales}
    found = [each for each in good(answer, most=3, surely=True) if each.locale.partition("-")[0].lower() in spoken]
    base = article_links.base(shelf.brand, {"help_url": shelf.help_url})
    shown = await help_hits.shown(connection, shelf, answer, found)
    return [(each["title"], article_links.url(base, each["locale"], each["slug"])) for each in shown]


async def _brand_of(connection: Connection, form: str) -> str | None:
    row = await connection.fetchrow(_FORM, form)
    if row is None:
        detail = "There is no such form that everybody may send"
        raise Invalid(detail, code="unknown_form", errors=[pointer("form", detail)])
    return row["brand"]  # type: ignore[no-any-return]  # text of a document
