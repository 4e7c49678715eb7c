"""Subscriptions to the status page: asked for by anybody, begun by whoever has the address or the URL alone."""

import base64
import secrets
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock, locales
from app.db import raw_connection
from app.errors import Invalid, NotFound, pointer
from app.models import Brand, Component, StatusSubscription
from app.rules import status_tokens
from app.rules.outgoing import Allowed, parse
from app.schemas.status_subscriptions import StatusSubscribedOut, StatusSubscriptionIn, StatusSubscriptionOut
from app.services import outbox, rate_limits, shared_limits, status
from app.services.sealing import seal
from app.settings import settings

# What a stranger's mailbox gets at most of what others ask in its name.
PER_TARGET, DAY = 3, timedelta(days=1)
# From everybody behind one address together.
PER_HOUR, LOOKS_PER_MINUTE = 20, 120
# So long a link waits for its click.
PENDING = timedelta(days=3)
_RECENT = """SELECT count(*) FROM (SELECT FROM status_subscriptions
WHERE lower(target) = lower($1) AND created_at > $2 LIMIT $3) asked"""
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('status ' || lower($1), 0))"
_BEFORE = """UPDATE status_subscriptions SET state = 'ended', ended_at = $4
WHERE lower(target) = lower($1) AND kind = $2 AND brand IS NOT DISTINCT FROM $3 AND state = 'active' AND id <> $5"""


def visible_to(subscription_id: UUID) -> SelectOfScalar[StatusSubscription]:
    """The one that a link names: nobody sees any other."""
    return select(StatusSubscription).where(col(StatusSubscription.id) == subscription_id)


async def ask(
    session: AsyncSession, new: StatusSubscriptionIn, wanted: Sequence[str], *, address: str | None
) -> StatusSubscribedOut:
    """Ask whoever has the address or the URL whether they want it: what they get says how to say so.

    Raises `Invalid` (`unknown_brand`, `unknown_component`, `address_not_allowed`) and `TooMany`. Nobody learns whether
    it is known already; when too many have asked in its name, nothing is sent and the answer is the same.
    """
    await _check(session, new)
    kind, target = ("mail", new.mail) if new.mail is not None else ("webhook", new.webhook)
    assert target is not None  # noqa: S101 - the shape has one of them
    now, connection = clock.now(), await raw_connection(session)
    network = rate_limits.network_of(address)
    await shared_limits.check(connection, "status_ask", network, limit=PER_HOUR, seconds=3600)
    await connection.execute(_ALONE, target)
    secret = None if kind == "mail" else "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    if await connection.fetchval(_RECENT, target, now - DAY, PER_TARGET) >= PER_TARGET:
        return StatusSubscribedOut(state="pending", secret=secret)
    made = StatusSubscription(
        kind=kind,
        target=target,
        brand=new.brand,
        component_ids=[str(each) for each in dict.fromkeys(new.component_ids)],
        locale=new.locale or next(iter(wanted), None),
        secret=None if secret is None else seal(secret.encode()).decode(),
        created_at=now,
    )
    session.add(made)
    await session.flush()
    await _invite(session, made, secret)
    return StatusSubscribedOut(state="pending", secret=secret)


async def read(session: AsyncSession, token: str) -> StatusSubscriptionOut:
    """What a link is about. Changes nothing. Raises `NotFound` (`unknown_subscription`)."""
    return shown(await _named(session, token, lock=False))


async def confirm(session: AsyncSession, token: str) -> StatusSubscriptionOut:
    """Begin: whoever has the link wants it. Said twice it is said; one before for the same target ends.

    Raises `NotFound` (`unknown_subscription`), also for one that nobody confirmed in time, or that has ended.
    """
    found = await _named(session, token, lock=True)
    if found.state == "ended":
        raise _unknown()
    if found.state == "pending":
        now = clock.now()
        connection = await raw_connection(session)
        await connection.execute(_ALONE, found.target)
        await connection.execute(_BEFORE, found.target, found.kind, found.brand, now, found.id)
        found.state, found.confirmed_at = "active", now
        session.add(found)
        await session.flush()
    return shown(found)


async def end(session: AsyncSession, token: str) -> StatusSubscriptionOut:
    """Be told no more; said twice it is said. Raises `NotFound` (`unknown_subscription`)."""
    found = await _named(session, token, lock=True)
    if found.state != "ended":
        found.state, found.ended_at = "ended", clock.now()
        session.add(found)
        await session.flush()
    return shown(found)


async def language_of(session: AsyncSession, token: str) -> str | None:
    """The language in which whoever has a link wants to be told."""
    found = status_tokens.read(_keys(), token)
    row = None if found is None else (await session.exec(visible_to(found))).first()
    return None if row is None else row.locale


def limit(address: str | None) -> None:
    """Count one more look at a link from an address. Raises `TooMany`."""
    rate_limits.check("status_links", rate_limits.network_of(address), limit=LOOKS_PER_MINUTE, seconds=60)


def link(subscription_id: UUID, what: str) -> str:
    """The page on which a subscription is begun (`confirm`) or ended (`end`)."""
    token = status_tokens.token(_keys()[0], subscription_id)
    return f"{settings().public_url.rstrip('/')}/status/{what}/{quote(token)}"


def token_of(subscription_id: UUID) -> str:
    """The token in its links."""
    return status_tokens.token(_keys()[0], subscription_id)


def shown(found: StatusSubscription) -> StatusSubscriptionOut:
    """A subscription as whoever has its link sees it."""
    return StatusSubscriptionOut.model_validate(
        {
            "kind": found.kind,
            "state": found.state,
            "brand": found.brand,
            "component_ids": found.component_ids,
            "locale": found.locale,
            "confirmed_at": found.confirmed_at,
        }
    )


async def _invite(session: AsyncSession, made: StatusSubscription, secret: str | None) -> None:
    key, now = f"status-ask:{made.id}", clock.now()
    if made.kind == "webhook":
        data = {"token": token_of(made.id), "confirm": f"/v1/status/subscriptions/{token_of(made.id)}/confirm"}
        await outbox.webhook(
            session, key=key, url=made.target, event_type="status.confirm", data=data, secret=secret, now=now
        )
        return
    wanted = [made.locale] if made.locale else []
    await outbox.mail(
        session,
        key=key,
        to=made.target,
        subject=locales.text("status.ask_subject", wanted),
        text=locales.text("status.ask_body", wanted, page=status.url(made.brand), url=link(made.id, "confirm")),
        now=now,
    )


async def _check(session: AsyncSession, new: StatusSubscriptionIn) -> None:
    target = None if new.webhook is None else parse(new.webhook)
    if target is not None and target.address is not None:
        # What is behind a name is looked at each time that it is called.
        allowed = Allowed.read(settings().outgoing_allow)
        if not allowed.takes(target.host, target.address):
            detail = "This address is not on the internet"
            raise Invalid(detail, code="address_not_allowed", errors=[pointer("webhook", detail)])
    brand = select(Brand.id).where(col(Brand.key) == new.brand)
    if new.brand is not None and (await session.exec(brand)).first() is None:
        detail = "There is no such brand"
        raise Invalid(detail, code="unknown_brand", errors=[pointer("brand", detail)])
    if new.component_ids:
        query = select(Component.id).where(
            col(Component.id).in_(new.component_ids), col(Component.public), col(Component.archived_at).is_(None)
        )
        if len((await session.exec(query)).all()) != len(set(new.component_ids)):
            detail = "There is no such component"
            raise Invalid(detail, code="unknown_component", errors=[pointer("component_ids", detail)])


async def _named(session: AsyncSession, token: str, *, lock: bool) -> StatusSubscription:
    found = status_tokens.read(_keys(), token)
    query = None if found is None else visible_to(found)
    if query is not None and lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = None if query is None else (await session.exec(query)).first()
    if row is None or (row.state == "pending" and clock.now() - row.created_at > PENDING):
        raise _unknown()
    return row


def _unknown() -> NotFound:
    return NotFound("This link is not one of ours, or it is too old", code="unknown_subscription")


def _keys() -> list[bytes]:
    now = settings()
    return [
        status_tokens.key_of(each.get_secret_value().encode())
        for each in (now.secret, now.secret_previous)
        if each is not None
    ]
