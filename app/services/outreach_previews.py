"""Who would get an outreach and what it would say to them, before anything leaves; and one to oneself."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import Agent
from app.rules import outreaches as rules
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.outreaches import (
    OutreachExample,
    OutreachLeftOut,
    OutreachPreview,
    OutreachTestIn,
    OutreachTestOut,
)
from app.services import outbox, outreach_audiences, outreach_ways, outreaches, shared_limits
from app.services.outreach_ways import Reached

# Within one request: the first so many windows and people.
WINDOWS, PEOPLE, EXAMPLES = 20, 10_000, 20
TESTS_PER_HOUR = 30


async def preview(session: AsyncSession, actor: Actor, outreach_id: UUID) -> OutreachPreview:
    """As it would be now. Raises `NotFound`."""
    outreach = await outreaches.get(session, actor, outreach_id)
    connection = await raw_connection(session)
    now, seen, cursor, complete = clock.now(), set[UUID](), None, False
    reached: dict[UUID, Reached] = {}
    for _ in range(WINDOWS):
        found = await outreach_audiences.window(connection, outreach.audience, cursor, now=now)
        fresh = [each for each in found.people if each not in seen]
        seen.update(fresh)
        for each in await outreach_ways.of(
            connection, fresh, texts=outreach.texts, ways=outreach.ways, channel=outreach.channel_id
        ):
            reached[each.customer_id] = each
        cursor, complete = found.cursor, found.cursor is None
        if complete or len(seen) >= PEOPLE:
            break
    there = [each for each in reached.values() if each.why is None]
    whys = [each.why for each in reached.values()]
    return OutreachPreview(
        complete=complete,
        people=len(there),
        left_out=OutreachLeftOut(opted_out=whys.count("opted_out"), no_way=whys.count("no_way")),
        examples=[_example(each) for each in there[:EXAMPLES]],
    )


async def test(session: AsyncSession, actor: Actor, outreach_id: UUID, asked: OutreachTestIn) -> OutreachTestOut:
    """Send it to oneself, filled as for somebody of one's own name; answers to it become nothing.

    Raises `NotFound`, `Invalid` (`unknown_locale`), `Conflict` (`no_address`) and `TooMany`.
    """
    outreach = await outreaches.get(session, actor, outreach_id)
    if asked.locale is not None and asked.locale not in outreach.texts:
        detail = "It says nothing in this language"
        raise Invalid(detail, code="unknown_locale", errors=[pointer("locale", detail)])
    agent = await session.get(Agent, actor.id)
    if agent is None:
        raise Conflict("A key has no address to send it to", code="no_address")
    connection = await raw_connection(session)
    await shared_limits.check(connection, "outreach_tests", str(actor.id), limit=TESTS_PER_HOUR, seconds=3600)
    locale = asked.locale or rules.locale_for(outreach.texts, None)
    subject, body = (
        rules.said(outreach.texts[locale][part], customer=agent.name, brand=None) for part in ("subject", "body")
    )
    now = clock.now()
    await outbox.mail(
        session,
        key=f"outreach-test:{outreach.id}:{actor.id}:{now.isoformat()}",
        to=agent.email,
        subject=f"[test] {subject}",
        text=body,
        now=now,
    )
    return OutreachTestOut(to=agent.email, locale=locale)


def _example(each: Reached) -> OutreachExample:
    assert each.way in {"mail", "thread"}  # noqa: S101 - who is reached has a way
    return OutreachExample(
        customer=Reference(id=each.customer_id, name=each.name),
        way="mail" if each.way == "mail" else "thread",
        address=each.address,
        locale=each.locale,
        subject=each.subject,
        body=each.body,
    )
