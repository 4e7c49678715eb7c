"""Whom a mail names: its sender, if it is anybody, and those to whom a copy of an answer would go."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.rules.mail_domains import readable
from app.rules.mail_ids import base_address

LONGEST: Final = 254  # characters of an address (RFC 5321, 4.5.3.1.3, less the brackets)
COPIES: Final = 10  # whom one mail can put in copy: what is addressed to more is a circular

# The shape is checked, not the domain: a company's own network has names that the internet has not.
_ADDRESS: Final = re.compile(r"[^\s<>@,;:\\\"()\[\]]+@[^\s<>@,;:\\\"()\[\]]+")
# Nobody reads these; what is sent to them comes back.
_NOBODY: Final = re.compile(r"(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster)(?:[+@-].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """An address in lower case and the name beside it, if there is one."""

    email: str
    name: str | None = None


def address(email: str) -> str | None:
    """The address in lower case, its domain in letters, as identities are compared; None for what cannot be one."""
    said = readable(email.strip())
    if len(said) > LONGEST or not said.isprintable() or _ADDRESS.fullmatch(said) is None:
        return None
    return said.casefold() if said.isascii() else said.lower()


def copies(addressed: Iterable[tuple[str, str]], *, sender: str, ours: Collection[str]) -> Sequence[Named]:
    """Who else a mail (pairs of name and address) is for, each once: not its sender, not the desk's own mailboxes,
    whatever stands after a plus, and nobody who never reads.

    Nobody at all when there are more than `COPIES`, and when none of the addresses is known to be the desk's: then one
    of them leads here, nobody can tell which, and what is sent to it would come back.
    """
    left = {base_address(sender), *ours}
    found: dict[str, Named] = {}
    pairs = [(name, address(email)) for name, email in addressed]
    if not any(good is not None and base_address(good) in ours for _, good in pairs):
        return ()
    for name, good in pairs:
        if good is None or base_address(good) in left or _NOBODY.fullmatch(good):
            continue
        found.setdefault(good, Named(good, name.strip() or None))
    return () if len(found) > COPIES else tuple(found.values())
