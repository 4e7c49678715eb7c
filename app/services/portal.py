"""The portal's door: whoever can read a mailbox is the customer with its address, and nobody else."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, locales
from app.db import hint, raw_connection
from app.errors import Conflict, Forbidden, NotFound, NotSetUp, PreconditionFailed, Unauthenticated
from app.hints import Hint
from app.models import Customer, PortalLink, VisitorSession
from app.rules.actors import Actor
from app.rules.statuses import OVER
from app.schemas.portal import (
    PortalPersonOut,
    PortalPersonPatch,
    PortalSessionOut,
    SignInLinkIn,
    SignInLinkOut,
)
from app.services import brands, customers, outbox, rate_limits, shared_limits, ticket_access, tickets, tokens
from app.settings import settings

LINK_SECONDS = 15 * 60
# What a stranger's mailbox gets at most of what others ask in its name.
PER_MAILBOX, HOUR = 5, timedelta(hours=1)
PER_MAILBOX_A_DAY, DAY = 15, timedelta(days=1)
# Everybody behind one client address together.
ASKS_PER_HOUR, TRIES_PER_MINUTE = 60, 30

# RFC 3834: nobody's holiday notice answers it.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('portal ' || lower($1), 0))"
_RECENT = """SELECT count(*) FILTER (WHERE created_at > $2) AS of_hour, count(*) AS of_day FROM portal_links
WHERE lower(email) = lower($1) AND created_at > $3"""
_SPEND = """UPDATE portal_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
RETURNING email, brand, locale"""
_FAMILY = "(SELECT $1::uuid UNION ALL SELECT id FROM customers WHERE merged_into = $1)"
_COUNT = f"""SELECT count(*) FROM visitor_sessions
WHERE customer_id IN {_FAMILY} AND verified_email IS NOT NULL AND ended_at IS NULL AND expires_at > $2"""  # noqa: S608 - ours
_END = f"""UPDATE visitor_sessions SET ended_at = $2
WHERE customer_id IN {_FAMILY} AND verified_email IS NOT NULL AND ended_at IS NULL AND ($3 OR id = $4)
RETURNING id"""  # noqa: S608 - ours
_UNUSED = """UPDATE portal_links SET used_at = $2 WHERE used_at IS NULL AND lower(email) IN
(SELECT lower(email) FROM customers WHERE (id = $1 OR merged_into = $1) AND email IS NOT NULL)"""


async def ask(session: AsyncSession, new: SignInLinkIn, wanted: Sequence[str], *, address: str | None) -> SignInLinkOut:
    """Mail a link. Known and unknown addresses are treated alike, down to the mail: there is nothing to find out.

    Raises `TooMany`, `Invalid` (`unknown_brand`) and `NotSetUp` (`mail_not_set_up`). A mailbox that has had enough of
    them gets none, and whoever asks is not told.
    """
    if settings().smtp_url is None:
        raise NotSetUp("No mail server is set up (OTKLIK_SMTP_URL)", code="mail_not_set_up")
    brand = await brands.named_or_first(session, new.brand)
    told = SignInLinkOut(state="sent", expires_in=LINK_SECONDS)
    now, connection = clock.now(), await raw_connection(session)
    network = rate_limits.network_of(address)
    await shared_limits.check(connection, "portal_ask", network, limit=ASKS_PER_HOUR, seconds=3600)
    await connection.execute(_ALONE, new.email)
    recent = await connection.fetchrow(_RECENT, new.email, now - HOUR, now - DAY)
    if recent is None or recent["of_hour"] >= PER_MAILBOX or recent["of_day"] >= PER_MAILBOX_A_DAY:
        return told
    secret = tokens.new_secret("otp")
    made = PortalLink(
        email=new.email,
        token_hash=tokens.digest(secret),
        brand=None if brand is None else brand.key,
        locale=new.locale or next(iter(wanted), None),
        created_at=now,
        expires_at=now + timedelta(seconds=LINK_SECONDS),
    )
    session.add(made)
    await session.flush()
    spoken = [made.locale, *wanted] if made.locale else list(wanted)
    name = settings().public_url if brand is None else brand.name
    await outbox.mail(
        session,
        key=f"portal:{made.id}",
        to=new.email,
        subject=locales.text("portal.link_subject", spoken, brand=name),
        text=locales.text("portal.link_body", spoken, brand=name, url=link(made.brand, secret)),
        headers=_HEADERS,
        now=now,
    )
    return told


async def begin(session: AsyncSession, token: str, *, address: str | None) -> PortalSessionOut:
    """Trade what is in a link for a token of its customer.

    Raises `TooMany` and `Unauthenticated` (`link_not_valid`).
    """
    rate_limits.check("portal_try", rate_limits.network_of(address), limit=TRIES_PER_MINUTE, seconds=60)
    now, connection = clock.now(), await raw_connection(session)
    # Of two at once one gets it: the other waits for this row and finds it spent.
    spent = await connection.fetchrow(_SPEND, tokens.digest(token), now)
    if spent is None:
        raise Unauthenticated("This link was used before, or is too old: ask for another", code="link_not_valid")
    found = await customers.of_mailbox(session, spent["email"], locale=spent["locale"])
    seconds = settings().portal_session_seconds
    made = VisitorSession(
        customer_id=found.customer.id,
        known_as=found.known_as.id if found.known_as.id != found.customer.id else None,
        verified_email=spent["email"],
        brand=spent["brand"],
        created_at=now,
        expires_at=now + timedelta(seconds=seconds),
    )
    session.add(made)
    await session.flush()
    return PortalSessionOut(
        token=tokens.issue("customer", made.customer_id, made.id, seconds=seconds, now=now),
        customer_id=made.customer_id,
        email=spent["email"],
        brand=spent["brand"],
        expires_in=seconds,
    )


async def person(session: AsyncSession, actor: Actor) -> tuple[PortalPersonOut, str]:
    """Who is signed in, and their version. Raises `Forbidden` (`not_by_link`)."""
    by = await _session(session, actor)
    return await _shown(session, by, await _customer(session, actor.id))


async def change(
    session: AsyncSession, actor: Actor, change: PortalPersonPatch, *, version: str | None
) -> tuple[PortalPersonOut, str]:
    """Take over what they say of themselves. Raises `Forbidden` (`not_by_link`) and `PreconditionFailed`."""
    by = await _session(session, actor)
    found = await _customer(session, actor.id, lock=True)
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    said = {name: getattr(change, name) for name in change.model_fields_set}
    if any(getattr(found, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(found, name, value)
        found.version += 1
        found.updated_at = clock.now()
        session.add(found)
        await session.flush()
    return await _shown(session, by, found)


async def end(session: AsyncSession, actor: Actor, *, everywhere: bool) -> None:
    """End this sign-in, or all of this customer and what links there are. Raises `Forbidden` (`not_by_link`)."""
    by = await _session(session, actor)
    now, connection = clock.now(), await raw_connection(session)
    for row in await connection.fetch(_END, actor.id, now, everywhere, by.id):
        hint(session, Hint("revoked", UUID(int=row["id"].int)))
    if everywhere:
        await connection.execute(_UNUSED, actor.id, now)


async def solve(session: AsyncSession, actor: Actor, ticket_id: UUID) -> None:
    """The requester says that it is solved; said twice it is said.

    Raises `NotFound`, `Conflict` (`ticket_closed`, `status_not_allowed`, `tasks_open` and the like), and `Forbidden`
    (`not_the_requester`) for those who are only in copy.
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    requester = await _customer(session, ticket.requester_id)
    if actor.id not in {requester.id, requester.merged_into}:
        raise Forbidden("Only who asked can say so", code="not_the_requester")
    if ticket.status in OVER:
        raise Conflict("This ticket does not change any more", code="ticket_closed")
    await tickets.set_status(session, actor, ticket, "solved")


def link(brand: str | None, secret: str) -> str:
    """The address in the mail. What is after the `#` reaches no server, no log and no scanner that only fetches."""
    return f"{settings().public_url.rstrip('/')}/portal/{quote(brand or '-')}/sign-in#{secret}"


async def _session(session: AsyncSession, actor: Actor) -> VisitorSession:
    found = await session.get(VisitorSession, actor.session_id)
    if found is None or found.verified_email is None:
        raise Forbidden("This token did not come by a link", code="not_by_link")
    return found


async def _customer(session: AsyncSession, customer_id: UUID, *, lock: bool = False) -> Customer:
    query = select(Customer).where(col(Customer.id) == customer_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound
    return found


async def _shown(session: AsyncSession, by: VisitorSession, found: Customer) -> tuple[PortalPersonOut, str]:
    connection = await raw_connection(session)
    shown = PortalPersonOut(
        customer_id=found.id,
        email=by.verified_email or "",
        name=found.name,
        locale=found.locale,
        brand=by.brand,
        expires_at=by.expires_at,
        sessions=await connection.fetchval(_COUNT, found.id, clock.now()),
    )
    return shown, str(found.version)
