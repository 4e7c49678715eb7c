"""What a text is remembered by, without the text: numbers made of its words and of words that follow each other.

Nobody gets a text back from them: what is redacted or deleted is kept nowhere else. To show a number as a phrase, it is
looked for in texts that are still there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from app.rules import wordbags

# Of a text so many words count, and so many phrases: whoever pastes a log is understood by its beginning.
MOST_WORDS = 40
MOST_PHRASES = 40
LONGEST = 3
_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Marks:
    """`words` are single stems, `phrases` two and three that follow each other; sorted, each once."""

    words: Sequence[int]
    phrases: Sequence[int]

    def __bool__(self) -> bool:
        return bool(self.words)


def of(*texts: str, language: str | None = None) -> Marks:
    """The marks of a ticket: of its subject and its first message, say. A phrase never goes from one to the other."""
    words: dict[str, None] = {}
    phrases: dict[str, None] = {}
    for text in _apart(texts):
        for phrase, _ in _runs(text, language, longest=LONGEST):
            kept, most = (phrases, MOST_PHRASES) if " " in phrase else (words, MOST_WORDS)
            if len(kept) < most:
                kept.setdefault(phrase)
    return Marks(sorted({number(each) for each in words}), sorted({number(each) for each in phrases}))


def _apart(texts: Sequence[str]) -> list[str]:
    """Without those that are said by another one: a subject is often the beginning of the message."""
    return [text for place, text in enumerate(texts) if not any(text in other for other in texts[place + 1 :])]


def stems(text: str, language: str | None = None) -> list[str]:
    """The stems of a text, each once, in its order."""
    return list(dict.fromkeys(stem for stem, _ in _runs(text, language, longest=1)))


def number(phrase: str) -> int:
    """A phrase of stems with blanks between them as a number that fits a column of integers."""
    return int.from_bytes(blake2b(phrase.encode(), digest_size=4).digest(), "big", signed=True)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number as it is found in texts again: its stems, and the way in which most of these texts write it."""

    stems: str
    written: str


def named(wanted: Iterable[int], texts: Iterable[tuple[str, str | None]]) -> dict[int, Phrase]:
    """These numbers as phrases, where they occur in these (text, language)."""
    asked = set(wanted)
    stems: dict[int, str] = {}
    counts: dict[int, dict[str, int]] = {}
    for text, language in texts:
        seen: dict[int, str] = {}
        for phrase, as_written in _runs(text, language, longest=LONGEST):
            found = number(phrase)
            if found in asked and found not in seen:
                seen[found] = as_written
                stems.setdefault(found, phrase)
        for found, as_written in seen.items():
            ways = counts.setdefault(found, {})
            ways[as_written] = ways.get(as_written, 0) + 1
    return {found: Phrase(stems[found], max(ways, key=lambda way: (ways[way], way))) for found, ways in counts.items()}


def _runs(text: str, language: str | None, *, longest: int) -> Iterator[tuple[str, str]]:
    """`(stems, as written)` of each word, and of each two and three that follow each other."""
    found = []
    for stem, as_written in wordbags.tokens(text[:_CHARACTERS], language):
        found.append((stem, as_written.casefold()))
        if len(found) == MOST_WORDS:
            break
    for place, (stem, way) in enumerate(found):
        yield stem, way
        for more_stem, more_way in found[place + 1 : place + longest]:
            stem, way = f"{stem} {more_stem}", f"{way} {more_way}"  # noqa: PLW2901 - it grows
            yield stem, way
