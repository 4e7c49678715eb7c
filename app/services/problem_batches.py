"""Incidents that nothing holds up, answered and solved many in one transaction: each of them whole, or none of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.models import Customer, Ticket
from app.rules import fields, texts
from app.rules.actors import Actor
from app.rules.statuses import UNSOLVED
from app.services import survey_invitations, ticket_access, ticket_settling, tickets, vocabularies
from app.services.lean import messages as lean

# So many are in hand at a time: whoever writes to one of them waits for all of these.
SIZE = 25

# What is answered already, is no incident of it any more, or waits for something that a person must see to.
_APART = """SELECT x.id FROM unnest($1::uuid[]) AS x (id)
WHERE EXISTS (SELECT FROM incident_answers a WHERE a.job_id = $2 AND a.ticket_id = x.id)
OR NOT EXISTS (SELECT FROM ticket_links l WHERE l.from_id = x.id AND l.to_id = $3 AND l.kind = 'incident_of')
OR EXISTS (SELECT FROM ticket_links l JOIN tickets t ON t.id = l.from_id WHERE l.to_id = x.id AND l.kind = 'child_of'
 AND l.holds AND t.status IN ('new', 'open', 'pending', 'on_hold'))
OR EXISTS (SELECT FROM ticket_tasks k WHERE k.ticket_id = x.id AND k.required AND k.done_at IS NULL)"""
# Whose customers were asked before in this episode; and whether the desk asks with surveys of its own.
_INVITED = f"""SELECT EXISTS ({survey_invitations.ASKING}) AS later,
 (SELECT array_agg(t.id) FROM tickets t JOIN survey_invitations i ON i.ticket_id = t.id AND i.episode = t.episode
  WHERE t.id = ANY ($1::uuid[])) AS invited"""  # noqa: S608 - a statement of ours


async def answer(
    session: AsyncSession, actor: Actor, *, job_id: UUID, problem_id: UUID, ids: Sequence[UUID], said: Mapping[str, Any]
) -> dict[UUID, UUID]:
    """Answer and solve what of these can be without further ado: each ticket with the message that it got.

    The others are left for whoever looks at each. Nobody is waited for: what somebody has in hand is left, too.
    """
    query = ticket_access.visible_to(actor).where(col(Ticket.id).in_(ids), col(Ticket.status).in_(UNSOLVED))
    query = query.where(col(Ticket.chat_id).is_(None), col(Ticket.approval).is_distinct_from("pending"))
    query = query.order_by(col(Ticket.id)).with_for_update(of=Ticket, skip_locked=True)
    locked = (await session.exec(query.execution_options(populate_existing=True))).all()
    connection = await raw_connection(session)
    apart = {UUID(int=row[0].int) for row in await connection.fetch(_APART, list(ids), job_id, problem_id)}
    words = (await vocabularies.current(connection)).fields
    ready = [
        each
        for each in locked
        if each.id not in apart and not fields.missing_to_solve(words, ticket_settling.facts_of(each))
    ]
    if not ready:
        return {}
    people = await session.exec(select(Customer).where(col(Customer.id).in_({each.requester_id for each in ready})))
    asking = {each.id: each for each in people.all()}
    now = clock.now()
    answered: dict[UUID, UUID] = {}
    for each in ready:
        body = words_for(each, asking.get(each.requester_id), said["texts"])
        new = lean.NewMessage(body, format=said["format"], client_message_id=f"incidents:{job_id}")
        done = await lean.append(connection, actor, each.id, new, now=max(now, each.updated_at))
        for told in (done.hint, *done.lists):
            if told is not None:
                hint(session, told)
        answered[each.id] = done.message["id"]
    # As the answers have left them.
    (asked,) = await connection.fetch(_INVITED, list(answered))
    invited = {UUID(int=each.int) for each in asked["invited"] or ()}
    fresh = select(Ticket).where(col(Ticket.id).in_(answered)).order_by(col(Ticket.id))
    for each in (await session.exec(fresh.execution_options(populate_existing=True))).all():
        await tickets.solve_answered(session, actor, each, invited=each.id in invited, later=asked["later"])
    await session.flush()
    return answered


def words_for(ticket: Ticket, customer: Customer | None, said: dict[str, str]) -> str:
    """In the customer's language where there is such a text, else in English, else in what there is."""
    language = ticket.language or (customer.speaks if customer is not None else None)
    return texts.fill(said, language, {"customer": customer.name if customer is not None else None})
