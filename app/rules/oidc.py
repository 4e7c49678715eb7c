"""What a company's sign-on says about somebody, and what of it the desk believes."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_SUBJECT: Final = 255
MOST_NAME: Final = 255
# Where people go on in the console: a path of it, which leads nowhere else.
_WITHIN: Final = re.compile(r"/console(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?")


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is to the provider. `email` is None unless it is surely theirs."""

    subject: str
    email: str | None
    name: str | None


def challenge(verifier: str) -> str:
    """What is shown of a secret first (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def within(path: str | None) -> str:
    """Where to go on; what is no path of the console is the console."""
    fits = path is not None and _WITHIN.fullmatch(path) is not None and "//" not in path and "/.." not in path
    return path if fits and path is not None else "/console"


def person(claims: Mapping[str, Any], *, trust_email: bool) -> Person | None:
    """Who these claims are about; None when they do not say."""
    subject, email, name = claims.get("sub"), claims.get("email"), claims.get("name")
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT or not _storable(subject):
        return None
    verified = claims.get("email_verified")
    # Some say it in words. What a provider calls unverified is never believed.
    said = verified is True or verified == "true"
    believed = said or (trust_email and verified is None)
    return Person(
        subject=subject,
        email=email if isinstance(email, str) and believed and _storable(email) else None,
        name=" ".join(name.split())[:MOST_NAME] if isinstance(name, str) and name.strip() and _storable(name) else None,
    )


def _storable(text: str) -> bool:
    """Whether a database takes it: JSON may carry halves of characters."""
    return "\x00" not in text and text.encode("utf-8", "replace").decode() == text
