"""Codes that change every 30 seconds (RFC 6238), and codes that are good once."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pyotp

SECONDS: Final = 30
# A phone's clock may be off by a step, and typing takes a moment.
WINDOW: Final = 1
DIGITS: Final = 6


def matching_step(secret: str, code: str, now: datetime, *, after: int | None) -> int | None:
    """The step of time whose code this is, if that is now and later than `after`: a code that was used is spent."""
    said = "".join(code.split())
    if len(said) != DIGITS or not (said.isascii() and said.isdigit()):
        return None
    current, codes = int(now.timestamp()) // SECONDS, pyotp.HOTP(secret)
    # All are looked at, so that the time tells nothing.
    good = [
        step
        for step in range(current - WINDOW, current + WINDOW + 1)
        if hmac.compare_digest(codes.at(step), said) and (after is None or step > after)
    ]
    return good[-1] if good else None


def wait(failures: int, *, limit: int, seconds: float) -> float:
    """How long after a wrong code the next one is looked at: longer with each that is one too many, so that a year of
    guessing has some hundred guesses of a million.
    """
    return max(0, failures - limit + 1) * seconds


def address(secret: str, *, account: str, desk: str) -> str:
    """The `otpauth://` address that a phone reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=desk)


def plain(code: str) -> str:
    """A recovery code as it is compared: small, without what people put between its parts."""
    return "".join(each for each in code.lower() if each.isalnum())


def written(codes: Sequence[str]) -> list[str]:
    """Recovery codes in parts of four, as people copy them."""
    return ["-".join(each[at : at + 4] for at in range(0, len(each), 4)) for each in codes]
