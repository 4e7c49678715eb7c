"""What a file is by its bytes: two libraries must agree, and whatever could be two things is only bytes."""

import re
from dataclasses import dataclass

import filetype
import puremagic

from app.rules.attachment_types import OCTETS, OFFICE, TEXTS, canonical

# How much of the beginning and of the end is looked at.
HEAD = 65_536
TAIL = 66_000
# An archive that says it unpacks to more than this many times its size, and to more than this many bytes.
RATIO = 200
UNPACKED = 1 << 30
# What a browser that guesses would take for a page. Long enough not to turn up in noise by chance.
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>/]|svg[\s>/]|iframe[\s>/]|body[\s>])", re.IGNORECASE)
_TAGS = re.compile(rb"<[!?/a-z]|javascript:", re.IGNORECASE)
_SEE_EXTRA = 0xFFFFFFFF
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_ZIPPED = ("application/zip", OFFICE, "application/epub+zip", "application/vnd.oasis.opendocument", "application/java")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is taken for, and why somebody should look twice (None: no reason)."""

    content_type: str
    warning: str | None = None


def judge(head: bytes, tail: bytes, size: int, declared: str) -> Judged:
    """What the bytes are. `head` and `tail` are the first and the last of `size` bytes, and may be the same.

    What its sender says counts only among kinds of plain text.
    """
    if size == 0:
        return Judged(OCTETS)
    found = _agreed(head)
    if found is None:
        return Judged(_text(head, whole=size <= len(head), declared=declared))
    zipped = found.startswith(_ZIPPED)
    if not zipped and (_MARKUP.search(head) or _MARKUP.search(tail[-4096:]) or _archive_at_the_end(tail)):
        # A picture that is also a page or an archive: neither is worth the risk.
        return Judged(OCTETS, "mixed_content")
    if zipped and _unpacks_to(tail) > max(UNPACKED, size * RATIO):
        return Judged(found, "archive_ratio")
    return Judged(found)


def _agreed(head: bytes) -> str | None:
    """The type that both libraries see; None when they differ, see none, or it is one that a browser would run."""
    kind = filetype.guess(head)
    if kind is None:
        return None
    try:
        others = {canonical(each.mime_type) for each in puremagic.magic_string(head) if each.mime_type}
    except (puremagic.PureError, ValueError, IndexError, KeyError):
        return None
    mime = canonical(kind.mime)
    # One of them looks into archives: what holds an office document is an archive to the other.
    if mime == "application/zip" or mime.startswith(OFFICE):
        return mime if any(each.startswith((OFFICE, "application/zip")) for each in others) else None
    return mime if mime in others else None


def _text(head: bytes, *, whole: bool, declared: str) -> str:
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        # The last character may have been cut.
        if whole or error.start < len(head) - 3:
            return OCTETS
        text = head[: error.start].decode()
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in text) or _TAGS.search(head):  # noqa: PLR2004 - controls
        return OCTETS
    named = canonical(declared)
    return named if named in TEXTS else "text/plain"


def _archive_at_the_end(tail: bytes) -> bool:
    return _END in tail and _ENTRY in tail


def _unpacks_to(tail: bytes) -> int:
    """What the entries of a zip's directory say that they unpack to, as far as the directory is in `tail`."""
    total, at = 0, tail.find(_ENTRY)
    while at != -1 and at + 46 <= len(tail):
        unpacked = int.from_bytes(tail[at + 24 : at + 28], "little")
        # All ones: the true number is in an extra field, and no small one.
        total += UNPACKED * 4 if unpacked == _SEE_EXTRA else unpacked
        at = tail.find(_ENTRY, at + 46)
    return total
