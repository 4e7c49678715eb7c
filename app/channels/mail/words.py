"""Encoded words in headers (RFC 2047), as they are written in the world: broken ones stay as they are."""

import base64
import binascii
import re

from app.channels.mail.charsets import clean, decode
from app.channels.mail.limits import Budget

_START = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_ONE_LINE = {ord("\n"): " ", ord("\t"): " ", 0x2028: " ", 0x2029: " ", 0x85: " "}
_FOLD = re.compile(r"\r?\n(?=[ \t])")


def header(raw: bytes, budget: Budget) -> str:
    """A header's value as people read it: unfolded, decoded, on one line."""
    return decoded(unfolded(raw), budget)


def unfolded(raw: bytes) -> str:
    """A header's value on one line, its encoded words as they are."""
    return _FOLD.sub("", decode(raw))


def decoded(value: str, budget: Budget) -> str:
    """Text with its encoded words decoded, on one line."""
    return clean(_decoded(value, budget)).translate(_ONE_LINE).strip()


def _decoded(value: str, budget: Budget) -> str:
    if "=?" not in value:
        return value
    pieces: list[str] = []
    # Neighbours of one charset are put together first: a character may be cut in two.
    pending: list[bytes] = []
    charset = ""
    at = 0
    for found in _START.finditer(value):
        if found.start() < at:
            continue
        end = value.find("?=", found.end())
        if end < 0:
            break
        if budget.words <= 0:
            budget.note("encoded_words")
            break
        budget.words -= 1
        between = value[at : found.start()]
        here = found[1].partition("*")[0].lower()
        if pending and (between.strip() or here != charset):
            pieces.append(decode(b"".join(pending), charset))
            pending = []
        # White space between two encoded words is there for folding only.
        if between.strip() or not pieces or at == 0:
            pieces.append(between)
        charset = here
        pending.append(_bytes(found[2], value[found.end() : end]))
        at = end + 2
    if pending:
        pieces.append(decode(b"".join(pending), charset))
    pieces.append(value[at:])
    return "".join(pieces)


def _bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "Bb":
        return from_base64(raw)
    return binascii.a2b_qp(raw.replace(b"_", b" ").replace(b"\n", b""), header=False)


def from_base64(raw: bytes) -> bytes:
    """Bytes out of base64 with anything between, padding missing, or padding in the middle."""
    pure = raw.translate(None, _NOT_BASE64)
    if b"=" not in pure.rstrip(b"="):
        return _decode_run(pure.rstrip(b"="))
    return b"".join(_decode_run(each) for each in re.split(rb"=+", pure))


def _decode_run(run: bytes) -> bytes:
    # One character alone is less than a byte.
    if len(run) % 4 == 1:
        run = run[:-1]
    return base64.b64decode(run + b"=" * (-len(run) % 4))
