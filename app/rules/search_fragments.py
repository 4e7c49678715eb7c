"""The piece of a text that shows why it was found, as HTML in which only our own `<mark>` is markup."""

import html
from collections.abc import Sequence

# Where a found word begins and ends in a text that Postgres has marked: of the private use area, and so replaced in
# every text before (`desk_search_text`).
BEGIN, END = "\ue000", "\ue001"
LENGTH = 240
# So much of it before the first found word.
_BEFORE = 60


def ranges(marked: str) -> list[tuple[int, int]]:
    """Where the found words are, in characters of the text without marks; neighbours are one."""
    found: list[tuple[int, int]] = []
    place, begin = 0, None
    for piece in marked:
        if piece == BEGIN:
            begin = place
        elif piece == END:
            if begin is not None and place > begin:
                found.append((begin, place))
            begin = None
        else:
            place += 1
    return found


def fragment(text: str, found: Sequence[tuple[int, int]], length: int = LENGTH) -> str:
    """About `length` characters around the first of the found words, escaped, the found words in `<mark>`.

    Nothing that is in the text is markup in what is returned. With no word found it is the beginning of the text.
    """
    start = max(0, found[0][0] - _BEFORE) if found else 0
    if start:
        start = _word_begin(text, start, found[0][0])
    end = min(len(text), start + length)
    if found and found[0][0] < end < found[0][1]:
        end = found[0][1]
    parts, place = ["…"] if start else [], start
    for begin, stop in found:
        if begin < place or stop > end:
            continue
        parts += [_safe(text[place:begin]), "<mark>", _safe(text[begin:stop]), "</mark>"]
        place = stop
    parts += [_safe(text[place:end]), "…" if end < len(text) else ""]
    return "".join(parts)


def _word_begin(text: str, start: int, latest: int) -> int:
    for place in range(start, latest):
        if text[place].isspace():
            return place + 1
    return start


def _safe(text: str) -> str:
    # Direction marks would turn what stands after the fragment.
    return html.escape("".join(" " if each in _UNSAFE else each for each in text))


_UNSAFE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r\n\t\x0b\x0c\x85\u2028\u2029")
