"""What of a text is not translated: code, addresses, placeholders, numbers of things, and the marks of Markdown.

Each becomes an empty element `<x id="7"></x>` in what a provider gets, which XML and HTML read alike, and is put back
where the provider has left it. Text around it is escaped, so that an element in an answer is one of ours or a lie.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import TypeAlias
from unicodedata import category


@dataclass(frozen=True, slots=True)
class Kept:
    """Characters that stay. `opens` and `closes`: words belong close behind it, or close before it."""

    text: str
    opens: bool = False
    closes: bool = False


Part: TypeAlias = str | Kept

_FILES = (
    "pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|txt|csv|tsv|json|xml|ya?ml|html?|log|zip|rar|7z|tar|t?gz|jpe?g|png|gif|webp|svg|"
    "heic|bmp|tiff?|mp3|mp4|wav|ogg|m4a|avi|mov|mkv|webm|exe|msi|dmg|apk|iso|ini|conf|cfg|py|js|ts|css|sql|sh|bat|eml|ics|psd"
)  # fmt: skip
_ANYWHERE = rf"""
  (?P<code>``[^\n]{{1,500}}?``|`[^`\n]{{1,500}}`)
| (?P<filled>\{{\{{[^{{}}\n]{{1,200}}\}}\}}|\{{%[^%\n]{{1,200}}%\}}|\$?\{{[A-Za-z_][\w.-]{{0,60}}\}}|%\([A-Za-z_]\w{{0,60}}\)[sdf]|%[sd]\b)
| (?P<url><(?:https?://|mailto:)[^<>\s]{{1,2000}}>|(?:https?://|www\.)[^\s<>"']{{0,2000}}[^\s<>"'.,;:!?)\]*_~`»”])
| (?P<mail>(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}})
| (?P<file>(?<![\w.+-])[\w][\w.+-]{{0,150}}\.(?:{_FILES})\b)
| (?P<number>\#\d{{1,20}}\b|№\s?\d{{1,20}}\b|(?<![\w/-])(?=[A-Z0-9/_-]{{0,60}}[0-9])(?=[A-Z0-9/_-]{{0,60}}[A-Z])[A-Z0-9]{{1,40}}(?:[-_/][A-Z0-9]{{1,40}}){{0,5}}\b|\+?\d[\d\ ()-]{{5,20}}\d|\b\d{{5,40}}\b)
"""  # noqa: E501 - one kind a line
# Only where a text is Markdown.
_MARKDOWN = r"""
  (?P<image>!\[[^\[\]\n]{0,300}\]\([^()\s]{1,2000}(?:\s+"[^"\n]{0,200}")?\))
| (?P<link>\[(?P<label>[^\[\]\n]{1,300})\](?P<target>\([^()\s]{1,2000}(?:\s+"[^"\n]{0,200}")?\)))
| (?P<escaped>\\[\\`*_{}\[\]()\#+.!|~<>-])
| (?P<stress>\*{1,3}|~~|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,!?])_{1,3}(?!\w))
"""
_TEXT = re.compile(_ANYWHERE, re.VERBOSE)
# An address may hold an underscore, and a label whatever stands alone: what is of Markdown goes first.
_BOTH = re.compile(_MARKDOWN.replace(r"| (?P<stress>", f"|{_ANYWHERE}| (?P<stress>"), re.VERBOSE)
_MARK = re.compile(r"""<x\s+id\s*=\s*["']?(\d{1,4})["']?\s*(?:/>|>\s*</x\s*>)""", re.IGNORECASE)
_ELEMENT = re.compile(r"<[A-Za-z/!?][^<>]{0,500}>")
_ADDRESS = re.compile(
    r"(?:https?|ftp|mailto|javascript|data):|www\.|\b[\w-]{1,63}\.(?:com|net|org|info|io|ru|xyz)\b",
    re.IGNORECASE,
)
# Joiners of letters and emoji, marks of direction for a word, soft hyphens. What turns a whole line around is none.
_UNSEEN = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u00ad")
# What no XML may have: a strict parser would refuse all of it.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DIGITS = re.compile(r"\d+")
_AMOUNT = re.compile(r"\d[\d.,:/]*")


def parts(text: str, *, markdown: bool) -> tuple[Part, ...]:
    """A text as what is translated and what is kept, in order; no two strings beside each other."""
    found: list[Part] = []
    at = 0
    for match in (_BOTH if markdown else _TEXT).finditer(text):
        found.append(text[at : match.start()])
        if markdown and match["link"]:
            found += [
                Kept("[", opens=True),
                *parts(match["label"], markdown=True),
                Kept(f"]{match['target']}", closes=True),
            ]
        elif markdown and match["stress"]:
            found.append(_stress(text, match))
        else:
            found.append(Kept(match[0]))
        at = match.end()
    found.append(text[at:])
    return tuple(each for each in found if each != "")


def _stress(text: str, match: re.Match[str]) -> Kept:
    """Whether words begin or end with it: `** so **` would be no stress any more."""
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return Kept(match[0], opens=bool(behind.strip()), closes=bool(before.strip()) and not behind.strip())


def says(found: Sequence[Part]) -> bool:
    """Whether there is anything to translate: a letter."""
    return any(isinstance(each, str) and any(c.isalpha() for c in each) for each in found)


def marked(found: Sequence[Part]) -> str:
    """What a provider gets."""
    return "".join(
        escape(_NO_XML.sub(" ", each), quote=False) if isinstance(each, str) else f'<x id="{number}"></x>'
        for number, each in enumerate(found)
    )


def read(found: Sequence[Part], answer: str) -> str | None:
    """The text of a provider's answer, with what was kept; None where something of it, or a number, is lost or out of
    order. Raises `ValueError` for an answer that is no translation, in words for staff.
    """
    pieces = _MARK.split(answer)
    texts, numbers = [plain(each) for each in pieces[::2]], [int(each) for each in pieces[1::2]]
    said = [each for each in found if isinstance(each, str)]
    check(" ".join(said), " ".join(texts))
    kept = {number: each for number, each in enumerate(found) if isinstance(each, Kept)}
    if sorted(numbers) != list(kept) or not _nested(numbers, kept) or not _counted(said, texts):
        return None
    made = texts[0]
    for number, text in zip(numbers, texts[1:], strict=True):
        each = kept[number]
        made = (made.rstrip() if each.closes else made) + each.text + (text.lstrip() if each.opens else text)
    return made


def _nested(numbers: Sequence[int], kept: dict[int, Kept]) -> bool:
    """Whether what belongs together (a link's two halves) still follows each other as before."""
    paired = [number for number in numbers if kept[number].opens or kept[number].closes]
    return paired == sorted(paired)


def _counted(said: Sequence[str], answered: Sequence[str]) -> bool:
    before, after = (Counter(_DIGITS.findall(" ".join(each))) for each in (said, answered))
    return before <= after


def plain(piece: str) -> str:
    """A piece of an answer as text. Raises `ValueError` where it holds elements that nobody has sent."""
    if _ELEMENT.search(piece):
        raise ValueError("its answer is a page, or has elements that were not sent")
    text = unescape(piece).replace("\r\n", "\n")
    return "".join(c for c in text if c.isprintable() or c in _UNSEEN or category(c) == "Zs")


def check(said: str, answer: str) -> None:
    """Raises `ValueError` for an answer that cannot be a translation of this, in words for staff."""
    if said.strip() and not answer.strip():
        raise ValueError("its answer is empty")
    # From Chinese to English is about four times as long.
    if len(answer) > 8 * len(said) + 120:
        raise ValueError("its answer is many times as long as what was asked")
    if _ADDRESS.search(answer) and not _ADDRESS.search(said):
        raise ValueError("its answer has an address that was not in the text")


def apart(found: Sequence[Part]) -> list[Part]:
    """The same, with every number kept and the blanks around: what is translated bit by bit where marks get lost."""
    made: list[Part] = []
    for each in found:
        if isinstance(each, Kept):
            made.append(each)
            continue
        at = 0
        for match in _AMOUNT.finditer(each):
            made += _bits(each[at : match.start()])
            made.append(Kept(match[0]))
            at = match.end()
        made += _bits(each[at:])
    return made


def _bits(text: str) -> list[Part]:
    words = text.strip()
    if not any(c.isalpha() for c in words):
        return [Kept(text)] if text else []
    at = text.index(words)
    around: list[Part] = [Kept(text[:at]), words, Kept(text[at + len(words) :])]
    return [each for each in around if not isinstance(each, Kept) or each.text]
