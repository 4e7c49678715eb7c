"""Words that explanations share, in English and Russian: spans, counts, lists, and names made fit to be shown."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, TypeAlias
from uuid import UUID

Language: TypeAlias = Literal["en", "ru"]

# What is longer is cut: a sentence must remain one.
_LONGEST_NAME = 80
_LONGEST_REASON = 300
# What turns the direction of the text around it, or breaks the line.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")
# Russian counts by the last two digits: 1 and 21, but not 11; 2 to 4 and 22 to 24, but not 12 to 14.
_TEENS = range(11, 15)
_FEW = range(2, 5)

_LANGUAGE_NAMES: dict[Language, dict[str, str]] = {
    "en": {
        "ar": "Arabic", "be": "Belarusian", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
        "hy": "Armenian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "pl": "Polish",
        "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "uz": "Uzbek", "zh": "Chinese",
    },
    "ru": {
        "ar": "арабский", "be": "белорусский", "de": "немецкий", "en": "английский", "es": "испанский",
        "fr": "французский", "hy": "армянский", "it": "итальянский", "ja": "японский", "ka": "грузинский",
        "kk": "казахский", "pl": "польский", "pt": "португальский", "ru": "русский", "tr": "турецкий",
        "uk": "украинский", "uz": "узбекский", "zh": "китайский",
    },
}  # fmt: skip


def span(seconds: float, language: Language) -> str:
    """For people: 2 d 3 h 5 min; the seconds only below an hour."""
    names = ("d", "h", "min", "s") if language == "en" else ("дн", "ч", "мин", "с")
    days, rest = divmod(int(seconds), 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, names[0]), (hours, names[1]), (minutes, names[2])]
    if not days and not hours:
        parts.append((rest, names[3]))
    shown = [f"{number} {name}" for number, name in parts if number]
    return " ".join(shown) or f"0 {names[3]}"


def plural(number: int, *forms: str) -> str:
    """The form that goes with a number: of two (English: 1, others), of three (Russian: 1, 2 to 4, 5 and more)."""
    if len(forms) == 2:  # noqa: PLR2004 - English
        return forms[0] if number == 1 else forms[1]
    one, few, many = forms
    if number % 100 in _TEENS:
        return many
    return one if number % 10 == 1 else few if number % 10 in _FEW else many


def name(text: str) -> str:
    """A name as a sentence can hold it: one line, of bounded length, that turns no text around it."""
    return _line(text, _LONGEST_NAME)


def reason(text: str) -> str:
    """The same for what somebody wrote."""
    return _line(text, _LONGEST_REASON)


def _line(text: str, most: int) -> str:
    shown = "".join(" " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text)
    shown = _BLANKS.sub(" ", _TURNS.sub("", shown)).strip()
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def short(identifier: UUID) -> str:
    """What stands in for the name of something that has none any more."""
    return f"#{identifier.hex[-8:]}"


def quoted(text: str, language: Language) -> str:
    """A name of a thing, as opposed to a person's."""
    return f"“{text}”" if language == "en" else f"«{text}»"


def listed(texts: Sequence[str], language: Language, *, last: str | None = None, more: int = 0, most: int = 3) -> str:
    """`A, B and C`, or with the word `last`: `A, B or C`; of more than `most`, or with `more` that are not among them,
    how many more there are.
    """
    joint = last or ("and" if language == "en" else "и")
    shown = list(texts[:most])
    left = len(texts) - len(shown) + more
    if left:
        shown.append(f"{left} more" if language == "en" else f"ещё {left}")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joint} {shown[-1]}"


def language_name(subtag: str, language: Language) -> str:
    """What a language is called; its tag where we have no name for it."""
    return _LANGUAGE_NAMES[language].get(subtag, subtag)


def instant(at: datetime) -> str:
    """An instant for people of any zone."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S UTC}"
