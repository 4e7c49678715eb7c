"""What somebody who searches has typed: words, phrases, what must not be there, numbers, addresses; no I/O."""

import re
from dataclasses import dataclass
from uuid import UUID

# A question of more words than this is no search, and each of them costs.
MOST_TERMS = 24
MOST_CHARACTERS = 500

_TERM = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+)')
_NUMBER = re.compile(r"#?([0-9]{1,18})")
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\"]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,30}")
_LETTER = re.compile(r"[^\W_]")

_CONSONANTS = "бвгджзйклмнпрстфхцчшщ"
_WITHOUT = re.compile(rf"(.*[{_CONSONANTS}])[ьй]?([{_CONSONANTS}])")
_WITH = re.compile(rf"(.*[{_CONSONANTS}])[ео]([{_CONSONANTS}])")
# A shorter word is near to too many others.
_LONG_ENOUGH = 4
_TWO_SLIPS = 7


@dataclass(frozen=True, slots=True)
class Term:
    """Something that must be there (or, `minus`, must not): a word, or several in this order."""

    text: str
    phrase: bool = False
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. `typing`: the last word may be only its beginning."""

    terms: tuple[Term, ...]
    typing: bool
    number: int | None = None
    # Whether nothing but that number is asked for.
    only_number: bool = False
    email: str | None = None
    phone: str | None = None
    id: UUID | None = None

    @property
    def wanted(self) -> tuple[Term, ...]:
        """What must be there."""
        return tuple(each for each in self.terms if not each.minus)


class TooManyTermsError(ValueError):
    """More words than one question may have."""


def parse(text: str) -> Query:
    """Understand a question. Whatever is typed means something: a quote that is left open ends with the question.

    Raises `TooManyTermsError`.
    """
    whole = text.strip()
    terms: list[Term] = []
    last_is_word = False
    for found in _TERM.finditer(whole):
        phrase, word = found["phrase"], found["word"]
        if phrase is not None:
            term = Term(phrase.strip(), phrase=True, minus=bool(found["minus"]))
        else:
            minus = word.startswith("-") and len(word) > 1
            term = Term(word[1:] if minus else word, minus=minus)
        if not _LETTER.search(term.text):
            continue
        last_is_word = phrase is None and not term.minus
        terms.append(term)
        if len(terms) > MOST_TERMS:
            raise TooManyTermsError
    number = _NUMBER.fullmatch(whole)
    email = _EMAIL.fullmatch(whole)
    phone = _PHONE.fullmatch(whole)
    return Query(
        terms=tuple(terms),
        typing=last_is_word and not text[-1:].isspace(),
        number=int(number[1]) if number else None,
        only_number=bool(number) and whole.startswith("#"),
        email=whole.lower() if email else None,
        phone=whole if phone else None,
        id=_id(whole),
    )


def _id(whole: str) -> UUID | None:
    try:
        return UUID(whole)
    except ValueError:
        return None


def other_stems(stem: str) -> list[str]:
    """Stems of the same Russian word with a vowel that comes and goes: ссылк(а) and ссылок, деньг(и) and денег."""
    found = _WITH.fullmatch(stem)
    if found:
        return [found[1] + found[2], f"{found[1]}ь{found[2]}"]
    found = _WITHOUT.fullmatch(stem)
    return [f"{found[1]}{vowel}{found[2]}" for vowel in "ео"] if found else []


def slips(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with the next; `most` + 1 when it is more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most and (i < 2 or min(before) > most):  # noqa: PLR2004 - swaps look two rows back
            return most + 1
    return min(row[-1], most + 1)


def nearest(stem: str, candidates: dict[str, int], most: int) -> list[str]:
    """Those of these stems (with how many texts have each) that may be what was meant, nearest and most used first."""
    if len(stem) < _LONG_ENOUGH:
        return []
    bound = 2 if len(stem) >= _TWO_SLIPS else 1
    near = [(slips(stem, each, bound), -texts, each) for each, texts in candidates.items() if each != stem]
    return [each for far, _, each in sorted(near) if far <= bound][:most]
