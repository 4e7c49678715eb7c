"""Subscribers of the status page are told each public update once, some hundreds in one transaction.

What cannot be told because of an error of ours holds up nobody: one subscriber among many is passed over, an update
that fails for all of them waits, longer each time, and is given up after about a day.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app import locales as catalogues
from app.db import Database, UnitOfWork, as_unavailable, raw_connection
from app.errors import Unavailable
from app.rules import locales
from app.services import opt_outs, outbox, status, status_subscriptions
from app.services.sealing import unseal

log = structlog.get_logger("otklik.status")

AT_ONCE = 200
# After the first failure, the second ...
DELAYS = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1800, 7200, 21_600, 43_200))
_ERROR = 500
_READY = "done_at IS NULL AND (parked_until IS NULL OR parked_until <= $1)"
_DUE = f"SELECT true FROM status_notices WHERE {_READY} LIMIT 1"  # noqa: S608 - ours
_NEXT = f"""SELECT update_id, cursor, failures FROM status_notices WHERE {_READY}
ORDER BY update_id LIMIT 1 FOR UPDATE SKIP LOCKED"""  # noqa: S608 - ours
# Only of the attempt that failed: somebody else may have gone on with it since.
_PARK = """UPDATE status_notices SET failures = failures + 1, parked_until = $3, last_error = $4, done_at = $5
WHERE update_id = $1 AND failures = $2 AND done_at IS NULL"""
# As it is now: what is public no more is told to nobody else.
_UPDATE = """SELECT u.id, u.status, u.texts::text AS said, u.created_at, i.id AS incident_id, i.texts::text AS title,
 i.impact, i.brand,
 ARRAY(SELECT k.component_id::text FROM incident_components k JOIN components c ON c.id = k.component_id
  WHERE k.incident_id = i.id AND c.public AND c.archived_at IS NULL) AS components
FROM incident_updates u JOIN incidents i ON i.id = u.incident_id
WHERE u.id = $1 AND u.public AND i.visibility = 'public'"""
_PEOPLE = """SELECT id, kind, target, brand, locale, secret FROM status_subscriptions
WHERE state = 'active' AND ($1::uuid IS NULL OR id > $1) AND (brand IS NULL OR $2::text IS NULL OR brand = $2)
AND (component_ids = '{}' OR component_ids && $3::text[]) ORDER BY id LIMIT $4"""
_MOVE = """UPDATE status_notices SET cursor = coalesce($2, cursor), done_at = $3, parked_until = NULL, last_error = NULL
WHERE update_id = $1"""


class _CannotTellError(Exception):
    """Nobody of a batch could be told."""


async def send_next(database: Database) -> bool:
    """Tell the next subscribers of the oldest update that is not told to the end; whether there may be more."""
    async with database.lean() as connection:
        if not await connection.fetchval(_DUE, clock.now()):
            return False
    taken: list[Any] = []
    try:
        async with database.unit_of_work() as work:
            return await _send(work, taken)
    except Exception as error:
        if not taken or isinstance(error, Unavailable) or as_unavailable(error) is not None:
            raise
        await _park(database, taken[0], error)
        return True


async def _send(work: UnitOfWork, taken: list[Any]) -> bool:
    connection = await raw_connection(work.session)
    notice: Any = await connection.fetchrow(_NEXT, clock.now())
    if notice is None:
        return False
    taken.append(notice)
    update: Any = await connection.fetchrow(_UPDATE, notice["update_id"])
    people: Any = []
    if update is not None:
        people = await connection.fetch(_PEOPLE, notice["cursor"], update["brand"], update["components"], AT_ONCE)
    if notice["failures"]:
        await _one_by_one(work.session, update, people)
    else:
        for each in people:
            await _tell(work.session, update, each)
    full = len(people) == AT_ONCE
    last = people[-1]["id"] if people else None
    await connection.execute(_MOVE, notice["update_id"], last, None if full else clock.now())
    return True


async def _one_by_one(session: AsyncSession, update: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> None:
    """After a failure: whoever is the cause is passed over. Raises when it is all of them, so that it is not they."""
    failed: Exception | None = None
    told = 0
    for each in people:
        try:
            async with session.begin_nested():
                await _tell(session, update, each)
                await session.flush()
            told += 1
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                raise
            failed = error
            log.exception("a subscriber cannot be told; passed over", subscription=str(each["id"]))
    if failed is not None and told == 0:
        raise _CannotTellError("nobody could be told") from failed


async def _park(database: Database, notice: Mapping[str, Any], error: Exception) -> None:
    failures, now = notice["failures"], clock.now()
    given_up = failures >= len(DELAYS)
    log.error(
        "an update is given up" if given_up else "an update cannot be told; the others go first",
        update=str(notice["update_id"]), failures=failures + 1, exc_info=error,
    )  # fmt: skip
    until = None if given_up else now + DELAYS[failures]
    said = f"{type(error).__name__}: {error}"[:_ERROR]
    async with database.lean() as connection:
        await connection.execute(_PARK, notice["update_id"], failures, until, said, now if given_up else None)


async def _tell(session: AsyncSession, update: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    subscription_id, now = UUID(int=who["id"].int), clock.now()
    key = f"status:{update['id']}:{subscription_id}"
    title, said = orjson.loads(update["title"]), orjson.loads(update["said"])
    wanted = [who["locale"]] if who["locale"] else []
    page = f"{status.url(who['brand'])}#{update['incident_id']}"
    if who["kind"] == "webhook":
        secret = unseal(who["secret"].encode()) if who["secret"] else None
        data = {
            "incident": {
                "id": str(update["incident_id"]), "title": locales.best(title, wanted), "titles": title,
                "impact": update["impact"], "component_ids": update["components"], "url": page,
            },
            "update": {
                "id": str(update["id"]), "status": update["status"], "text": locales.best(said, wanted), "texts": said,
                "at": update["created_at"],
            },
        }  # fmt: skip
        if secret is not None:
            await outbox.webhook(
                session, key=key, url=who["target"], event_type="status.updated", data=data, secret=secret.decode(),
                now=now,
            )  # fmt: skip
        return
    end = status_subscriptions.link(subscription_id, "end")
    status_now = catalogues.text(f"status.{update['status']}", wanted)
    subject = f"{locales.best(title, wanted)}: {status_now}"
    await outbox.mail(
        session,
        key=key,
        to=who["target"],
        subject=subject,
        text="\n\n".join(
            (
                locales.best(said, wanted),
                catalogues.text("status.mail_more", wanted, url=page),
                "-- \n" + catalogues.text("status.mail_end", wanted, url=end),
            )
        ),
        headers=opt_outs.headers(end),
        now=now,
    )
