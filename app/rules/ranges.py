"""HTTP byte ranges (RFC 9110, 14): which bytes of a file a `Range` header asks for."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"([0-9]{0,19})-([0-9]{0,19})")
# More ranges than this are no player's: the whole is answered, as the RFC allows.
MOST = 20


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to and without `end`."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """How many bytes."""
        return self.end - self.start


class Unsatisfiable(Exception):
    """No byte of the file is in what was asked for: 416."""


def wanted(header: str | None, size: int) -> Span | None:
    """The one span to answer; None: the whole (no header, another unit, one that cannot be read, several ranges).

    Raises `Unsatisfiable`.
    """
    if header is None:
        return None
    unit, _, text = header.partition("=")
    if unit.strip().lower() != "bytes" or text.count(",") >= MOST:
        return None
    found = [_ONE.fullmatch(part.strip()) for part in text.split(",")]
    if not found or any(each is None or each.groups() == ("", "") for each in found):
        return None
    spans = []
    for each in found:
        if each is None:
            return None
        first, last = each.groups()
        if first and last and int(last) < int(first):
            return None
        if not first:
            start, end = max(0, size - int(last)), size
        else:
            start, end = int(first), size if not last else min(size, int(last) + 1)
        if start < end:
            spans.append(Span(start, end))
    if not spans:
        raise Unsatisfiable
    # Several ranges may be answered by the whole; players ask for one.
    return spans[0] if len(found) == 1 else None
