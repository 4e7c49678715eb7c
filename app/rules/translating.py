"""A text taken apart for a translation and put together again: what is layout, code or an address never leaves.

Providers see sentences. Line breaks, list marks, quotes, headings, tables and fenced code stay here, so no provider
can lose them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.rules import translation_marks as marks
from app.rules.translation_marks import Part

# A message has at most 16,384 characters; imported ones may have more.
MOST_CHARACTERS = 20_000
MOST_UNITS = 400
# A paragraph without an end is cut: no provider takes any length at once.
_LONGEST = 4_000
# Lines of a mail that was broken at some width: they are one paragraph.
_BROKEN_FROM = 50


class TooLongError(ValueError):
    """A text that is not translated: too long, or in too many lines."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or some: what is translated at once."""

    parts: tuple[Part, ...]


# Layout as it stands, and what is translated, in order.
Layout: TypeAlias = Sequence[str | Unit]

_FENCE = re.compile(r"[ \t]{0,8}(?:>[ \t]?)*(```|~~~)")
_HEAD = re.compile(
    r"[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+|(?:[-*+\u2022\u2013\u2014\u00b7]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?",
    re.ASCII,
)
_TABLE = re.compile(r"[^|\n]*\|[^|\n]*\|")
_END = re.compile(r"(?<=[.!?\u2026\u3002\uff01\uff1f])\s+|\s{2,}")


def take_apart(text: str, *, markdown: bool) -> Layout:
    """Raises `TooLongError`."""
    if len(text) > MOST_CHARACTERS:
        raise TooLongError(f"a text of more than {MOST_CHARACTERS:,} characters is not translated")
    found: list[str | Unit] = []
    for literal, words in _lines(text, markdown=markdown):
        if literal:
            found.append(literal)
        for piece in _pieces(words):
            bare = piece.strip()
            parts = marks.parts(bare, markdown=markdown)
            if not marks.says(parts):
                found.append(piece)
                continue
            at = piece.index(bare)
            found += [piece[:at], Unit(parts), piece[at + len(bare) :]]
    if sum(isinstance(each, Unit) for each in found) > MOST_UNITS:
        raise TooLongError(f"a text of more than {MOST_UNITS} lines is not translated")
    return [each for each in found if each != ""]


def _lines(text: str, *, markdown: bool) -> Iterator[tuple[str, str]]:
    """What stays, and what is translated after it."""
    fence: str | None = None
    waiting = ""
    for line in text.splitlines(keepends=True):
        opened = _FENCE.match(line)
        if fence is not None or opened:
            yield "", waiting
            waiting = ""
            if opened and fence is None:
                fence = opened[1]
            elif opened and opened[1] == fence:
                fence = None
            yield line, ""
            continue
        if waiting and line[:1].islower():
            waiting = f"{waiting.rstrip()} {line}"
            continue
        yield "", waiting
        waiting = ""
        if markdown and _TABLE.match(line):
            for cell in re.split(r"(\|)", line):
                yield (cell, "") if cell == "|" else ("", cell)
            continue
        head = _HEAD.match(line)
        literal = head[0] if head else ""
        words = line[len(literal) :]
        if not literal and len(words.strip()) >= _BROKEN_FROM:
            waiting = words
        else:
            yield literal, words
    yield "", waiting


def _pieces(words: str) -> Iterator[str]:
    while len(words) > _LONGEST:
        ends = [match.end() for match in _END.finditer(words, 0, _LONGEST)]
        at = ends[-1] if ends else words.rfind(" ", 0, _LONGEST) + 1 or _LONGEST
        yield words[:at]
        words = words[at:]
    if words:
        yield words


def units(layout: Layout) -> list[Unit]:
    """What is translated, in order."""
    return [each for each in layout if isinstance(each, Unit)]


def put_together(layout: Layout, translated: Sequence[str]) -> str:
    """The translated text, with everything else as it was."""
    texts = iter(translated)
    return "".join(next(texts) if isinstance(each, Unit) else each for each in layout)


def same(one: str | None, other: str | None) -> bool:
    """Whether two codes name one language as far as a reader cares: `pt-BR` and `pt` are, `zh-TW` and `zh` too."""
    return one is not None and other is not None and primary(one) == primary(other)


def primary(code: str) -> str:
    """The language alone: `en` of `en-GB`."""
    return code.replace("_", "-").partition("-")[0].lower()
