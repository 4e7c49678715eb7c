"""What is kept of what somebody searched: words, without what says who they are."""

import re
import unicodedata

MOST = 200
# So much is looked at: more than is kept, as an address becomes a word. What one letter normalises to can be many.
_LOOKED_AT = 1_000
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
# Orders, cards, phones, passports: four digits or more, whatever stands between them. Years and models are shorter
# or have letters.
_NUMBER = re.compile(r"\+?\d(?:[ ().\-/]{0,2}\d){3,}")
_SECRET = re.compile(r"\b(?=[A-Za-z0-9_\-]*\d)(?=[A-Za-z0-9_\-]*[A-Za-z])[A-Za-z0-9_\-]{20,}\b")


def masked(text: str) -> str:
    """The text in small letters, on one line, without addresses, long numbers and keys; at most `MOST` characters."""
    line = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if len(line) > _LOOKED_AT:
        # Not in the middle of an address, which would be none then.
        line = line[:_LOOKED_AT]
        line = line.rpartition(" ")[0] or line
    return masked_lines(line)[:MOST]


def masked_lines(text: str) -> str:
    """The text as it is, without addresses, long numbers and keys."""
    for pattern, instead in ((_MAIL, "[mail]"), (_SECRET, "[key]"), (_NUMBER, "[number]")):
        text = pattern.sub(instead, text)
    return text
