"""Mails for tests, written as bytes as they travel."""

from collections.abc import Sequence
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[3] / "shared/data/mail"


def mail(body: bytes = b"Hello", *headers: bytes, kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    """A mail with this body and these headers more."""
    lines = [b"From: Ann <ann@example.com>", b"To: help@desk.example", *headers, b"Content-Type: " + kind, b"", body]
    return b"\r\n".join(lines)


def multipart(parts: Sequence[bytes], *headers: bytes, kind: bytes = b"mixed", boundary: bytes = b"border") -> bytes:
    """A mail of parts; each is given with its headers."""
    body = b"".join(b"--" + boundary + b"\r\n" + each + b"\r\n" for each in parts) + b"--" + boundary + b"--\r\n"
    return mail(body, *headers, kind=b"multipart/" + kind + b'; boundary="' + boundary + b'"')


def part(kind: bytes, body: bytes, *headers: bytes) -> bytes:
    """A part of a multipart."""
    return b"\r\n".join([b"Content-Type: " + kind, *headers, b"", body])
