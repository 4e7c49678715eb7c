"""The people of an outreach, and what became of each."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.outreaches import OutreachRecipientOut, OutreachRecipientPage, RecipientState
from app.services import keyset, outreaches

_PAGE = """SELECT r.id, r.number, r.customer_id, c.name, r.state, r.why, r.way, r.address, r.locale, r.ticket_id,
 r.detail, r.at,
 ARRAY(SELECT a.ticket_id FROM outreach_answers a WHERE a.recipient_id = r.id ORDER BY a.at, a.ticket_id) AS answers
FROM outreach_recipients r JOIN customers c ON c.id = r.customer_id
WHERE r.outreach_id = $1 AND r.number > $2 AND ($3::text IS NULL OR r.state = $3) ORDER BY r.number LIMIT $4"""


async def page(
    session: AsyncSession,
    actor: Actor,
    outreach_id: UUID,
    *,
    state: RecipientState | None,
    cursor: str | None,
    limit: int,
) -> OutreachRecipientPage:
    """In the order in which it goes to them. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    outreach = await outreaches.get(session, actor, outreach_id)
    after = -1 if cursor is None else keyset.by_place(cursor)[0]
    connection = await raw_connection(session)
    found = await connection.fetch(_PAGE, outreach.id, after, state, limit + 1)
    shown, following = keyset.page(found, limit, lambda last: keyset.encode(last["number"], UUID(int=last["id"].int)))
    return OutreachRecipientPage(items=[_shown(each) for each in shown], next_cursor=following)


def _shown(row: Any) -> OutreachRecipientOut:  # noqa: ANN401 - a row of asyncpg
    return OutreachRecipientOut(
        id=_id(row["id"]),
        customer=Reference(id=_id(row["customer_id"]), name=row["name"]),
        state=row["state"],
        why=row["why"],
        way=row["way"],
        address=row["address"],
        locale=row["locale"],
        thread_id=None if row["ticket_id"] is None else _id(row["ticket_id"]),
        answers=[_id(each) for each in row["answers"]],
        detail=row["detail"],
        at=row["at"],
    )


def _id(value: UUID) -> UUID:
    # asyncpg has a UUID class of its own.
    return UUID(int=value.int)
