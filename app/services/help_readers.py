"""Who reads a help centre: what they may see, and how one of them is known from one request to the next."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db import Connection
from app.errors import Invalid, parameter, pointer
from app.rules.actors import NOBODY, Actor
from app.rules.article_visibility import levels

_BRAND = "SELECT key, reach ->> 'help_url' AS help_url FROM brands WHERE key = $1"
_FIRST = "SELECT key, reach ->> 'help_url' AS help_url FROM brands ORDER BY created_at, id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: `visitor` is what their requests have in common (None: nothing does), hashed."""

    visible: tuple[str, ...]
    visitor: bytes | None = None
    customer_id: UUID | None = None
    # Agents and the company's own systems who try their help centre are no readers of it.
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Shelf:
    """A brand whose articles are read, and where its own help centre is (None: among the desk's pages)."""

    brand: str
    help_url: str | None


def reader(actor: Actor, session: str | None) -> Reader:
    """Who asks; `session` is an id of the client's own making."""
    if actor.kind == "customer":
        known = None if actor.id == NOBODY.id else actor.id
        # A visitor is the same one on the page before they had a token.
        said = session or (str(known) if known is not None else None)
        return Reader(tuple(levels(actor)), None if said is None else hashed(said), known)
    return Reader(tuple(levels(actor)), counted=False)


def hashed(session: str) -> bytes:
    """What is kept of a reader's id."""
    return hashlib.sha256(b"otklik help reader\n" + session.encode()).digest()[:16]


async def shelf(connection: Connection, key: str | None, *, in_body: bool = False) -> Shelf | None:
    """The brand with this key; without a key the desk's first one (None on a desk without brands).

    Raises `Invalid` (`unknown_brand`).
    """
    row = await connection.fetchrow(_FIRST) if key is None else await connection.fetchrow(_BRAND, key)
    if row is not None:
        return Shelf(row["key"], row["help_url"])
    if key is None:
        return None
    detail = "There is no such brand"
    named = (pointer if in_body else parameter)("brand", detail)
    raise Invalid(detail, code="unknown_brand", errors=[named])


def locales(named: str | None, accepted: Sequence[str]) -> tuple[str, ...]:
    """The languages that somebody reads, best first: the one that they name, else those of their browser."""
    return (named,) if named else tuple(each for each in accepted if each != "*")[:3]
