"""Whether a ticket is spam: odds that add up from what can be shown, and words that agents have taught.

Each sign adds to the logarithm of the odds or takes from it; so the score is a number between 0 and 1 and says why. A
desk that has marked nothing knows signs only, and few of them make nothing spam.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from app.rules.wordbags import stems

Kind: TypeAlias = Literal["words", "ordinary_words", "links", "offers", "sender_marked", "sender_known"]

# Odds before anything is known: one ticket in twenty.
_PRIOR: Final = math.log(1 / 19)
# Of so few examples nothing is learnt.
LEAST_EXAMPLES: Final = 5
# The words that tell the most, on either side; and how much one word may say.
_TELLING, _WORD_LIMIT = 12, 3.0
_SENDER_MARKED, _SENDER_KNOWN = 5.5, -4.0
# So many links are many in any text; one is in a text of so few words.
_MANY_LINKS, _FEW_WORDS = 3, 8
_READ: Final = 20_000
_SHOWN: Final = 5

_LINK: Final = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"']{3,200}", re.IGNORECASE)
_OFFERS: Final = re.compile(
    r"\b(?:seo (?:service|package|expert)\w{0,2}|guest post\w{0,3}|backlinks?|rank(?:ing)? (?:on|in) google"
    r"|first page of google|web ?design services|casino|viagra|cialis|crypto investment\w{0,2}|double your \w{1,12}"
    r"|business loan\w{0,2}|you have won|lottery winner|unclaimed (?:funds|inheritance)|next of kin"
    r"|bulk email list\w{0,2}|earn \$?\d{2,6} (?:a|per) (?:day|week)|продвижени\w{1,2} сайт\w{0,3}"
    r"|раскрутк\w{1,2} сайт\w{0,3}|казино|пассивн\w{2,3} доход\w{0,2}|заработ\w{2,5} (?:в интернете|без вложений)"
    r"|кредит без (?:отказа|справок)|баз\w{1,2} (?:email|e-mail|клиентов)|рассылк\w{1,2} по базе)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Learnt:
    """In how many tickets that were spam, and that were not, the words of a text occur; and how many there are."""

    spam: int = 0
    ham: int = 0
    words: Mapping[str, tuple[int, int]] | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough examples of both sides to say something of words."""
        return self.spam >= LEAST_EXAMPLES and self.ham >= LEAST_EXAMPLES


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who writes: tickets of theirs that were marked, and others that a person has answered."""

    marked: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that speaks for spam (`weight` above 0) or against it, with what it was found in."""

    kind: Kind
    weight: float
    found: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As events and clients have it."""
        return {"kind": self.kind, "weight": round(self.weight, 2), "found": list(self.found)}


def words_of(subject: str, body: str) -> list[str]:
    """The words by which a ticket is compared with others: each stem once, bounded."""
    return sorted(set(stems(f"{subject[:500]}\n{body[:_READ]}")))


def signs(subject: str, body: str, words: Sequence[str], learnt: Learnt, sender: Sender) -> list[Sign]:
    """All that speaks for and against; `words` are `words_of` the ticket, where anything is learnt."""
    text = f"{subject[:500]}\n{body[:_READ]}"
    found: list[Sign] = [*_of_words(words, learnt)]
    links = _LINK.findall(text)
    if len(links) >= _MANY_LINKS or (links and len(_LINK.sub(" ", text).split()) <= _FEW_WORDS):
        found.append(Sign("links", 1.5, tuple(each[:60] for each in links[:2])))
    offers = list(dict.fromkeys(each.casefold() for each in _OFFERS.findall(text)))
    if offers:
        found.append(Sign("offers", min(2.5 * len(offers), 5.0), tuple(offers[:_SHOWN])))
    if sender.marked and not sender.answered:
        found.append(Sign("sender_marked", _SENDER_MARKED))
    elif sender.answered:
        found.append(Sign("sender_known", _SENDER_KNOWN))
    return found


def score(signs: Iterable[Sign]) -> float:
    """How likely it is spam by these signs, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, _PRIOR + sum(each.weight for each in signs)))))


def _of_words(words: Sequence[str], learnt: Learnt) -> Iterable[Sign]:
    if not learnt.is_enough:
        return
    said: list[tuple[float, str]] = []
    for word in words:
        in_spam, in_ham = (learnt.words or {}).get(word, (0, 0))
        seen = in_spam + in_ham
        if seen == 0:
            continue
        of_spam, of_ham = in_spam / learnt.spam, in_ham / learnt.ham
        # A word that was seen once says little.
        share = (0.5 + seen * of_spam / (of_spam + of_ham)) / (1 + seen)
        said.append((max(-_WORD_LIMIT, min(_WORD_LIMIT, math.log(share / (1 - share)))), word))
    said.sort(key=lambda each: (-abs(each[0]), each[1]))
    sides: tuple[tuple[Kind, int], ...] = (("words", 1), ("ordinary_words", -1))
    for kind, side in sides:
        of_side = [(weight, word) for weight, word in said[:_TELLING] if weight * side > 0]
        if of_side:
            # The words of one text are no independent witnesses: together they count less than their sum.
            weight = sum(weight for weight, _ in of_side) / math.sqrt(len(of_side))
            yield Sign(kind, weight, tuple(word for _, word in of_side[:_SHOWN]))
