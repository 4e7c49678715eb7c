"""What language a text is written in, and which one is kept for whoever writes.

Alphabets decide first, a model (handed in) only where several languages share one. Names of languages are primary
subtags: `ru`, `en`.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from app.rules import transliterated

# From so many words on, a text says what somebody speaks; fewer may be a name, an order word or "ok".
ENOUGH: Final = 3
# A language that the desk does not name is believed only from so many words on, and when the model is so sure.
_FOREIGN_WORDS: Final = 3
_FOREIGN_SURE: Final = 0.8
_FOREIGN_MARKED: Final = 0.5
# Names of products and errors in Latin letters stand in any text; the other way it is rare.
_OTHERS_SHARE: Final = 0.25
_MOST_LETTERS: Final = 500
_MOST_WORDS: Final = 200

# Words of English that are none of Dutch, German, French, Spanish, Italian, Polish or the Scandinavian languages.
_ENGLISH: Final = frozenset(
    {
        "about", "after", "again", "already", "and", "anyone", "anything", "because", "been", "before", "being",
        "can", "can't", "could", "did", "didn't", "does", "doesn't", "don't", "from", "had", "has", "have", "how",
        "i'm", "i've", "into", "isn't", "it's", "mine", "my", "not", "please", "should", "something", "still",
        "thank", "thanks", "that", "the", "their", "them", "there", "these", "they", "this", "those", "what",
        "when", "where", "which", "why", "with", "would", "you", "your", "yours",
    }
)  # fmt: skip
_ENGLISH_SHARE: Final = 0.2
_ENGLISH_WORDS: Final = 3

Guess: TypeAlias = Callable[[str], Sequence[tuple[str, float]]]


class Heard(NamedTuple):
    """The language of a text (None: it has no words), and how many words say so."""

    language: str | None
    words: int

    @property
    def is_sure(self) -> bool:
        """Whether these are enough words to change what is known of somebody."""
        return self.language is not None and self.words >= ENOUGH


NOTHING: Final = Heard(None, 0)

# What is nobody's words: code, addresses, tags, blanks, quoted lines.
_NOT_WORDS = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}|<[^<>\n]{1,200}>"
    r"|\{\{?[^{}\n]{1,100}\}?\}|^[ \t]*>[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
_MARKS = frozenset("`@<>{/.")
_STRESS = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"\b[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\b")

# Alphabets of one language, by where its letters begin and end.
_OWN_ALPHABETS: Final = (
    ("el", "\u0370", "\u03ff"), ("hy", "\u0530", "\u058f"), ("he", "\u0590", "\u05ff"), ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"), ("pa", "\u0a00", "\u0a7f"), ("gu", "\u0a80", "\u0aff"), ("ta", "\u0b80", "\u0bff"),
    ("te", "\u0c00", "\u0c7f"), ("kn", "\u0c80", "\u0cff"), ("ml", "\u0d00", "\u0d7f"), ("si", "\u0d80", "\u0dff"),
    ("th", "\u0e00", "\u0e7f"), ("lo", "\u0e80", "\u0eff"), ("my", "\u1000", "\u109f"), ("ka", "\u10a0", "\u10ff"),
    ("am", "\u1200", "\u137f"), ("km", "\u1780", "\u17ff"), ("ko", "\u1100", "\u11ff"), ("ko", "\uac00", "\ud7af"),
    ("ja", "\u3040", "\u30ff"), ("zh", "\u3400", "\u9fff"),
)  # fmt: skip
_CYRILLIC: Final = ("\u0400", "\u052f")
_LATIN_ENDS: Final = "\u024f"
# Letters that only some of those who write in Cyrillic have: the first is meant where the model names none of them.
_BY_LETTERS: Final = (
    (frozenset("їєґЇЄҐ"), ("uk",)), (frozenset("ўЎ"), ("be",)), (frozenset("ђћџЂЋЏ"), ("sr",)),
    (frozenset("ѓќѕЃЌЅ"), ("mk",)), (frozenset("јљњЈЉЊ"), ("sr", "mk")),
    (frozenset("әғқңұүһөӘҒҚҢҰҮҺӨ"), ("kk", "ky", "tt", "ba", "mn", "sah")),
    (frozenset("\u0456\u0406"), ("uk", "be", "kk")),
)  # fmt: skip
_NOT_OUTSIDE_RUSSIAN: Final = frozenset("ыэёЫЭЁ")
# Which languages of the model are written so, where the desk names none that is.
_CYRILLIC_LANGUAGES: Final = frozenset(
    {"ru", "uk", "be", "bg", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "ce", "os", "sah"}
)
_OTHER_ALPHABETS: Final = _CYRILLIC_LANGUAGES | {each for each, _, _ in _OWN_ALPHABETS} | {
    "ar", "fa", "ur", "ckb", "ps", "sd", "ug", "arz", "azb", "yi", "hi", "mr", "ne", "sa", "bo", "or", "yue", "wuu",
}  # fmt: skip


def heard(text: str, languages: Sequence[str], guess: Guess) -> Heard:
    """The language of a text. `languages` are those that the desk expects, `guess` a model: languages with how likely
    they are, best first.

    A short text is in one of the expected languages that are written so; a longer one may be in any. Of a mixed one it
    is the one in other than Latin letters, unless that is a few words only. Russian in Latin letters is Russian.
    """
    text = _tidied(text)
    words = _WORD.findall(text)[:_MOST_WORDS]
    if not words:
        return NOTHING
    if not text.isascii():
        alphabet = _alphabet(words)
        if alphabet is not None:
            found, of = alphabet
            return Heard(_of_cyrillic(of, languages, guess) if found == "cyrillic" else found, _count(found, of))
    if "en" in languages and _is_plainly_english(words):
        return Heard("en", len(words))
    if not text.isascii() and any(each[0] > _LATIN_ENDS for each in words):
        # Arabic, Indian and others that several languages share.
        return Heard(_likeliest(" ".join(words), guess) or None, len(words))
    if "ru" in languages and transliterated.is_russian(text, words):
        return Heard("ru", len(words))
    return Heard(_of_latin(words, languages, guess), len(words))


def _is_plainly_english(words: Sequence[str]) -> bool:
    """Whether so many of these are words that hold English together, and no other language: no model has to be asked.

    Asking it costs several times as much as all the rest, on the path of every message.
    """
    hits = [each for each in map(str.lower, words) if each in _ENGLISH]
    return len(hits) >= len(words) * _ENGLISH_SHARE and len(set(hits)) >= _ENGLISH_WORDS


def kept(before: str | None, now: Heard) -> str | None:
    """The language of somebody after what they have just written: the first words set it, enough words change it."""
    return now.language if now.language is not None and (before is None or now.is_sure) else before


class Tongue(NamedTuple):
    """The language of a ticket, and whether the desk found it out by itself."""

    language: str | None
    detected: bool


def of_ticket(said: str | None, words: Heard, known: str | None) -> Tongue:
    """The language of a new ticket: as whoever makes it says, else as its words are, where they are enough; else what
    is known of its requester (`known`), else as the few words are.
    """
    if said is not None:
        return Tongue(said, detected=False)
    found = words.language if words.is_sure else (known or words.language)
    return Tongue(found, detected=found is not None)


def _tidied(text: str) -> str:
    text = text[:_MOST_LETTERS]
    if not _MARKS.isdisjoint(text):
        text = _NOT_WORDS.sub(" ", text)
    # A stress mark parts no word.
    return text if text.isascii() else _STRESS.sub("", unicodedata.normalize("NFC", text))


def _count(alphabet: str, words: Sequence[str]) -> int:
    # These do not part their words.
    return sum(len(each) for each in words) // 2 + 1 if alphabet in {"zh", "ja", "th", "lo", "km", "my"} else len(words)


def _alphabet(words: Sequence[str]) -> tuple[str, list[str]] | None:
    """The alphabet of one language, or `cyrillic`, that enough of the words are written in, and those words."""
    found: dict[str, list[str]] = {}
    for each in words:
        name = _named(each[0])
        if name is not None:
            found.setdefault(name, []).append(each)
    if not found:
        return None
    if "zh" in found and any(_named(letter) == "ja" for each in found["zh"] for letter in each):
        found.setdefault("ja", []).extend(found.pop("zh"))
    name, of = max(found.items(), key=lambda item: len(item[1]))
    return (name, of) if _count(name, of) >= len(words) * _OTHERS_SHARE else None


@lru_cache(maxsize=4096)
def _named(letter: str) -> str | None:
    if letter <= _LATIN_ENDS:
        return None
    if _CYRILLIC[0] <= letter <= _CYRILLIC[1]:
        return "cyrillic"
    return next((name for name, first, last in _OWN_ALPHABETS if first <= letter <= last), None)


def _of_cyrillic(words: Sequence[str], languages: Sequence[str], guess: Guess) -> str:
    text = " ".join(words)
    letters = frozenset(text)
    expected = [each for each in languages if each in _CYRILLIC_LANGUAGES]
    for own, whose in _BY_LETTERS:
        if not own.isdisjoint(letters):
            return whose[0] if len(whose) == 1 else _among(guess(text), whose)
    if expected == ["ru"] and (len(words) < _FOREIGN_WORDS or not _NOT_OUTSIDE_RUSSIAN.isdisjoint(letters)):
        return "ru"
    return _chosen(guess(text), expected or ["ru"], likely=_FOREIGN_SURE if len(words) >= _FOREIGN_WORDS else None)


def _of_latin(words: Sequence[str], languages: Sequence[str], guess: Guess) -> str:
    expected = [each for each in languages if each not in _OTHER_ALPHABETS]
    text = " ".join(words)
    if text.isascii():
        likely = _FOREIGN_SURE if len(words) >= _FOREIGN_WORDS else None
    else:
        # Letters with marks are seldom English.
        likely = _FOREIGN_MARKED if len(words) > 1 else None
    # The model takes words in capitals for those of other alphabets.
    return _chosen(guess(text.lower() if text.isupper() else text), expected or ["en"], likely=likely, latin=True)


def _chosen(
    guessed: Sequence[tuple[str, float]], expected: Sequence[str], *, likely: float | None, latin: bool = False
) -> str:
    """One that is expected, unless another is so `likely` (None: there are too few words to believe in one)."""
    for language, share in guessed:
        if language in expected:
            return language
        if likely is not None and share >= likely and (language in _OTHER_ALPHABETS) != latin:
            return language
    return expected[0]


def _among(guessed: Sequence[tuple[str, float]], possible: Sequence[str]) -> str:
    return next((language for language, _ in guessed if language in possible), possible[0])


def _likeliest(text: str, guess: Guess) -> str | None:
    return next((language for language, _ in guess(text)), None)
