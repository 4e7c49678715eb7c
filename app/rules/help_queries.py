"""What a reader has typed into the search of a help centre: words, and what else may have been meant by one; no I/O.

Readers know no operators: whatever is typed is words, and what is none (quotes, brackets, `&`, emoji) parts them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.rules.search_queries import slips as count

# Longer texts are cut: what somebody wants is said by then.
MOST_CHARACTERS = 20_000
# Different words that are looked up, and those of them that are looked for: the rarest.
MOST_WORDS = 300
MOST_TERMS = 12
# No word of any language is longer; what is, is an address or noise.
_LONGEST = 64
_WORD = re.compile(r"[^\W_]+")

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = dict(zip(_LATIN, _CYRILLIC, strict=True))
_TO_LATIN = dict(zip(_CYRILLIC, _LATIN, strict=True))
# What stands on these keys is part of a word on the other layout.
_TYPED = re.compile(r"[a-z`\[\];',.]+")

# The longest first; where several are usual, the most usual one: what is left is near enough to be found as a slip.
_SEVERAL = "shch sch yo jo zh kh ts tz ch sh yu ju ya ja ye ey ay oy iy yy uy ph ck x"
_THEIRS = "щ щ ё ё ж х ц ц ч ш ю ю я я е ей ай ой ий ый уй ф к кс"  # noqa: RUF001 - Cyrillic
_ONE, _ITS = "abvwgdeziklmnoprstufhcqjy'", "абввгдезиклмнопрстуфхккйыь"
_SOUNDS = (*zip(_SEVERAL.split(), _THEIRS.split(), strict=True), *zip(_ONE, _ITS, strict=True))
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """A question: its different words in order. `typing`: the last one may be only a beginning."""

    words: tuple[str, ...]
    typing: bool
    # By place: the same keys on the other layout, where that is a word.
    layouts: tuple[tuple[str, ...], ...] = ()


def read(text: str) -> Typed:
    """Understand a question; no words at all are a question too, to which nothing answers."""
    if len(text) > MOST_CHARACTERS:
        # Not in the middle of a word.
        text = text[:MOST_CHARACTERS].rpartition(" ")[0]
    whole = unicodedata.normalize("NFKC", text).lower()
    words: dict[str, None] = {}
    last = None
    for found in _WORD.finditer(whole):
        if len(found[0]) <= _LONGEST:
            words.setdefault(found[0])
            last = found
        if len(words) >= MOST_WORDS:
            break
    kept = tuple(words)
    # A word that is typed again is finished where it stood first.
    typing = last is not None and last.end() == len(whole) and last[0] == kept[-1]
    chunks = _chunks(whole) if len(kept) <= MOST_TERMS else {}
    return Typed(kept, typing, tuple(tuple(chunks.get(each, ())) for each in kept))


def _chunks(whole: str) -> dict[str, list[str]]:
    """What each word may be on the other layout: by itself, and with the keys around it that are letters there."""
    found: dict[str, dict[str, None]] = {}
    for chunk in dict.fromkeys(whole.split()):
        inside = list(dict.fromkeys(_WORD.findall(chunk)))
        for place, word in enumerate(inside):
            choices = [other_layout(word)]
            if place == 0 and len(chunk) <= _LONGEST and _TYPED.fullmatch(chunk):
                choices.insert(0, other_layout(chunk))
            found.setdefault(word, {}).update((each, None) for each in choices if each and len(each) >= _SHORTEST)
    return {word: list(choices) for word, choices in found.items()}


def other_layout(word: str) -> str | None:
    """The same keys on the Russian layout, or on the English one; None when it was typed on neither, or is no word.

    `ghbdtn` is `привет`, and `руддщ` is `hello`.
    """
    keys = _TO_CYRILLIC if word[:1] in _TO_CYRILLIC else _TO_LATIN
    if any(each not in keys for each in word):
        return None
    other = "".join(keys[each] for each in word)
    return other if _WORD.fullmatch(other) else None


def in_cyrillic(word: str) -> str | None:
    """A Russian word that is written in Latin letters (`vozvrat`), as it is spelled; None for other letters."""
    if len(word) < _SHORTEST or not re.fullmatch(r"[a-z']+", word):
        return None
    spelled, place = [], 0
    while place < len(word):
        sound, letter = next(each for each in _SOUNDS if word.startswith(each[0], place))
        spelled.append(letter)
        place += len(sound)
    return "".join(spelled)


def nearest_beginning(typed: str, candidates: Iterable[str], slips: int) -> list[str]:
    """Of these stems those that begin as `typed` does, but for so many slips."""
    found = []
    for each in candidates:
        beginnings = {each[: len(typed) + more] for more in (-1, 0, 1)}
        far = min(count(typed, beginning, slips) for beginning in beginnings)
        if far <= slips:
            found.append((far, each))
    return [each for _, each in sorted(found)]
