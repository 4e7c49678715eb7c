"""A long text in pieces that a channel takes: cut between paragraphs, lines or words, never inside what is one sign."""

import unicodedata

_JOINER = "\u200d"
# A cut at such a place is good when it leaves at least this part of the piece.
_GOOD = 0.5


def units(text: str) -> int:
    """How long a text is in UTF-16 units, in which channels count: an emoji is two or more."""
    return len(text) + sum(char > "\uffff" for char in text)


def pieces(text: str, limit: int) -> tuple[str, ...]:
    """The text in order, each piece of at most so many UTF-16 units; blanks at the cuts are left out."""
    left, found = text.strip(), []
    while units(left) > limit:
        end = _fits(left, limit)
        cut = _cut(left, end)
        if piece := left[:cut].rstrip():
            found.append(piece)
        left = left[cut:].lstrip()
    return (*found, left) if left else tuple(found)


def _fits(text: str, limit: int) -> int:
    """How many characters fit."""
    taken = 0
    for number, char in enumerate(text):
        taken += 2 if char > "\uffff" else 1
        if taken > limit:
            return number
    return len(text)


def _cut(text: str, end: int) -> int:
    for mark in ("\n\n", "\n", " "):
        # The mark itself may lie just behind what fits.
        at = text.rfind(mark, int(end * _GOOD), end + 1)
        if at > 0:
            return at
    at = end
    while at > 1 and _one_sign(text, at):
        at -= 1
    # More marks on one letter than a piece holds: nothing is whole here anyway.
    return at if at > 1 else max(end, 1)


def _one_sign(text: str, at: int) -> bool:
    """Whether the characters before and after this place are drawn as one: accent, skin colour, family, flag."""
    before, after = text[at - 1], text[at]
    if _JOINER in {before, after} or unicodedata.combining(after) or "\ufe00" <= after <= "\ufe0f":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if unicodedata.category(after) in {"Mn", "Me", "Mc"}:
        return True
    return _flag(before) and _flag(after) and _flags_before(text, at) % 2 == 1


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while count < at and _flag(text[at - 1 - count]):
        count += 1
    return count
