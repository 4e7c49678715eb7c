"""What is asked for, in the words that texts were taken apart into: stems, what they may be the beginning of, and what
may have been meant by a word that nobody has written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.db import Connection
from app.rules.search_queries import Query, Term, nearest, other_stems

# The most used words that begin with what is being typed.
COMPLETIONS = 12
_LOOKED_AT = 3_000
# Letters of which there may be a beginning of a word.
_BEGINNING = 2
_SHORTEST = 3
# Mistyped words that are looked up, the longest first, and what each may have been.
_MISTYPED = 4
_MEANT = 8
# Words that are surely counted when they occur (`desk_search_index`).
_COUNTED = re.compile("[a-z\u0430-\u044f]{2,32}")

_STEMS = """SELECT tsvector_to_array(to_tsvector('pg_catalog.russian', desk_search_text(t.term))) AS stems,
 phraseto_tsquery('pg_catalog.russian', desk_search_text(t.term))::text AS phrase,
 lower(desk_search_text(t.term)) AS typed
FROM unnest($1::text[]) WITH ORDINALITY AS t (term, place) ORDER BY t.place"""
_DOCS = "SELECT word, docs FROM search_words WHERE word = ANY ($1::text[])"
# An ending is taken from a form that has none too: писем is писать to the stemmer, and so it is in texts.
_OF_FORMS = (
    """SELECT f.form, ts_lexize('pg_catalog.russian_stem', f.form) AS stems FROM unnest($1::text[]) AS f (form)"""
)
_COMPLETIONS = f"""SELECT word, docs FROM (SELECT word, docs FROM search_words WHERE word >= $1 AND word < $2
 LIMIT {_LOOKED_AT}) w ORDER BY docs DESC, word LIMIT {COMPLETIONS}"""  # noqa: S608 - numbers of ours
# The nearest by trigrams; how many letters are wrong is counted afterwards.
_ALIKE = """SELECT word, docs FROM search_words WHERE word % $1 AND word > '!'
ORDER BY similarity(word, $1) DESC, docs DESC, word LIMIT 200"""


@dataclass(slots=True)
class _Wanted:
    """One term: what would do for it, each with how many documents have it (None: nobody counts such words)."""

    term: Term
    stems: list[str]
    phrase: str
    typed: str
    choices: dict[str, int | None] = field(default_factory=dict)
    meant: list[str] = field(default_factory=list)

    def text(self, *, also_meant: bool) -> str:
        """As a part of a tsquery."""
        if self.term.phrase:
            return f"({self.phrase})"
        first = " & ".join(quoted(each) for each in self.stems)
        others = [each for each in self.choices if each not in self.stems]
        several = [f"({first})"] if first else []
        several += [quoted(each) for each in (*others, *(self.meant if also_meant else ()))]
        return f"({' | '.join(several)})"

    def docs(self) -> int | None:
        """At most so many documents have it; None when that is not known."""
        if self.term.phrase or len(self.stems) > 1:
            counted = [self.choices[each] for each in self.stems if self.choices.get(each) is not None]
            return min((each for each in counted if each is not None), default=None)
        if None in self.choices.values():
            return None
        return sum(each or 0 for each in self.choices.values())


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as Postgres is asked it. `marked` is what is marked in what was found; `docs` None: not known."""

    text: str
    marked: str
    docs: int | None


def quoted(stem: str) -> str:
    """A stem or a mark as a part of a tsquery's text, whatever is in it."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


class Terms:
    """A question's terms, looked up once."""

    def __init__(self, wanted: list[_Wanted], unwanted: list[str]) -> None:
        self._wanted = wanted
        self._unwanted = unwanted

    def as_said(self) -> Understood | None:
        """What was asked for; None when it cannot be anywhere."""
        if not self._wanted:
            return None
        marked = " & ".join(each.text(also_meant=False) for each in self._wanted)
        counted = [docs for each in self._wanted if (docs := each.docs()) is not None]
        if 0 in counted:
            return None
        return Understood(" & ".join([marked, *self._unwanted]), marked, min(counted, default=None))

    async def as_meant(self, connection: Connection) -> Understood | None:
        """The same with words that are nearly the same, without what `as_said` finds; None when there are none."""
        mistyped = [each for each in self._wanted if not each.term.phrase and len(each.stems) == 1]
        mistyped.sort(key=lambda each: -len(each.stems[0]))
        for each in mistyped[:_MISTYPED]:
            stem = each.stems[0]
            alike = {row["word"]: row["docs"] for row in await connection.fetch(_ALIKE, stem)}
            each.meant = [word for word in nearest(stem, alike, _MEANT) if word not in each.choices]
        if not any(each.meant for each in mistyped):
            return None
        marked = " & ".join(each.text(also_meant=True) for each in self._wanted)
        said = " & ".join(each.text(also_meant=False) for each in self._wanted)
        return Understood(" & ".join([marked, f"!({said})", *self._unwanted]), marked, None)


async def look_up(connection: Connection, query: Query) -> Terms:
    """The terms of a question. A word that says nothing ("the", "и") is left out, unless it is being typed."""
    rows = await connection.fetch(_STEMS, [each.text for each in query.terms])
    wanted, unwanted = [], []
    for term, row in zip(query.terms, rows, strict=True):
        each = _Wanted(term, list(row["stems"]), row["phrase"], row["typed"])
        if term.minus and each.stems:
            stems = " & ".join(quoted(stem) for stem in each.stems)
            unwanted.append(f"!({each.phrase if term.phrase else stems})")
        elif not term.minus:
            wanted.append(each)
    last = wanted[-1] if wanted and query.typing and query.terms[-1] is wanted[-1].term else None
    await _count(connection, wanted)
    if last is not None:
        await _complete(connection, last)
    return Terms([each for each in wanted if each.stems or each.choices], unwanted)


async def _count(connection: Connection, wanted: Sequence[_Wanted]) -> None:
    """Fill in the choices of each, with how often they occur."""
    forms = {form for each in wanted for form in _other_forms(each)}
    stems: dict[str, list[str]] = {}
    if forms:
        rows = await connection.fetch(_OF_FORMS, list(forms))
        stems = {row["form"]: [row["form"], *(row["stems"] or ())] for row in rows}
    others = [[stem for form in _other_forms(each) for stem in stems[form]] for each in wanted]
    asked = {stem for each, more in zip(wanted, others, strict=True) for stem in (*each.stems, *more)}
    docs = {row["word"]: int(row["docs"]) for row in await connection.fetch(_DOCS, list(asked))} if asked else {}
    for each, more in zip(wanted, others, strict=True):
        for stem in each.stems:
            each.choices[stem] = docs.get(stem, 0) if _COUNTED.fullmatch(stem) else None
        for stem in more:
            if stem in docs and len(stem) >= _SHORTEST:
                each.choices.setdefault(stem, docs[stem])


def _other_forms(wanted: _Wanted) -> Iterable[str]:
    if wanted.term.phrase or len(wanted.stems) != 1:
        return ()
    return (*other_stems(wanted.stems[0]), *other_stems(wanted.typed))


async def _complete(connection: Connection, last: _Wanted) -> None:
    """The word that is being typed is also every word that begins so."""
    typed = last.typed
    if len(typed) < _BEGINNING or not typed.isalpha():
        return
    for row in await connection.fetch(_COMPLETIONS, typed, typed + "\U0010ffff"):
        last.choices.setdefault(row["word"], int(row["docs"]))
