"""Whom the desk knows by a channel: the customer behind an identity, found or made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.channels.adapters import ADAPTERS
from app.channels.base import Account, Person
from app.db import Connection, Database
from app.ids import new_id
from app.rules import inbound as rules
from app.rules import phone_numbers
from app.rules.actors import Actor

_ATTEMPTS = 3

# Who stands for whoever the identity belongs to.
_KNOWN = """WITH seen AS (
 UPDATE channel_identities SET name = coalesce($4, name), username = coalesce($5, username),
  locale = coalesce($6, locale), last_inbound_at = greatest(last_inbound_at, $7), blocked = false
 WHERE channel_kind = $1 AND scope = $2 AND external_id = $3 RETURNING customer_id
) SELECT h.id, h.name, h.language FROM seen JOIN customers c ON c.id = seen.customer_id
JOIN customers h ON h.id = coalesce(c.merged_into, c.id)"""
_BY_PHONE = """SELECT c.id AS holder, h.id, h.name, h.language FROM customers c
JOIN customers h ON h.id = coalesce(c.merged_into, c.id) WHERE c.phone = ANY ($1::text[])
ORDER BY array_position($1::text[], c.phone) LIMIT 1"""
_MAKE = """INSERT INTO customers (id, name, claimed_email, phone, locale, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, 1, $6, $6) ON CONFLICT DO NOTHING RETURNING id"""
_NAME = "UPDATE customers SET name = $2, version = version + 1, updated_at = $3 WHERE id = $1 AND name IS NULL"
# A number that nobody had is theirs from now on; one that somebody else has is for an agent to look at.
_PHONE = """UPDATE customers SET phone = $2, version = version + 1, updated_at = $3 WHERE id = $1 AND phone IS NULL
AND NOT EXISTS (SELECT FROM customers WHERE phone = ANY ($4::text[]))"""
_KEEP = """INSERT INTO channel_identities (channel_kind, scope, external_id, customer_id, name, username, locale,
last_inbound_at, blocked, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false, $9)"""
_BLOCK = """UPDATE channel_identities SET blocked = $4 WHERE channel_kind = $1 AND scope = $2 AND external_id = $3
AND blocked <> $4 RETURNING true"""
_NAMELESS = """SELECT NOT EXISTS (SELECT FROM channel_identities
WHERE channel_kind = $1 AND scope = $2 AND external_id = $3 AND name IS NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote: as an actor, and the language that they write in, else the one that the channel knows."""

    actor: Actor
    language: str | None


def place(account: Account, person: Person) -> tuple[str, str, str]:
    """Where an identity is kept."""
    adapter = ADAPTERS.get(account.kind)
    scope = str(account.id) if adapter is None else adapter.identity_scope(account)
    return account.kind, scope, rules.key(person.external_id)


async def is_nameless(database: Database, account: Account, person: Person | None) -> bool:
    """Whether nobody has said yet how this person is called: neither they now, nor the channel before."""
    if person is None or rules.name(person.name) is not None:
        return False
    async with database.lean() as connection:
        return bool(await connection.fetchval(_NAMELESS, *place(account, person)))


async def writer(connection: Connection, account: Account, person: Person, *, at: datetime) -> Writer:
    """The customer who this person is. The caller has locked the person, so that a new one is made once.

    By a phone number that the channel vouches for they are found too; an address that they only claim finds nobody.
    """
    name, language = rules.name(person.name) or rules.name(person.username), rules.locale(person.locale)
    said = (name, rules.name(person.username), language, at)
    known: Any = await connection.fetchrow(_KNOWN, *place(account, person), *said)
    if known is None:
        holder, known = await _new(connection, person, name, language)
        await connection.execute(_KEEP, *place(account, person), holder, *said, clock.now())
    elif (phone := phone_numbers.vouched(person.phone)) is not None:
        await connection.execute(_PHONE, known["id"], phone, clock.now(), phone_numbers.same(phone))
    if known["name"] is None and name is not None:
        await connection.execute(_NAME, known["id"], name, clock.now())
    return Writer(
        Actor("customer", UUID(int=known["id"].int), known["name"] or name or ""), known["language"] or language
    )


async def _new(connection: Connection, person: Person, name: str | None, language: str | None) -> tuple[UUID, Any]:
    """Whose identity it becomes, and who stands for them."""
    phone = phone_numbers.vouched(person.phone)
    for _ in range(_ATTEMPTS):
        found: Any = None if phone is None else await connection.fetchrow(_BY_PHONE, phone_numbers.same(phone))
        if found is not None:
            return UUID(int=found["holder"].int), found
        claimed = rules.name(person.email)
        made: Any = await connection.fetchval(_MAKE, new_id(), name, claimed, phone, language, clock.now())
        if made is not None:
            return UUID(int=made.int), {"id": made, "name": name, "language": None}
    raise TimeoutError("others keep changing this customer")


async def blocked(connection: Connection, account: Account, person: Person, *, stopped: bool) -> bool:
    """Remember that somebody wants to hear no more by this channel, or does again; whether that is news."""
    return bool(await connection.fetchval(_BLOCK, *place(account, person), stopped))
