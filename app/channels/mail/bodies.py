"""The bytes of a part out of how they travelled: base64, quoted-printable, uuencode, or as they are."""

import binascii
import re

from app.channels.mail.words import from_base64

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
MAX_UU_FILES = 50


def decode(raw: bytes, encoding: str) -> bytes:
    """Decoded; an encoding that nobody knows leaves the bytes as they are."""
    if encoding == "base64":
        return from_base64(raw)
    if encoding in {"quoted-printable", "quopri", "qp", "quoted_printable"}:
        return binascii.a2b_qp(raw)
    if encoding in UU:
        _, files = uuencoded(raw)
        return files[0][1] if files else b""
    return raw


def uuencoded(raw: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text without the files that were written into it, and those files with their names as bytes allow."""
    files: list[tuple[bytes, bytes]] = []
    rest: list[bytes] = []
    at = 0
    while len(files) < MAX_UU_FILES and (begin := _BEGIN.search(raw, at)) is not None:
        content, end = _lines(raw, begin.end())
        if end is None:
            rest.append(raw[at : begin.end()])
            at = begin.end()
            continue
        rest.append(raw[at : begin.start()])
        files.append((begin[1].strip(), content))
        at = end
    rest.append(raw[at:])
    return b"".join(rest), files


def _lines(raw: bytes, at: int) -> tuple[bytes, int | None]:
    """What is encoded from here to its `end`, and where that ends; None when these lines are something else."""
    decoded: list[bytes] = []
    while True:
        newline = raw.find(b"\n", at, at + 200)
        stop = len(raw) if newline < 0 else newline
        if stop - at > 200:  # noqa: PLR2004 - a line of uuencode is 61 characters
            return b"", None
        line = raw[at:stop].rstrip(b"\r")
        at = stop + 1
        if line.startswith(b"begin "):
            return b"", None
        if line.strip() == b"end":
            return b"".join(decoded), min(at, len(raw))
        if not line:
            if at > len(raw):
                return b"", None
            continue
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some write more than the length says; the length counts.
            size = ((line[0] - 32) & 63) * 4 + 5
            try:
                decoded.append(binascii.a2b_uu(line[: size // 3]))
            except binascii.Error:
                return b"", None
