"""Opt-outs: who wants no surveys or no outreach, the links by which they say so, and what such a mail carries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, locales
from app.db import Connection, raw_connection
from app.errors import NotFound
from app.models import Customer
from app.rules import opt_outs as rules
from app.rules.opt_outs import Kind
from app.schemas.opt_outs import OptOutOut
from app.services import customer_merges, rate_limits
from app.settings import settings

# From everybody behind one address together: nobody guesses 160 bits, and nobody makes the desk try.
PER_MINUTE = 120

# Of these customers, whoever is the same person as somebody who has opted out.
_OUT = """SELECT asked.id FROM unnest($1::uuid[]) AS asked (id) JOIN customers c ON c.id = asked.id
WHERE EXISTS (SELECT FROM customer_opt_outs o WHERE o.kind = $2 AND o.customer_id = coalesce(c.merged_into, c.id))
OR EXISTS (SELECT FROM customers m JOIN customer_opt_outs o ON o.customer_id = m.id AND o.kind = $2
 WHERE m.merged_into = coalesce(c.merged_into, c.id))"""
_ADD = """INSERT INTO customer_opt_outs (customer_id, kind, by, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (customer_id, kind) DO NOTHING"""
_TAKE_BACK = "DELETE FROM customer_opt_outs WHERE kind = $2 AND customer_id = ANY ($1::uuid[])"


async def among(connection: Connection, customers: Collection[UUID], kind: Kind) -> set[UUID]:
    """Those of these customers who want none of a kind, they or who is the same person. Look right before you send."""
    if not customers:
        return set()
    return {UUID(int=row["id"].int) for row in await connection.fetch(_OUT, list(customers), kind)}


def url(customer_id: UUID, kind: Kind, now: datetime) -> str:
    """The address of the page on which this customer ends mails of a kind: for the mail, and for nobody else."""
    key = _keys()[0]
    token = rules.token(key, rules.Link(customer_id, kind), now)
    return f"{settings().public_url.rstrip('/')}/opt-outs/{quote(token)}"


def headers(address: str) -> dict[str, str]:
    """What a mail carries so that its reader's program shows a button for it (RFC 2369 and 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def line(address: str, languages: Sequence[str]) -> str:
    """The last line of such a mail, for who has no such button."""
    return locales.text("opt_out.line", languages, url=address)


def limit(address: str | None) -> None:
    """Count one more look from an address. Raises `TooMany`."""
    rate_limits.check("opt_outs", rate_limits.network_of(address), limit=PER_MINUTE, seconds=60)


async def read(session: AsyncSession, token: str) -> OptOutOut:
    """What a link is about, and whether it has been said. Changes nothing. Raises `NotFound` (`unknown_opt_out`)."""
    link = await _link(session, token)
    out = await among(await raw_connection(session), [link.customer_id], link.kind)
    return OptOutOut(kind=link.kind, opted_out=bool(out))


async def opt_out(session: AsyncSession, token: str) -> OptOutOut:
    """End mails of the link's kind; said twice it is said. Raises `NotFound` (`unknown_opt_out`)."""
    link = await _link(session, token)
    await add(session, link.customer_id, link.kind, by="link")
    return OptOutOut(kind=link.kind, opted_out=True)


async def take_back(session: AsyncSession, token: str) -> OptOutOut:
    """Get mails of the link's kind again: for everybody who is this person. Raises `NotFound` (`unknown_opt_out`)."""
    link = await _link(session, token)
    await remove(session, link.customer_id, link.kind)
    return OptOutOut(kind=link.kind, opted_out=False)


async def language_of(session: AsyncSession, token: str) -> str | None:
    """The language to speak to whoever the link was sent to; None when it is not known."""
    link = rules.read(_keys(), token, clock.now())
    customer = None if link is None else await session.get(Customer, link.customer_id)
    return None if customer is None else customer.speaks


async def add(session: AsyncSession, customer_id: UUID, kind: Kind, *, by: str) -> None:
    """Note that a customer wants none of a kind; the first time it was said stays."""
    await (await raw_connection(session)).execute(_ADD, customer_id, kind, by, clock.now())


async def remove(session: AsyncSession, customer_id: UUID, kind: Kind) -> None:
    """Forget it, whoever of those who are the same person has said it."""
    everybody = await customer_merges.group(session, customer_id)
    await (await raw_connection(session)).execute(_TAKE_BACK, everybody, kind)


async def _link(session: AsyncSession, token: str) -> rules.Link:
    link = rules.read(_keys(), token, clock.now())
    known = link and (await session.exec(select(Customer.id).where(col(Customer.id) == link.customer_id))).first()
    if link is None or known is None:
        raise NotFound("This link is not one of ours, or it is too old", code="unknown_opt_out")
    return link


def _keys() -> list[bytes]:
    now = settings()
    return [
        rules.key_of(each.get_secret_value().encode()) for each in (now.secret, now.secret_previous) if each is not None
    ]
