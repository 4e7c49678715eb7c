"""Widget sessions: a visitor token for somebody new, or for the customer whom a company's own backend vouches for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Unauthenticated
from app.hints import Hint
from app.models import Brand, Customer, VisitorSession
from app.rules.actors import Actor
from app.schemas.base import Email, Line
from app.schemas.widget import WidgetSessionIn, WidgetSessionOut
from app.services import brands, customers, help_visits, rate_limits, tokens
from app.settings import settings

AUDIENCE = "otklik"
# A page asks its own backend for a fresh one whenever it starts: a token that leaks is soon worth nothing.
MAX_LIFETIME = timedelta(minutes=10)
MAX_SKEW = timedelta(minutes=1)
# Everybody behind one address together: an office full of visitors passes, a flood of rows does not.
SESSIONS_PER_MINUTE = 600

_PART = """UPDATE visitor_sessions SET ended_at = $2
WHERE known_as = ANY ($1) AND customer_id <> ALL ($1) AND ended_at IS NULL RETURNING id"""

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_LINE: TypeAdapter[str] = TypeAdapter(Line)


async def begin(session: AsyncSession, new: WidgetSessionIn, *, address: str | None) -> WidgetSessionOut:
    """A visitor token. Without an identity token the customer is always a new one: what a visitor says about
    themselves opens nobody's tickets.

    Raises `TooMany`, `Invalid` (`unknown_brand`) and `Unauthenticated` for an identity token that is not good.
    """
    rate_limits.check("widget_sessions", rate_limits.network_of(address), limit=SESSIONS_PER_MINUTE, seconds=60)
    brand = await brands.named_or_first(session, new.brand)
    now = clock.now()
    if new.identity_token is not None:
        found = await _identified(session, brand, new, now)
        customer, known_as = found.customer, found.known_as
    else:
        customer = Customer(name=new.name, claimed_email=new.email, locale=new.locale, created_at=now, updated_at=now)
        session.add(customer)
        await session.flush()
        known_as = customer
    if new.help_session is not None:
        await help_visits.tie(await raw_connection(session), new.help_session, customer.id, now=now)
    seconds = settings().visitor_token_seconds
    made = VisitorSession(
        customer_id=customer.id,
        known_as=known_as.id if known_as.id != customer.id else None,
        brand=brand.key if brand is not None else None,
        created_at=now,
        expires_at=now + timedelta(seconds=seconds),
    )
    session.add(made)
    await session.flush()
    token = tokens.issue("customer", customer.id, made.id, seconds=seconds, now=now)
    return WidgetSessionOut(token=token, customer_id=customer.id, expires_in=seconds)


async def end(session: AsyncSession, actor: Actor) -> None:
    """End the session behind this visitor's token; every use of the token is refused from then on."""
    found = await session.get(VisitorSession, actor.session_id)
    if found is not None and found.ended_at is None:
        found.ended_at = clock.now()
        session.add(found)
        hint(session, Hint("revoked", found.id))


async def part(session: AsyncSession, people: Sequence[UUID], from_id: UUID) -> None:
    """These are not who `from_id` is any more: whoever came in as one of them and was taken for somebody else comes
    again, and open sockets let go of what is not theirs now.
    """
    connection = await raw_connection(session)
    for row in await connection.fetch(_PART, list(people), clock.now()):
        hint(session, Hint("revoked", UUID(int=row["id"].int)))
    hint(session, Hint("revoked", from_id))


async def _identified(
    session: AsyncSession, brand: Brand | None, new: WidgetSessionIn, now: datetime
) -> customers.Identified:
    claims = _claims(brand, new.identity_token or "", now)
    try:
        external_id = _LINE.validate_python(claims["sub"])
        email = _EMAIL.validate_python(claims["email"]) if claims.get("email") is not None else None
        name = _LINE.validate_python(claims["name"]) if claims.get("name") is not None else new.name
    except ValidationError as error:
        raise _not_good("Its sub, email or name is not acceptable") from error
    if claims.get("email_verified") is False:
        # The company itself does not vouch for the address.
        email = None
    return await customers.identified(session, external_id=external_id, email=email, name=name, locale=new.locale)


def _claims(brand: Brand | None, token: str, now: datetime) -> dict[str, Any]:
    secrets = brands.identity_secrets(brand, now) if brand is not None else []
    if brand is None or not secrets:
        raise Unauthenticated("This brand has no identity secret", code="identity_not_set_up")
    claims: dict[str, Any] | None = None
    for secret in secrets:
        try:
            claims = tokens.verify_identity(token, secret=secret, audience=AUDIENCE, issuer=brand.key)
            break
        except Unauthenticated:
            continue
    if claims is None:
        raise _not_good("Signature, iss, aud, exp or another claim is not as the guide says")
    try:
        issued, expires = float(claims["iat"]), float(claims["exp"])
    except (TypeError, ValueError) as error:
        raise _not_good("iat and exp are seconds since 1970") from error
    if expires - issued > MAX_LIFETIME.total_seconds():
        raise _not_good("It may be good for 10 minutes at most")
    if issued > (now + MAX_SKEW).timestamp():
        raise _not_good("It was issued in the future")
    return claims


def _not_good(detail: str) -> Unauthenticated:
    return Unauthenticated(f"The identity token is not valid. {detail}", code="invalid_identity_token")
