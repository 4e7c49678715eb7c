"""Customers: create, read, list, change, and the one that an identified visitor is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Forbidden
from app.models import Customer, Ticket
from app.rules.actors import Actor
from app.rules.phones import normal_phone
from app.schemas.customers import CustomerIn, CustomerOut, CustomerPage, CustomerPatch
from app.services import keyset, queue_marks, rows

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """Which customers; empty fields do not narrow. An e-mail is compared without regard to case."""

    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    organization_id: UUID | None = None
    merged: bool = False
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Identified:
    """Who a visitor is, and whose identity it was that they came with: somebody else after a merge."""

    customer: Customer
    known_as: Customer


def visible_to(actor: Actor) -> SelectOfScalar[Customer]:
    """The customers that a caller may see: all of them, or for a key of one source those who wrote through it."""
    query = select(Customer)
    if actor.source_id is not None:
        wrote = select(Ticket.id).where(
            col(Ticket.requester_id) == col(Customer.id), col(Ticket.source_id) == actor.source_id
        )
        query = query.where(wrote.exists())
    return query


def whole_desk_only(actor: Actor) -> None:
    """Raise `Forbidden` for a key of one source: it would not see what it made, and could probe who else is there."""
    if actor.source_id is not None:
        detail = "This key is for the tickets of one source"
        raise Forbidden(detail, code="key_of_one_source")


async def create(session: AsyncSession, actor: Actor, new: CustomerIn) -> CustomerOut:
    """Make a customer. Raises the refusals of its constraints: `email_taken` and the like, `unknown_organization`."""
    whole_desk_only(actor)
    now = clock.now()
    made = Customer(**_stored(new.model_dump()), created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    return shown(made)


async def read(session: AsyncSession, actor: Actor, customer_id: UUID) -> CustomerOut:
    """A customer. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor).where(col(Customer.id) == customer_id)))


async def page(session: AsyncSession, actor: Actor, wanted: CustomerFilter) -> CustomerPage:
    """Customers, newest first. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor)
    asked = []
    if wanted.email is not None:
        asked.append(func.lower(col(Customer.email)) == wanted.email.lower())
    if wanted.phone is not None:
        asked.append(col(Customer.phone) == normal_phone(wanted.phone))
    if wanted.external_id is not None:
        asked.append(col(Customer.external_id) == wanted.external_id)
    if asked:
        # What identifies one who was merged into another finds that other one.
        known = select(func.coalesce(Customer.merged_into, Customer.id)).where(*asked)
        query = query.where(col(Customer.id).in_(known))
    elif not wanted.merged:
        query = query.where(col(Customer.merged_into).is_(None))
    if wanted.organization_id is not None:
        query = query.where(col(Customer.organization_id) == wanted.organization_id)
    query = keyset.newest_first(query, Customer.created_at, Customer.id, cursor=wanted.cursor, limit=wanted.limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), wanted.limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return CustomerPage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, customer_id: UUID, change: CustomerPatch, *, version: str | None
) -> CustomerOut:
    """Change fields of a customer. Raises `NotFound`, `PreconditionFailed`, `Conflict`
    (`customer_merged`) and as `create`.
    """
    whole_desk_only(actor)
    found = await rows.lock(session, visible_to(actor).where(col(Customer.id) == customer_id), version=version)
    refuse_merged(found)
    asked = (found.tier, found.organization_id)
    if _change(found, _stored({name: getattr(change, name) for name in change.model_fields_set}), clock.now()):
        session.add(found)
        await session.flush()
    if (found.tier, found.organization_id) != asked:
        await queue_marks.of_customer(session, found.id)
    return shown(found)


async def identified(
    session: AsyncSession, *, external_id: str, email: str | None, name: str | None, locale: str | None
) -> Identified:
    """The one customer whom a company vouches for: by external id, else by e-mail when that customer has no external id
    yet, else a new one. Names and addresses that the company states anew are taken over.

    An e-mail that belongs to another external id stays there: the visitor must not see that customer's tickets.
    Raises `Conflict` when others keep changing the same customer.
    """
    for _ in range(_ATTEMPTS):
        query = select(Customer).where(col(Customer.external_id) == external_id).with_for_update(key_share=True)
        found = (await session.exec(query.execution_options(populate_existing=True))).first()
        holder = await _holder(session, email)
        known = found or holder
        head = None if known is None else await _head(session, known)
        if found is None and holder is not None and head is not None:
            # Kept with the holder: should they be somebody else after all, it goes with them.
            found = holder if holder.external_id is None and head.external_id is None else None
        stated: dict[str, Any] = {"external_id": external_id, "name": name, "locale": locale}
        if holder is None or holder is found:
            stated["email"] = email
        elif head is None or found is None or head.id not in {holder.id, holder.merged_into}:
            stated["claimed_email"] = email
        stated = {key: value for key, value in stated.items() if value is not None}
        if found is None:
            now = clock.now()
            found = Customer(**stated, created_at=now, updated_at=now)
        elif not _change(found, stated, clock.now()):
            return Identified(await _head(session, found), found)
        try:
            async with session.begin_nested():
                session.add(found)
                await session.flush()
        except IntegrityError:
            # Somebody else took the external id or the e-mail a moment ago: look again.
            continue
        return Identified(await _head(session, found), found)
    detail = "Others are changing this customer; try again"
    raise Conflict(detail, code="busy")


async def of_mailbox(session: AsyncSession, email: str, *, locale: str | None) -> Identified:
    """Who reads this mailbox, which they have shown: the customer with this address, else a new one.

    Raises `Conflict` when others keep changing the same customer.
    """
    for _ in range(_ATTEMPTS):
        found = await _holder(session, email)
        if found is not None:
            return Identified(await _head(session, found), found)
        now = clock.now()
        try:
            async with session.begin_nested():
                session.add(Customer(email=email, locale=locale, created_at=now, updated_at=now))
                await session.flush()
        except IntegrityError:
            # Somebody else made them a moment ago, as by a mail that has just come: look again.
            continue
    detail = "Others are changing this customer; try again"
    raise Conflict(detail, code="busy")


async def _holder(session: AsyncSession, email: str | None) -> Customer | None:
    if email is None:
        return None
    query = select(Customer).where(func.lower(col(Customer.email)) == email.lower()).with_for_update(key_share=True)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def _head(session: AsyncSession, customer: Customer) -> Customer:
    """Who stands for this customer: usually they themselves."""
    if customer.merged_into is None:
        return customer
    query = select(Customer).where(col(Customer.id) == customer.merged_into).with_for_update(key_share=True)
    return (await session.exec(query.execution_options(populate_existing=True))).one()


def refuse_merged(customer: Customer) -> None:
    """Raise `Conflict` (`customer_merged`) for one who is somebody else: their fields are that one's to change."""
    if customer.merged_into is not None:
        detail = "This customer was merged into another one"
        raise Conflict(detail, code="customer_merged", merged_into=str(customer.merged_into))


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    if "phone" in values:
        values["phone"] = normal_phone(values["phone"])
    return values


def _change(row: Customer, values: dict[str, Any], now: datetime) -> bool:
    wanted = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in wanted.items():
        setattr(row, name, value)
    if wanted:
        row.version += 1
        row.updated_at = now
    return bool(wanted)


def shown(row: Customer) -> CustomerOut:
    """A customer as staff see one."""
    return CustomerOut(
        id=row.id,
        name=row.name,
        email=row.email,
        claimed_email=row.claimed_email,
        phone=row.phone,
        external_id=row.external_id,
        locale=row.locale,
        language=row.language,
        organization_id=row.organization_id,
        tier=row.tier,
        merged_into=row.merged_into,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
