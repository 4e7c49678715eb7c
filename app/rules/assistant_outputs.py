"""What a model has written, looked at before anybody sees it: a model lies, is talked into things, and breaks off.

Nothing here trusts it: whatever it says, what comes out is plain text of a bounded length, without invisible signs,
with no address that the desk has not named itself, and with citations of articles that were there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.rules import wordbags
from app.rules.assistant_addresses import Known, without_strange
from app.rules.assistant_prompts import NO_ANSWER, Prompt

Why: TypeAlias = Literal["empty", "leaked", "too_long", "rubbish", "page"]
NoticeKind: TypeAlias = Literal[
    "address_removed", "unknown_number", "unknown_citation", "unknown_name", "little_support", "cut_off"
]

# So many words of our own rules in a row are no chance.
_LEAK = 9
# What is not in the articles, in shares of the words that say something.
SUPPORT = 0.5
_FEW = 4
_NAMED = 20


class UnusableError(Exception):
    """Nothing of it can be shown. `why` is one of `Why`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person should look at before they send it: a kind, and the words that it is about."""

    kind: NoticeKind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be shown; `cited` are the numbers of articles in the order in which they are named first."""

    text: str
    cited: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()


def check(
    raw: str,
    prompt: Prompt,
    *,
    most: int,
    ours: Known,
    sources: Iterable[int] = (),
    grounds: Sequence[str] = (),
    cut: bool = False,
) -> Checked:
    """The text as it may be shown, at most `most` characters. Raises `UnusableError`.

    `ours` are the addresses that may be in it, `sources` the numbers of articles that may be cited, `grounds` the texts
    from which its numbers may come. `cut`: the model ran out of room.
    """
    text = cleaned(raw)
    _refuse(text, prompt, most)
    notices: list[Notice] = []
    text, taken = without_strange(text, ours)
    text, cited, unknown = _citations(text, frozenset(sources))
    numbers = strange_numbers(text, grounds)
    for kind, words in (("address_removed", taken), ("unknown_citation", unknown), ("unknown_number", numbers)):
        if words:
            notices.append(Notice(kind, tuple(dict.fromkeys(words))[:_NAMED]))  # type: ignore[arg-type]  # a kind of ours
    if cut:
        notices.append(Notice("cut_off"))
    return Checked(text, cited, tuple(notices))


def says_no_answer(text: str) -> bool:
    """Whether the model found that the articles do not answer."""
    return NO_ANSWER in text.upper().replace(" ", "_")


def cleaned(raw: str) -> str:
    """Text without what nobody sees: controls, marks of direction, tags that hide words, what it thought aloud."""
    text = re.sub(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", "", raw, flags=re.DOTALL | re.IGNORECASE)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(each for each in text if each == "\n" or _is_seen(each))
    # Not by a pattern: a megabyte of spaces that end in no line would be walked over once for each of them.
    text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def support(text: str, sources: Iterable[str], language: str | None = None) -> float:
    """The share of a text's words (those that say something, by their stems) that the sources have too; 1 of none."""
    said = set(wordbags.stems(text, language))
    if not said:
        return 1.0
    there: set[str] = set()
    for each in sources:
        there |= set(wordbags.stems(each, language))
    return len(said & there) / len(said)


def strange_numbers(text: str, grounds: Sequence[str]) -> list[str]:
    """Numbers of two digits or more, or with a currency or a percent sign, that none of the grounds has."""
    if not grounds:
        return []
    there = {_plain(each[0]) for ground in grounds for each in _NUMBER.finditer(ground)}
    plain = _BRACKETS.sub(" ", text)
    return [each[0] for each in _NUMBER.finditer(plain) if _counts(each) and _plain(each[0]) not in there]


_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,:/-]?\d+){0,30}")
_BRACKETS = re.compile(r"\[[^\[\]\n]{1,40}\]")
_CITED = re.compile(r"[ \u00a0]?\[(\d{1,4}(?:\s?[,;]\s?\d{1,4}){0,10})\]")
_MONEY = "€$£₽¥%"


def _counts(found: re.Match[str]) -> bool:
    around = found.string[max(0, found.start() - 2) : found.start()] + found.string[found.end() : found.end() + 2]
    return len(_plain(found[0])) > 1 or any(each in around for each in _MONEY)


def _plain(number: str) -> str:
    return re.sub(r"[^\d]", "", number)


def _is_seen(letter: str) -> bool:
    kind = unicodedata.category(letter)
    # A joiner holds families of emoji together, and letters of Persian and Hindi apart.
    return letter in "\u200c\u200d" or kind not in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def _refuse(text: str, prompt: Prompt, most: int) -> None:
    if not text:
        raise UnusableError("empty")
    if len(text) > most:
        raise UnusableError("too_long")
    if prompt.mark in text or _leaks(text, prompt.rules):
        raise UnusableError("leaked")
    if re.match(r"\s*(?:<!doctype|<html|<\?xml|<head|<body)", text, re.IGNORECASE):
        raise UnusableError("page")
    if _is_rubbish(text):
        raise UnusableError("rubbish")


def _leaks(text: str, rules: str) -> bool:
    ours, said = _words(rules), _words(text)
    theirs = {tuple(said[i : i + _LEAK]) for i in range(len(said) - _LEAK + 1)}
    return any(tuple(ours[i : i + _LEAK]) in theirs for i in range(len(ours) - _LEAK + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_rubbish(text: str) -> bool:
    """One sign or line again and again, mostly signs that are no letters, or what broke on its way."""
    if re.search(r"(\S)\1{49}", text) or text.count("\ufffd") * 20 > len(text):
        return True
    lines = [each for each in text.splitlines() if each.strip()]
    if len(lines) > 5 and len(set(lines)) * 3 < len(lines):  # noqa: PLR2004 - a list may repeat itself a little
        return True
    words = _words(text)
    if len(words) > 60 and len(set(words)) * 7 < len(words):  # noqa: PLR2004 - natural texts are far from it
        return True
    letters = sum(each.isalnum() or each.isspace() or unicodedata.category(each)[0] == "M" for each in text)
    return len(text) > 40 and letters * 2 < len(text)  # noqa: PLR2004 - a few emoji are no rubbish


def _citations(text: str, there: frozenset[int]) -> tuple[str, tuple[int, ...], list[str]]:
    cited: dict[int, None] = {}
    unknown: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        numbers = [int(each) for each in re.findall(r"\d+", found[1])]
        good = [each for each in numbers if each in there]
        cited.update(dict.fromkeys(good))
        unknown.extend(str(each) for each in numbers if each not in there)
        return "".join((" " if found[0][0] != "[" and good else "", *(f"[{each}]" for each in good)))

    return _CITED.sub(replaced, text), tuple(cited), unknown
