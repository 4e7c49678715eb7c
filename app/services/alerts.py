"""Alerts of other systems: taken at a door that each source has of its own, each once, whatever the order.

All of one source go one after the other. An alert is named by its fingerprint and its beginning: told again it is the
same, ended it does not fire again, and one that begins later ends the one before.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork
from app.errors import Forbidden, Invalid, NotFound, Unauthenticated, pointer
from app.models import Alert, AlertSource
from app.rules import alerts as rules
from app.rules.actors import Actor
from app.rules.alerts import Told
from app.schemas.alerts import AlertOut, AlertPage, AlertsTaken
from app.services import alarms, keyset, rate_limits, tokens
from app.services.alarm_opening import Trouble
from app.services.sealing import unseal

PER_MINUTE, GUESSES = 300, 30


@dataclass(frozen=True, slots=True)
class Shown:
    """What came with a request: what it shows, and from which network. None: no such header."""

    authorization: str | None
    signature: str | None
    network: str


async def admit(session: AsyncSession, token: str, shown: Shown, body: bytes) -> AlertSource:
    """The source at whose door somebody stands, locked.

    Raises `NotFound`, `Unauthenticated` (`invalid_signature`), `Forbidden` (`source_disabled`) and `TooMany`.
    """
    query = (
        select(AlertSource).where(col(AlertSource.token_hash) == tokens.digest(token)).with_for_update(key_share=True)
    )
    source = (await session.exec(query)).first()
    if source is None:
        rate_limits.check("alert guesses", shown.network, limit=GUESSES, seconds=60)
        raise NotFound
    if source.secret is not None:
        secret = unseal(source.secret.encode()) or b""
        given = (shown.authorization if source.proof == "bearer" else shown.signature) or ""
        wanted = b"Bearer " + secret if source.proof == "bearer" else hmac.digest(secret, body, "sha256").hex().encode()
        if not secret or not hmac.compare_digest(given.removeprefix("sha256=").encode("utf-8", "replace"), wanted):
            rate_limits.check("alert guesses", shown.network, limit=GUESSES, seconds=60)
            raise Unauthenticated("This needs the secret of the source", code="invalid_signature")
    if not source.enabled:
        raise Forbidden("This source has been switched off", code="source_disabled")
    rate_limits.check("alerts", str(source.id), limit=PER_MINUTE, seconds=60)
    return source


async def take(work: UnitOfWork, source: AlertSource, payload: object) -> AlertsTaken:
    """Take what a locked source says, all of it or nothing. Raises `Invalid`."""
    try:
        told = rules.read(source.shape, payload)  # type: ignore[arg-type]  # its CHECK
    except rules.UnreadableError as error:
        detail = str(error)
        raise Invalid(detail, errors=[pointer(error.pointer, detail)]) from error
    session, now = work.session, clock.now()
    known = await _known(session, source.id, told)
    counts = {"fired": 0, "resolved": 0, "repeated": 0}
    left: set[UUID] = set()
    fired: dict[str, list[Alert]] = {}
    for each in told:
        of_it = known.setdefault(each.fingerprint, [])
        what, alert = _one(session, source, each, of_it, now, left)
        counts[what] += 1
        if what == "fired" and alert is not None:
            fired.setdefault(each.group, []).append(alert)
    source.seen_at = now
    await session.flush()
    for group in sorted(fired):
        await _raise(work, source, group, fired[group], now)
    for alarm_id in sorted(left):
        await alarms.leave(work, alarm_id, because="recovered", now=now)
    return AlertsTaken(**counts)


async def page(
    session: AsyncSession,
    _actor: Actor,
    *,
    alert_source_id: UUID | None,
    status: str | None,
    cursor: str | None,
    limit: int,
) -> AlertPage:
    """Alerts, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = select(Alert).order_by(col(Alert.id).desc())
    if alert_source_id is not None:
        query = query.where(col(Alert.alert_source_id) == alert_source_id)
    if status is not None:
        query = query.where(col(Alert.status) == status)
    if cursor is not None:
        query = query.where(col(Alert.id) < keyset.by_id(cursor))
    found, following = keyset.page(
        (await session.exec(query.limit(limit + 1))).all(), limit, lambda last: keyset.encode(last.id)
    )
    items = [AlertOut.model_validate({name: getattr(each, name) for name in AlertOut.model_fields}) for each in found]
    return AlertPage(items=items, next_cursor=following)


async def _known(session: AsyncSession, source_id: UUID, told: Sequence[Told]) -> dict[str, list[Alert]]:
    """What is known of these fingerprints: what fires, and what began when they say."""
    names = {each.fingerprint for each in told}
    begun = {each.starts_at for each in told if each.starts_at is not None}
    query = select(Alert).where(
        col(Alert.alert_source_id) == source_id,
        col(Alert.fingerprint).in_(names),
        or_(col(Alert.status) == "firing", col(Alert.starts_at).in_(begun)),
    )
    found: dict[str, list[Alert]] = {}
    for alert in (await session.exec(query)).all() if told else ():
        found.setdefault(alert.fingerprint, []).append(alert)
    return found


def _one(
    session: AsyncSession, source: AlertSource, told: Told, of_it: list[Alert], now: datetime, left: set[UUID]
) -> tuple[str, Alert | None]:
    firing = next((each for each in of_it if each.status == "firing"), None)
    starts_at = told.starts_at or (firing.starts_at if firing is not None else now)
    same = next((each for each in of_it if each.starts_at == starts_at), None)
    if same is not None:
        same.seen, same.seen_at = same.seen + 1, now
        if told.firing or same.status == "resolved":
            return "repeated", same
        _end(same, told.ends_at or now, left)
        return "resolved", same
    overtaken = told.firing and firing is not None and firing.starts_at > starts_at
    fires = told.firing and not overtaken
    if fires and firing is not None:
        # It has begun anew: what was told before is over, whether or not that was said.
        _end(firing, starts_at, left)
    components = {each["component_id"] for each in source.components if told.labels.get(each["label"]) == each["value"]}
    alert = Alert(
        alert_source_id=source.id,
        fingerprint=told.fingerprint,
        status="firing" if fires else "resolved",
        title=told.title,
        impact=rules.impact_of(told.labels, _impacts(source), source.impact),  # type: ignore[arg-type]  # checked
        labels=dict(told.labels),
        annotations=dict(told.annotations),
        component_ids=sorted(components),
        starts_at=starts_at,
        ends_at=None if fires else told.ends_at or now,
        seen_at=now,
    )
    session.add(alert)
    of_it.append(alert)
    return ("fired" if fires else "repeated" if overtaken else "resolved"), alert


def _end(alert: Alert, at: datetime, left: set[UUID]) -> None:
    alert.status, alert.ends_at = "resolved", at
    if alert.alarm_id is not None:
        left.add(alert.alarm_id)


def _impacts(source: AlertSource) -> Mapping[str, rules.Impact]:
    return source.impacts


async def _raise(work: UnitOfWork, source: AlertSource, group: str, fired: list[Alert], now: datetime) -> None:
    """One alarm for all of a group that fires."""
    still = [each for each in fired if each.status == "firing"]
    if not still:
        return
    title = still[0].title if len(still) == 1 else f"{still[0].title} (and {len(still) - 1} more)"
    trouble = Trouble(
        origin="alert",
        key=f"alert:{source.id}:{group}",
        title=title,
        texts={"en": title},
        reason=still[0].annotations.get("description") or source.name,
        impact=rules.worst([each.impact for each in still]),  # type: ignore[misc]  # their CHECK
        opens=source.opens,
        quiet=timedelta(seconds=source.quiet_seconds),
        brand=source.brand,
        component_ids=sorted({component for each in still for component in each.component_ids}),
        alert_source_id=source.id,
    )
    alarm = await alarms.raise_(work, trouble, now=now)
    for each in still:
        each.alarm_id = alarm.id
    await work.session.flush()
