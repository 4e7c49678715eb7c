"""What a reader has typed, in the words that a brand's articles of one language were taken apart into: as it is,
finished, in other words that mean the same, typed on the other layout, or mistyped.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.db import Connection
from app.rules.help_queries import MOST_TERMS, Typed, in_cyrillic, nearest_beginning
from app.rules.search_queries import nearest, other_stems
from app.services.search_terms import quoted

Kind: TypeAlias = Literal["word", "synonym", "layout", "spelling", "typo"]
# What is worth less than the very word.
_WORTH: dict[Kind, float] = {"word": 1.0, "synonym": 0.9, "layout": 0.95, "spelling": 0.9, "typo": 0.7}
# What the words of a title begin with (`desk_help_document`).
IN_TITLE = "="
COMPLETIONS = 12
_LOOKED_AT = 2_000
_BEGINNING = 2
_MISTYPED = 4
_MEANT = 6
_ALIKE = 200
_ALIKE_FROM = 3
_LONG_ENOUGH, _TWO_SLIPS = 4, 7

# A word in fewer documents than this says no more, and what nobody has written says as much as a usual word.
_SELDOM = 3
_UNKNOWN = math.log(20)

_TERMS = "SELECT place, stem, docs FROM desk_help_terms($1, $2, $3)"
# And how many documents there are: their mark is counted as one of their words.
_TERMS_OF_ALL = f"{_TERMS} UNION ALL SELECT 0, word, docs FROM help_words WHERE scope = $1 AND word = $4"  # noqa: S608 - ours
_DOCS = "SELECT word, docs FROM help_words WHERE scope = $1 AND word = ANY ($2::text[])"
_COMPLETIONS = f"""SELECT word, docs FROM (SELECT word, docs FROM help_words
 WHERE scope = $1 AND word >= $2 AND word < $3 LIMIT {_LOOKED_AT}) w ORDER BY docs DESC, word LIMIT {COMPLETIONS}"""  # noqa: S608 - numbers of ours
# One letter that is wrong, missing, too much or swapped: both words without one of their letters are the same.
_ONE_SLIP = f"""SELECT w.word AS typed, a.word, a.docs FROM unnest($2::text[]) AS w (word)
CROSS JOIN LATERAL (SELECT h.word, h.docs FROM help_words h
 WHERE desk_help_slips(h.scope, h.word) && desk_help_slips($1, w.word) LIMIT {_ALIKE}) a"""  # noqa: S608
# More than that, or in a word that is not finished: among those that begin alike.
_BEGIN_ALIKE = f"""SELECT w.word AS typed, a.word, a.docs FROM unnest($2::text[]) AS w (word)
CROSS JOIN LATERAL (SELECT h.word, h.docs FROM help_words h
 WHERE h.scope = $1 AND h.word >= left(w.word, {_ALIKE_FROM}) AND h.word < left(w.word, {_ALIKE_FROM}) || U&'\\FFFF'
 AND length(h.word) >= length(w.word) - 2 LIMIT {_LOOKED_AT}) a"""  # noqa: S608
_SYNONYMS = """SELECT k.stems AS found, o.stems AS other FROM help_synonym_words k
JOIN help_synonym_words o ON o.synonym_id = k.synonym_id AND o.config = k.config AND o.stems <> k.stems
WHERE k.config = desk_help_config($1)::text AND k.first = ANY ($2::text[]) AND k.stems <@ $2::text[]
 AND (k.brand IS NULL OR k.brand = $3) LIMIT 200"""


@dataclass(slots=True)
class Term:
    """One word: what would do for it. `docs` is how many documents have it, at most; of `near`, each all together."""

    word: str
    stems: list[str]
    docs: int
    last: bool = False
    also: dict[str, int] = field(default_factory=dict)
    near: list[tuple[str, ...]] = field(default_factory=list)
    near_kind: Kind = "word"
    near_docs: int = 0

    @property
    def known(self) -> bool:
        """Whether any document can have it."""
        return bool(self.docs or self.also or self.near)

    @property
    def all_docs(self) -> int:
        """At most so many documents have something that does."""
        return self.docs + sum(self.also.values()) + self.near_docs

    def choices(self) -> list[tuple[float, list[tuple[str, ...]]]]:
        """What would do, each with what it is worth: the word itself, and what does nearly as well."""
        itself = [tuple(self.stems)] if self.docs else []
        itself += [(each,) for each in self.also]
        both = [(1.0, itself), (_WORTH[self.near_kind], self.near)]
        return [(worth, several) for worth, several in both if several]

    def anyhow(self, mark: str = "") -> str:
        """Whatever would do, as a part of a tsquery."""
        return "(" + " | ".join(as_query(several, mark) for _, several in self.choices()) + ")"


def as_query(several: Iterable[tuple[str, ...]], mark: str = "") -> str:
    """One of these, each with all of its stems, as a part of a tsquery; `mark` `IN_TITLE`: in a title."""
    return " | ".join("(" + " & ".join(quoted(mark + each) for each in stems) + ")" for stems in several)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question in one language: its terms that can be found, and how much of it cannot be found at all.

    `mark` is what all documents there have.
    """

    mark: str
    locale: str
    terms: tuple[Term, ...]
    weights: tuple[float, ...]
    unknown: float
    documents: int

    @property
    def corrected(self) -> bool:
        """Whether some word was taken for another one."""
        return any(each.near and each.near_kind in {"layout", "spelling", "typo"} for each in self.terms)

    @property
    def guessed(self) -> bool:
        """Whether all that is known of it is one word that may be a mistyped one, or simply another."""
        return (
            len(self.terms) == 1
            and self.terms[0].near_kind == "typo"
            and not (self.terms[0].docs or self.terms[0].also)
        )


async def look_up(connection: Connection, brand: str, locale: str, typed: Typed, *, audience: str) -> Understood | None:
    """The terms of a question among a brand's articles of a language; None when there is nothing to look for.

    Of articles that the `audience` may not read no word is known.
    """
    mark = f" {brand}/{locale}"
    scope = audience + mark
    if not typed.words:
        return None
    terms, documents = await _stemmed(connection, scope, mark, locale, typed)
    if not terms or not documents:
        return None
    if len(terms) > MOST_TERMS:
        # Of a long text what is said least: what nobody has written is a name or a slip, and what everybody has says
        # nothing.
        terms = sorted((each for each in terms if each.docs), key=lambda each: each.docs)[:MOST_TERMS]
    else:
        await _finish(connection, scope, terms)
        await _other_words(connection, scope, locale, typed, terms)
    await _same(connection, brand, locale, terms)
    unknown = min(_UNKNOWN, _weight(0, documents))
    weights = [_weight(each.all_docs, documents) if each.known else unknown for each in terms]
    lost = sum(weight for each, weight in zip(terms, weights, strict=True) if not each.known)
    found = [(each, weight) for each, weight in zip(terms, weights, strict=True) if each.known]
    return Understood(
        mark, locale, tuple(each for each, _ in found), tuple(weight for _, weight in found), lost, documents
    )


def _weight(docs: int, documents: int) -> float:
    return math.log(1 + documents / min(docs + _SELDOM, documents))


async def _stemmed(connection: Connection, scope: str, mark: str, locale: str, typed: Typed) -> tuple[list[Term], int]:
    """The words of a question that say something (the last one also when it says nothing yet), and how many documents
    there are.
    """
    stems: dict[int, list[tuple[str, int]]] = {}
    for row in await connection.fetch(_TERMS_OF_ALL, scope, locale, list(typed.words), mark):
        stems.setdefault(row["place"] - 1, []).append((row["stem"], row["docs"]))
    documents = next((docs for _, docs in stems.pop(-1, ())), 0)
    terms = []
    for place, word in enumerate(typed.words):
        last = typed.typing and place == len(typed.words) - 1
        found = stems.get(place, [])
        if found or last:
            terms.append(Term(word, [stem for stem, _ in found], min((docs for _, docs in found), default=0), last))
    return terms, documents


async def _finish(connection: Connection, scope: str, terms: Sequence[Term]) -> None:
    """Add the forms of Russian words that have another stem, and what the word that is being typed may become."""
    forms = {form: each for each in terms if len(each.stems) == 1 for form in _forms(each)}
    if forms:
        for row in await connection.fetch(_DOCS, scope, list(forms)):
            forms[row["word"]].also[row["word"]] = row["docs"]
    last = next((each for each in terms if each.last), None)
    if last is None:
        return
    beginning = last.word.replace("\u0451", "\u0435")
    # German words lose their dots with their endings.
    for each in {beginning, *(stem for stem in last.stems if len(stem) == len(beginning))}:
        if len(each) >= _BEGINNING:
            rows = await connection.fetch(_COMPLETIONS, scope, each, each + "\U0010ffff")
            last.also |= {row["word"]: row["docs"] for row in rows if row["word"] not in last.stems}


def _forms(term: Term) -> Iterable[str]:
    forms = (*other_stems(term.stems[0]), *other_stems(term.word))
    return (each for each in forms if len(each) >= _LONG_ENOUGH - 1 and each != term.stems[0])


async def _other_words(connection: Connection, scope: str, locale: str, typed: Typed, terms: Sequence[Term]) -> None:
    """For words that nobody has written: typed on the other layout, spelled in other letters, or mistyped."""
    layouts = dict(zip(typed.words, typed.layouts, strict=False))
    strange = [each for each in terms if not each.known and not each.word.isdigit()]
    guesses: list[tuple[Term, Kind, str]] = []
    for each in strange:
        spelled = in_cyrillic(each.word)
        meant: list[tuple[Kind, str]] = [("layout", guess) for guess in layouts.get(each.word, ())]
        meant += [("spelling", spelled)] if spelled is not None else []
        guesses += [(each, kind, form) for kind, guess in meant for form in (guess, *other_stems(guess))]
    if guesses:
        stems: dict[int, list[tuple[str, int]]] = {}
        for row in await connection.fetch(_TERMS, scope, locale, [guess for _, _, guess in guesses]):
            stems.setdefault(row["place"] - 1, []).append((row["stem"], row["docs"]))
        for place, (each, kind, _) in enumerate(guesses):
            found = stems.get(place, [])
            if found and not each.near and all(docs for _, docs in found):
                _take(each, kind, [tuple(stem for stem, _ in found)], min(docs for _, docs in found))
    await _mistyped(connection, scope, [each for each in strange if not each.near], guesses)


def _take(term: Term, kind: Kind, near: Sequence[tuple[str, ...]], docs: int) -> None:
    term.near, term.near_kind, term.near_docs = list(near), kind, docs


async def _mistyped(
    connection: Connection, scope: str, strange: Sequence[Term], guesses: Sequence[tuple[Term, Kind, str]]
) -> None:
    longest = sorted(strange, key=lambda each: -len(each.word))[:_MISTYPED]
    asked: dict[str, Term] = {}
    for each in longest:
        if len(each.word) >= _LONG_ENOUGH:
            asked[each.word if each.last or not each.stems else each.stems[0]] = each
            asked |= {guess: each for term, kind, guess in guesses if term is each and kind == "spelling"}
    if not asked:
        return
    await _nearest(connection, _ONE_SLIP, scope, asked)
    left = {text: each for text, each in asked.items() if not each.near and (each.last or len(text) >= _TWO_SLIPS)}
    if left:
        await _nearest(connection, _BEGIN_ALIKE, scope, left)


async def _nearest(connection: Connection, sql: str, scope: str, asked: Mapping[str, Term]) -> None:
    alike: dict[str, dict[str, int]] = {}
    for row in await connection.fetch(sql, scope, list(asked)):
        if row["word"].isalpha():
            alike.setdefault(row["typed"], {})[row["word"]] = row["docs"]
    for text, each in asked.items():
        words = alike.get(text, {})
        meant = nearest(text, words, _MEANT)
        if not meant and each.last:
            most_used = sorted(words, key=lambda word: -words[word])[:_ALIKE]
            meant = nearest_beginning(text, most_used, 1)[:_MEANT]
        if meant and not each.near:
            _take(each, "typo", [(word,) for word in meant], sum(words[word] for word in meant))


async def _same(connection: Connection, brand: str, locale: str, terms: Sequence[Term]) -> None:
    """Add what the desk says means the same."""
    owners: dict[str, list[Term]] = {}
    for each in terms:
        for stem in (*each.stems, *each.also):
            owners.setdefault(stem, []).append(each)
    rows = await connection.fetch(_SYNONYMS, locale, list(owners), brand)
    for row in rows:
        other = tuple(row["other"])
        for each in {id(term): term for stem in row["found"] for term in owners[stem]}.values():
            if other not in each.near:
                each.near.append(other)
                if len(each.near) == 1:
                    each.near_kind = "synonym"
