"""What comes late comes together: one notification an hour, one mail in five minutes, whatever was missed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import hint, raw_connection
from app.hints import Hint
from app.ids import new_id
from app.services import outbox
from app.services.notifications import DIGEST, DIGEST_TICKETS, Told

_ADD = f"""INSERT INTO notifications AS n (id, agent_id, kind, data, key, created_at)
SELECT $1, a.id, $3, $4::jsonb, $5, $6 FROM agents a WHERE a.id = $2 AND a.status <> 'disabled'
ON CONFLICT (agent_id, key) WHERE key IS NOT NULL DO UPDATE SET read_at = NULL, data = jsonb_build_object(
 'count', (n.data ->> 'count')::int + (excluded.data ->> 'count')::int,
 'ticket_ids', (SELECT coalesce(jsonb_agg(t.id ORDER BY t.place), '[]') FROM
  (SELECT each.id, min(each.place) AS place FROM
   jsonb_array_elements((n.data -> 'ticket_ids') || (excluded.data -> 'ticket_ids')) WITH ORDINALITY each (id, place)
   GROUP BY each.id ORDER BY 2 LIMIT {DIGEST_TICKETS}) t))"""  # noqa: S608 - a number of ours


_WAIT = "UPDATE outbox SET next_attempt_at = $2 WHERE key = $1"
_ADD_LINES = """UPDATE outbox SET payload = jsonb_set(payload, '{text}', to_jsonb(
 CASE WHEN length(payload ->> 'text') < $3 THEN (payload ->> 'text') || $2 ELSE payload ->> 'text' END))
WHERE key = $1 AND status = 'waiting' AND attempts = 0 RETURNING true"""
MOST_CHARACTERS = 20_000


async def add(session: AsyncSession, agent_id: UUID, told: Sequence[Told], *, now: datetime) -> None:
    """Add these to what an agent is told this hour."""
    tickets = list(dict.fromkeys(str(each.ticket_id) for each in told if each.ticket_id is not None))
    data = {"count": len(told), "ticket_ids": tickets[:DIGEST_TICKETS]}
    connection = await raw_connection(session)
    await connection.execute(
        _ADD, new_id(), agent_id, DIGEST, orjson.dumps(data).decode(), f"late:{now:%Y-%m-%dT%H}", now
    )
    hint(session, Hint("notification", agent_id))


async def mail(session: AsyncSession, email: str, lines: Sequence[str], *, now: datetime) -> None:
    """Mail somebody that deadlines have passed: what comes within five minutes is one mail, sent when they are over."""
    minute = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    key = f"late:{email}:{minute:%Y-%m-%dT%H:%M}"
    said = "".join(f"{each}\n" for each in lines)
    text = f"Deadlines passed while the desk was away. The list of overdue tickets has all of them.\n\n{said}"
    subject = "Deadlines that passed while the desk was away"
    connection = await raw_connection(session)
    if await outbox.mail(session, key=key, to=email, subject=subject, text=text, now=now):
        await connection.execute(_WAIT, key, minute + timedelta(minutes=5))
    elif not await connection.fetchval(_ADD_LINES, key, said, MOST_CHARACTERS):
        # It is on its way already.
        await outbox.mail(session, key=f"{key}:{now:%S.%f}", to=email, subject=subject, text=text, now=now)
