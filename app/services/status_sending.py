"""Subscribers of the status page are told each public update once, some hundreds in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app import locales as catalogues
from app.db import Database, raw_connection
from app.rules import locales
from app.services import opt_outs, outbox, status, status_subscriptions
from app.services.sealing import unseal

AT_ONCE = 200
_DUE = "SELECT true FROM status_notices WHERE done_at IS NULL LIMIT 1"
_NEXT = """SELECT update_id, cursor FROM status_notices WHERE done_at IS NULL
ORDER BY update_id LIMIT 1 FOR UPDATE SKIP LOCKED"""
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
_MOVE = "UPDATE status_notices SET cursor = coalesce($2, cursor), done_at = $3 WHERE update_id = $1"


async def send_next(database: Database) -> bool:
    """Tell the next subscribers of the oldest update that is not told to the end; whether there may be more."""
    async with database.lean() as connection:
        if not await connection.fetchval(_DUE):
            return False
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        notice: Any = await connection.fetchrow(_NEXT)
        if notice is None:
            return False
        update: Any = await connection.fetchrow(_UPDATE, notice["update_id"])
        people: Any = []
        if update is not None:
            people = await connection.fetch(_PEOPLE, notice["cursor"], update["brand"], update["components"], AT_ONCE)
        for each in people:
            await _tell(work.session, update, each)
        full = len(people) == AT_ONCE
        last = people[-1]["id"] if people else None
        await connection.execute(_MOVE, notice["update_id"], last, None if full else clock.now())
    return True


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
