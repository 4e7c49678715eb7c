"""A text as its words, the same way for everything that compares texts: stems, and how each was written.

Nothing here asks what a text means. Whatever it is given (emoji, a log, Chinese, nothing) it gives a bounded list.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from app.rules.word_lists import STOP_WORDS

MAX_WORDS = 2_000
# A text is cut here before anything looks at it: enough for so many words, and what a bad one can cost has an end.
MAX_CHARACTERS = 64_000
# What is longer is no word: keys, hashes, pictures in a text.
MAX_LETTERS = 64

# One letter can become 18 by normalising, so it is done piece by piece and stops in time.
_PIECE = 4_096

# No word is inside of these, and whoever is named is not what it is about.
_NO_WORDS = re.compile(
    r"""
    (?:[a-z][a-z0-9+.-]{1,15}://|\bwww\.)\S+          # an address with its scheme
    | [^\s@<>()\[\]"',;:]{1,64}@[^\s@<>()\[\]"',;:]+   # a mail address
    | (?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/\S* # a path on a host
    | (?<!\w)@\w+                                      # a name that is called
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Written between letters and not seen.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
# And what would become letters by normalising.
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc\u02b9\u00b4`\uff07\u2116\u2122", "'''''''  ")


def _marks() -> str:
    """The marks that go over, under and after letters, as ranges of a character class (to `re` they are no letters)."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_marks()}])*(?:'[^\W\d_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
# Written without spaces: there every two neighbours are a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")

# The stemmers by the language's code: of languages in Latin letters, of those in Cyrillic, and the others by theirs.
_LATIN_STEMMERS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_OTHER_STEMMERS = {
    "ar": "arabic", "el": "greek", "fa": "persian", "hi": "hindi", "hy": "armenian", "ne": "nepali", "ta": "tamil",
    "yi": "yiddish",
}  # fmt: skip
_RUSSIAN_LETTERS = re.compile("[а-я]+")


def words(text: str, language: str | None = None) -> list[str]:
    """The words of a text in its order, casefolded and normalised (NFKC, ё as е); at most `MAX_WORDS`.

    Left out: web and mail addresses, names after an @, emoji and signs, numbers (`ps4` is a word). What is written
    without spaces comes as pairs of neighbours. `language` (a tag such as `de` or `pt-BR`) changes nothing here yet.
    """
    del language
    return [folded for folded, _ in _words(text)]


def stems(text: str, language: str | None = None) -> list[str]:
    """The stems of a text in its order, without the words that say nothing (English and Russian); repeated as written.

    A word in Russian letters is stemmed as Russian, one in Latin letters as `language` if that is written so and
    known, else as English; other alphabets as `language` if known, else kept whole.
    """
    return [stem for stem, _ in tokens(text, language)]


def surface(text: str, language: str | None = None) -> dict[str, str]:
    """Each stem of a text and how it was written there the first time, in the order of the text."""
    first: dict[str, str] = {}
    for stem, written in tokens(text, language):
        first.setdefault(stem, written)
    return first


def tokens(text: str, language: str | None = None) -> Iterator[tuple[str, str]]:
    """`(stem, as written)` for each word that says something."""
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    for folded, written in _words(text):
        if folded in STOP_WORDS:
            continue
        stem = stemmed(folded, primary)
        if stem:
            yield stem, written


@lru_cache(maxsize=65_536)
def stemmed(word: str, language: str = "") -> str:
    """One word (as `words` gives it) without its endings. `language` is a primary tag, as `de`."""
    if _RUSSIAN_LETTERS.fullmatch(word):
        name = "russian"
    elif _LATIN.match(word):
        name = _LATIN_STEMMERS.get(language, "english")
    elif language in _OTHER_STEMMERS and not _UNSPACED.match(word):
        name = _OTHER_STEMMERS[language]
    else:
        return word
    # A stemmer of its own for each: they keep the word they are at, and threads call this too.
    return str(snowballstemmer.stemmer(name).stemWord(word)).removesuffix("'")


def _words(text: str) -> Iterator[tuple[str, str]]:
    left = MAX_WORDS
    for found in _WORD.finditer(_readable(text)):
        written = found[0]
        if len(written) > MAX_LETTERS and not _UNSPACED.match(written):
            continue
        if not _LETTER.search(written):
            continue
        for part in _parts(written):
            folded = part.casefold().replace("ё", "е")
            yield folded, part
            left -= 1
            if not left:
                return


def _parts(written: str) -> Iterator[str]:
    if not _UNSPACED.search(written):
        yield written
        return
    place = 0
    for run in _UNSPACED.finditer(written):
        if run.start() > place:
            yield written[place : run.start()]
        letters = run[0]
        yield from (letters[i : i + 2] for i in range(max(1, len(letters) - 1)))
        place = run.end()
    if place < len(written):
        yield written[place:]


def _readable(text: str) -> str:
    pieces, length = [], 0
    cut = _NO_WORDS.sub(" ", text[:MAX_CHARACTERS])
    for start in range(0, len(cut), _PIECE):
        piece = unicodedata.normalize("NFKC", cut[start : start + _PIECE].translate(_APOSTROPHES))
        pieces.append(piece)
        length += len(piece)
        if length >= MAX_CHARACTERS:
            break
    return _UNSEEN.sub("", "".join(pieces)[:MAX_CHARACTERS]).translate(_APOSTROPHES)
