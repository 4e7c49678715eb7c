"""Whether a customer is at the end of their patience: signals that can be shown, and no guess about feelings.

A signal is something that anybody can check: these words, capitals, exclamation marks, that they come again about it,
wait long, or write message after message. Each has points; the points make a level. Which words there are stands in
`tension_words.py`; customers of other languages are heard by what is not words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from app.rules.tension_words import NEGATIONS, PHRASES

Level: TypeAlias = Literal["none", "raised", "high"]
Kind: TypeAlias = Literal[
    "complaint", "threat", "leaving", "insult", "capitals", "exclamation",
    "repeated_contact", "long_wait", "unanswered", "reopened",
]  # fmt: skip
LEVELS: Final[tuple[Level, ...]] = ("none", "raised", "high")
POINTS: Final[Mapping[Kind, int]] = {
    "complaint": 2, "threat": 4, "leaving": 3, "insult": 3, "capitals": 2, "exclamation": 1,
    "repeated_contact": 2, "long_wait": 2, "unanswered": 2, "reopened": 1,
}  # fmt: skip
RAISED, HIGH = 2, 5
# Said by what has happened, and by no words of the customer.
COUNTED: Final[frozenset[Kind]] = frozenset({"repeated_contact", "long_wait", "unanswered", "reopened"})

# Of a text only so much is read, and of what fired so much is shown.
_READ, _SHOWN = 10_000, 5
# So far before a word is looked for what turns it round.
_BEFORE: Final = 10
# The customer's words that count: the latest ones. Who has calmed down is calm.
LATEST: Final = 3
WAITED: Final = timedelta(hours=24)
UNANSWERED: Final = 3
# Tickets of one person within this time, this one among them.
AGAIN, AGAIN_WITHIN = 3, timedelta(days=7)

_EXCLAIMED: Final = re.compile(r"!{2,}|[!?]*(?:!\?|\?!)[!?]*|\?{3,}")
_WORD: Final = re.compile(r"[^\W\d_]{3,40}")
# So many words in capitals are a shout; fewer are names of things.
_SHOUTED_WORDS, _SHOUTED_SHARE, _SHOUTED_LETTERS = 3, 0.6, 15


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that speaks for tension: its kind, its points, and what made it fire (words, or a number in words)."""

    kind: Kind
    points: int
    found: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As events and clients have it."""
        return {"kind": self.kind, "points": self.points, "found": list(self.found)}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the ticket's history says besides the words. `tickets` of this person within `AGAIN_WITHIN`, this one among
    them; `unanswered` messages of theirs since anybody answered, the first of them at `waiting_since`.
    """

    tickets: int = 1
    unanswered: int = 0
    waiting_since: datetime | None = None
    reopened: int = 0


def of_text(texts: Iterable[str]) -> list[Signal]:
    """The signals in a customer's latest words; each kind once, with what fired."""
    found: dict[Kind, dict[str, None]] = {}
    for text in texts:
        for kind, words in _in(text):
            found.setdefault(kind, {}).update(dict.fromkeys(words))
    return [Signal(kind, POINTS[kind], tuple(found[kind])[:_SHOWN]) for kind in POINTS if kind in found]


def of_situation(situation: Situation, now: datetime) -> list[Signal]:
    """The signals in what has happened so far."""
    found: list[Signal] = []
    if situation.tickets >= AGAIN:
        found.append(_counted("repeated_contact", f"{situation.tickets} tickets in {AGAIN_WITHIN.days} days"))
    waited = timedelta() if situation.waiting_since is None else now - situation.waiting_since
    if waited >= WAITED:
        found.append(_counted("long_wait", f"{int(waited.total_seconds() // 3600)} hours without an answer"))
    if situation.unanswered >= UNANSWERED:
        found.append(_counted("unanswered", f"{situation.unanswered} messages without an answer"))
    if situation.reopened:
        times = "once" if situation.reopened == 1 else f"{situation.reopened} times"
        found.append(_counted("reopened", f"opened again {times}"))
    return found


def level(signals: Sequence[Signal]) -> Level:
    """What the signals amount to. A ticket that is open again, or one exclamation, alone is nothing."""
    points = sum(each.points for each in signals)
    return "high" if points >= HIGH else "raised" if points >= RAISED else "none"


def explained(signals: Sequence[Signal]) -> dict[str, Any]:
    """The level and why, as events keep it."""
    return {
        "level": level(signals),
        "points": sum(each.points for each in signals),
        "signals": [each.as_json() for each in signals],
    }


def _counted(kind: Kind, words: str) -> Signal:
    return Signal(kind, POINTS[kind], (words,))


def _in(text: str) -> Iterable[tuple[Kind, list[str]]]:
    text = unicodedata.normalize("NFKC", text[:_READ])
    plain = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for kind, pattern in PHRASES.items():
        meant = (each.group() for each in pattern.finditer(plain) if not _turned_round(plain, each.start()))
        said = list(dict.fromkeys(" ".join(each.split()) for each in meant))
        if said:
            yield kind, said[:_SHOWN]  # type: ignore[misc]  # the keys are kinds, as the test says
    shouted = _shouted(text)
    if shouted:
        yield "capitals", shouted
    marks = [each.group()[:10] for each in _EXCLAIMED.finditer(text)]
    if marks:
        yield "exclamation", marks[:1]


def _turned_round(plain: str, start: int) -> bool:
    before = plain[max(0, start - _BEFORE) : start].split()
    return bool(before) and before[-1] in NEGATIONS


def _shouted(text: str) -> list[str]:
    """The words in capitals, when they are most of what is said."""
    words = _WORD.findall(text)
    loud = [each for each in words if each.isupper()]
    letters = sum(map(len, words))
    enough = len(loud) >= _SHOUTED_WORDS and sum(map(len, loud)) >= max(_SHOUTED_LETTERS, _SHOUTED_SHARE * letters)
    return loud[:_SHOWN] if enough else []
