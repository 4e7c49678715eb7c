"""What is searched follows what is written: a reader of the change feed makes documents anew, a moment after a change.

Those who write wait for nothing. What a change was is not looked at: the document is what its noun is now, so that it
may be done twice, and what is redacted or gone is forgotten.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.models import Job
from app.rules.actors import Actor
from app.services import jobs
from app.services.feed import FeedEvent

KIND = "search.rebuild"
# Events that are taken up in one transaction.
AT_ONCE = 500
# Rows of a noun that a rebuild makes documents of in one transaction, and tickets whose messages it does.
_ROWS, _TICKETS = 500, 100

_INDEX = "SELECT desk_search_index($1::uuid[], $2::uuid[], $3::uuid[])"
_NEXT_TICKETS = f"SELECT id FROM tickets WHERE id > $1 ORDER BY id LIMIT {_TICKETS}"  # noqa: S608 - numbers of ours
_NEXT_CUSTOMERS = f"SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT {_ROWS}"  # noqa: S608
_MESSAGES = "SELECT id FROM messages WHERE ticket_id = ANY ($1::uuid[])"
_GONE = f"""SELECT d.id, d.kind FROM search_documents d WHERE d.id > $1 AND CASE d.kind
 WHEN 'ticket' THEN NOT EXISTS (SELECT FROM tickets t WHERE t.id = d.id)
 WHEN 'message' THEN NOT EXISTS (SELECT FROM messages m WHERE m.id = d.id)
 ELSE NOT EXISTS (SELECT FROM customers c WHERE c.id = d.id) END ORDER BY d.id LIMIT {_ROWS}"""  # noqa: S608
_NOBODY = str(UUID(int=0))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Make anew what these events are about."""
    tickets = {each.ticket_id for each in events if each.ticket_id and (each.data.get("set") or not each.message_id)}
    messages = {each.message_id for each in events if each.message_id}
    customers = {each.about_id for each in events if each.about_id and each.type.startswith("customer.")}
    if tickets or messages or customers:
        await refresh(await raw_connection(work.session), tickets=tickets, messages=messages, customers=customers)


async def refresh(
    connection: Connection,
    *,
    tickets: Collection[UUID | None] = (),
    messages: Collection[UUID | None] = (),
    customers: Collection[UUID | None] = (),
) -> None:
    """Make the documents of these what they are now, in the caller's transaction; one at a time in the whole desk."""
    await connection.execute(_INDEX, list(tickets), list(messages), list(customers))


async def forget(connection: Connection, message_id: UUID) -> None:
    """Nothing of what a message said is found any more, when the caller's transaction is committed.

    For whoever must not wait for the feed. Call it when the body has been changed, and last: others wait for it.
    """
    await refresh(connection, messages=[message_id])


async def ask(work: UnitOfWork, actor: Actor) -> Job:
    """Begin to make all documents anew, as a job. Search goes on meanwhile."""
    return await jobs.start(work.session, actor, KIND, {}, now=clock.now())


async def rebuild(job: jobs.Running) -> dict[str, Any]:
    """Make all documents anew, piece by piece: customers, tickets with their messages, then what has gone."""
    state = job.checkpoint or {"part": "customers", "after": _NOBODY, "done": 0}
    while state["part"] != "over":
        async with job.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            ids = await _PARTS[state["part"]](connection, UUID(state["after"]))
        state["done"] += len(ids)
        if ids:
            state["after"] = str(ids[-1])
        else:
            state |= {"part": _FOLLOWING[state["part"]], "after": _NOBODY}
        await job.progress(state["done"], checkpoint=state)
    return {"done": state["done"]}


async def _customers(connection: Connection, after: UUID) -> list[UUID]:
    ids = [row["id"] for row in await connection.fetch(_NEXT_CUSTOMERS, after)]
    await refresh(connection, customers=ids)
    return ids


async def _tickets(connection: Connection, after: UUID) -> list[UUID]:
    ids = [row["id"] for row in await connection.fetch(_NEXT_TICKETS, after)]
    messages = [row["id"] for row in await connection.fetch(_MESSAGES, ids)]
    await refresh(connection, tickets=ids)
    for start in range(0, len(messages), _ROWS):
        await refresh(connection, messages=messages[start : start + _ROWS])
    return ids


async def _gone(connection: Connection, after: UUID) -> list[UUID]:
    rows = await connection.fetch(_GONE, after)
    by_kind = {kind: [row["id"] for row in rows if row["kind"] == kind] for kind in ("ticket", "message", "customer")}
    await refresh(connection, tickets=by_kind["ticket"], messages=by_kind["message"], customers=by_kind["customer"])
    return [row["id"] for row in rows]


_PARTS = {"customers": _customers, "tickets": _tickets, "gone": _gone}
_FOLLOWING = {"customers": "tickets", "tickets": "gone", "gone": "over"}
