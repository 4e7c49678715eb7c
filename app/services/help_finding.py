"""Articles for a question, best first: those that have all of its words, or the rarest of them, a title before a text.

How many are looked at is bounded, whatever is asked and however many there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db import Connection
from app.rules.article_visibility import audience
from app.rules.help_queries import Typed
from app.services import help_terms
from app.services.help_terms import IN_TITLE, Term, Understood, as_query
from app.services.search_terms import quoted

# Documents that are looked at in each place, titles first, and of these so many are weighed: those with short titles.
_LOOKED_AT, _WEIGHED = 1_500, 100
# When so many have it in one place, the next place is not looked at.
_PLENTY = 50
# So many are put in order, and no more can be paged through.
MOST = 100
# With so many found in a language no other one is asked, and of these so many at most.
_ENOUGH, _MORE_LOCALES = 10, 2
# In a language that was not asked for.
_FOREIGN = 0.8
# What has less than this part of what the best one has is not about it.
_TAIL = 0.5
# What a word is worth in a title, where it stands out, and anywhere.
_TITLE, _HEAD, _BODY = 3.0, 1.8, 1.0

_SCOPES = """WITH RECURSIVE s AS (
 SELECT min(scope) AS scope FROM help_words WHERE scope > $1 AND scope < $2
 UNION ALL SELECT (SELECT min(scope) FROM help_words w WHERE w.scope > s.scope AND w.scope < $2) FROM s
 WHERE s.scope IS NOT NULL) SELECT scope FROM s WHERE scope IS NOT NULL LIMIT 100"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to look: a brand, languages (best first), what the reader may see, perhaps a category."""

    brand: str
    locales: tuple[str, ...]
    visible: tuple[str, ...]
    categories: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An article in a language; `score` and `coverage` (how much of the question it has) are from 0 to 1.

    `showing` is how much of the question stands in its title or where it stands out.
    """

    article_id: UUID
    locale: str
    score: float
    coverage: float
    showing: float
    # How many words of its title are in the question, and how much of the title that is.
    in_title: int
    titled: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first, and how the question was understood, by language."""

    found: tuple[Found, ...]
    understood: dict[str, Understood]

    @property
    def corrected(self) -> bool:
        """Whether the best of it was found with a word that was not typed like that."""
        return bool(self.found) and self.understood[self.found[0].locale].corrected


async def find(connection: Connection, typed: Typed, wanted: Wanted) -> Answer:
    """The best articles for a question, at most `MOST`."""
    if not typed.words:
        return Answer((), {})
    found: list[Found] = []
    understood: dict[str, Understood] = {}
    known_to = audience(wanted.visible)
    scopes = await connection.fetch(_SCOPES, f"{known_to} {wanted.brand}/", f"{known_to} {wanted.brand}0")
    there = [str(row["scope"]).partition("/")[2] for row in scopes]
    ordered, asked = _in_order(there, wanted.locales)
    for place, locale in enumerate(ordered[: asked + _MORE_LOCALES]):
        if place >= max(asked, 1) and len(found) >= _ENOUGH:
            break
        said = await help_terms.look_up(connection, wanted.brand, locale, typed, audience=known_to)
        if said is None or not said.terms:
            continue
        understood[locale] = said
        factor = 1.0 if place < asked or not wanted.locales else _FOREIGN
        found += await _scored(connection, said, wanted, factor)
    return Answer(_best(found), understood)


def _in_order(there: Sequence[str], wanted: Sequence[str]) -> tuple[list[str], int]:
    """The languages that there are, those that are wanted first (`ru` serves `ru-RU`), and how many of them are."""
    ordered: list[str] = []
    for tag in wanted:
        primary = tag.lower().partition("-")[0]
        ordered += [each for each in there if each.lower() == tag.lower()]
        ordered += [each for each in there if each.lower().partition("-")[0] == primary]
    ordered = list(dict.fromkeys(ordered))
    return [*ordered, *(each for each in there if each not in ordered)], len(ordered)


def _best(found: Sequence[Found]) -> tuple[Found, ...]:
    most = max((each.coverage for each in found), default=0.0)
    near = (each for each in found if each.coverage >= _TAIL * most)
    once: dict[UUID, Found] = {}
    for each in sorted(near, key=lambda each: (-each.score, each.article_id, each.locale)):
        once.setdefault(each.article_id, each)
    return tuple(once.values())[:MOST]


async def _scored(connection: Connection, said: Understood, wanted: Wanted, factor: float) -> list[Found]:
    found = await _rows(connection, said, wanted, said.terms, every=True, factor=factor)
    if len(found) < _ENOUGH and len(said.terms) > 1:
        known = {each.article_id for each in found}
        more = await _rows(connection, said, wanted, _rarest(said), every=False, factor=factor)
        found += [each for each in more if each.article_id not in known]
    return found


def _rarest(said: Understood) -> list[Term]:
    """Some of the words, the rarest: what has one of them is looked at."""
    chosen: list[Term] = []
    docs = 0
    for each in sorted(said.terms, key=lambda each: each.all_docs):
        docs += each.all_docs
        if chosen and docs > _LOOKED_AT:
            break
        chosen.append(each)
    return chosen


async def _rows(
    connection: Connection,
    said: Understood,
    wanted: Wanted,
    terms: Sequence[Term],
    *,
    every: bool,
    factor: float,
) -> list[Found]:
    mark, join = quoted(said.mark), " & " if every else " | "
    query, titles = join.join(each.anyhow() for each in terms), join.join(each.anyhow(IN_TITLE) for each in terms)
    values: list[object] = [f"{mark} & ({titles})", f"{mark} & ({query})", list(wanted.visible)]
    where = "d.visibility = ANY ($3)"
    if wanted.categories is not None:
        values.append(list(wanted.categories))
        where += f" AND d.category_id = ANY (${len(values)}::uuid[])"
    branches = _branches(where, ("$1", "$2", "$2"))
    levels, has, shown, points, titled = _levels(said, values)
    values.append(said.unknown + sum(said.weights))
    total = f"${len(values)}::float8"
    sql = f"""WITH {branches}, c AS (SELECT * FROM c0 UNION SELECT * FROM c1 UNION SELECT * FROM c2),
l AS MATERIALIZED (
SELECT d.article_id, d.locale, d.title_words, {levels}
FROM c JOIN help_documents d ON d.article_id = c.article_id AND d.locale = c.locale), s AS (
SELECT article_id, locale, title_words, ({has}) / {total} AS has, ({shown}) / {total} AS shown,
 ({points}) / ({_TITLE} * {total}) AS points, {titled} AS titled FROM l)
SELECT article_id, locale, has, shown, titled, title_words,
 0.65 * points + 0.2 * has + 0.15 * shown / sqrt(title_words) AS score
FROM s ORDER BY score DESC, article_id, locale LIMIT {MOST}"""  # noqa: S608 - our own conditions; values are parameters
    return [
        Found(
            article_id=UUID(int=row["article_id"].int),
            locale=row["locale"],
            score=round(factor * row["score"], 4),
            coverage=round(row["has"], 4),
            showing=round(row["shown"], 4),
            in_title=row["titled"],
            titled=round(min(1.0, row["titled"] / row["title_words"]), 4),
        )
        for row in await connection.fetch(sql, *values)
    ]


def _branches(where: str, queries: Sequence[str]) -> str:
    """The candidates by place: titles, what stands out, texts; the next place only where there are few."""
    parts = []
    for number, (column, query) in enumerate(zip(("head", "head", "words"), queries, strict=True)):
        before = " + ".join(f"(SELECT count(*) FROM c{each})" for each in range(number))  # noqa: S608 - ours
        few = f" AND {before} < {_PLENTY}" if before else ""
        parts.append(f"""c{number} AS MATERIALIZED (SELECT article_id, locale FROM (
 SELECT d.article_id, d.locale, d.title_words FROM help_documents d
 WHERE d.{column} @@ {query}::tsquery AND {where}{few} LIMIT {_LOOKED_AT}) x
ORDER BY title_words, article_id LIMIT {_WEIGHED})""")  # noqa: S608 - our own conditions
    return ", ".join(parts)


def _levels(said: Understood, values: list[object]) -> tuple[str, str, str, str, str]:
    """For each choice of each term a column that says where it stands, and four sums over the terms: which are there,
    which stand out, what each is worth where it stands, and how many stand in the title. The text depends on how many
    choices there are, and on nothing else: Postgres has seen it before.
    """
    columns: list[str] = []
    has, shown, points, titled = list[str](), list[str](), list[str](), list[str]()
    for term, weight in zip(said.terms, said.weights, strict=True):
        of_term: list[tuple[str, str]] = []
        for worth, several in term.choices():
            values += [as_query(several), as_query(several, IN_TITLE), worth * weight]
            whole, title = f"${len(values) - 2}::tsquery", f"${len(values) - 1}::tsquery"
            name = f"l{len(columns)}"
            columns.append(
                f"CASE WHEN d.head @@ {title} THEN {_TITLE}::float8 WHEN d.head @@ {whole} THEN {_HEAD}"
                f" WHEN d.words @@ {whole} THEN {_BODY} ELSE 0 END AS {name}"
            )
            of_term.append((name, f"${len(values)}::float8"))
        has.append(_most(f"({name} > 0)::int * {worth}" for name, worth in of_term))
        shown.append(_most(f"({name} > {_BODY})::int * {worth}" for name, worth in of_term))
        titled.append(_most(f"({name} = {_TITLE})::int" for name, _ in of_term))
        points.append(_most(f"{name} * {worth}" for name, worth in of_term))
    return ", ".join(columns), " + ".join(has), " + ".join(shown), " + ".join(points), " + ".join(titled)


def _most(several: Iterable[str]) -> str:
    return f"greatest({', '.join(several)})"
