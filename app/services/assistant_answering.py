"""Answers that the assistant gives by itself, where a brand lets it: at most one for each customer's message.

A message is claimed, the model is asked while no transaction is open, and what it wrote is put on the thread under the
ticket's lock, after everything has been looked at once more: a person who has written meanwhile wins, always.
"""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from app import clock
from app.db import Database, raw_connection
from app.errors import AppError, NotSetUp, TooMany, Unavailable
from app.rules import assistant_prompts as prompts
from app.rules.actors import SYSTEM
from app.rules.assistant_addresses import known
from app.rules.assistant_deciding import Declined, refused, unsound
from app.rules.assistant_outputs import Checked, check
from app.services import assistant_calling, assistant_sources, assistant_threads, assistant_writing
from app.services.assistant_answers import Claimed, Facts, decline, later, look
from app.services.assistant_calling import Request
from app.services.assistant_sources import Article
from app.services.ticket_assistant import new_mark

log = structlog.get_logger("otklik.assistant")

# So many at the same time in one process.
AT_ONCE = 4
# Longer than any call: then who had it is dead.
LEASE = timedelta(seconds=120)
ATTEMPTS = 4
PAUSE_SECONDS = 5.0
MOST, TOKENS = 2_500, 600

_CLAIM = """WITH next AS (SELECT message_id FROM assistant_answers WHERE state = 'waiting' AND due_at <= $1
 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
UPDATE assistant_answers a SET attempts = a.attempts + 1, due_at = $2 FROM next WHERE a.message_id = next.message_id
RETURNING a.message_id, a.ticket_id, a.attempts"""


async def answer_next(database: Database) -> bool:
    """Answer what is due, a few at the same time; whether there may be more at once."""
    if not assistant_calling.is_on():
        return False
    now = clock.now()
    async with database.lean() as connection:
        rows: Any = await connection.fetch(_CLAIM, now, now + LEASE, AT_ONCE)
    claimed = [Claimed(UUID(int=row[0].int), UUID(int=row[1].int), row[2]) for row in rows]
    await asyncio.gather(*(_tried(database, each) for each in claimed))
    return len(claimed) == AT_ONCE


async def _tried(database: Database, item: Claimed) -> None:
    """Answer one, or say why not. What passes is tried again; nothing is tried for ever."""
    if item.attempts > ATTEMPTS:
        await decline(database, item, "gave_up")
        return
    try:
        why = await _answered(database, item)
    except TooMany:
        why = "budget"
    except Unavailable as error:
        if error.code == "assistant_unusable" or error.extra.get("passing") is False or item.attempts == ATTEMPTS:
            why = "unusable" if error.code == "assistant_unusable" else "provider"
        else:
            wait = max(float(error.headers["Retry-After"]), PAUSE_SECONDS * 2**item.attempts)
            await later(database, item, clock.now() + timedelta(seconds=wait), error.code)
            return
    except NotSetUp:
        why = "switched_off"
    except AppError:
        log.exception("an answer by itself was refused", message=str(item.message_id))
        why = "gave_up"
    if why is not None:
        await decline(database, item, why)


async def _answered(database: Database, item: Claimed) -> Declined | None:
    async with database.lean() as connection:
        facts = await look(connection, item.message_id)
    if facts is None:
        return "over"
    if (why := refused(facts.rules, facts.asked, now=clock.now())) is not None:
        return why
    thread = await assistant_threads.load(database, SYSTEM, item.ticket_id)
    question = f"{thread.subject}\n{thread.asked}"
    async with database.unit_of_work() as work:
        articles = await assistant_sources.find(
            await raw_connection(work.session),
            question,
            brand=facts.brand,
            language=facts.language,
            audience="customers",
            spoken=True,
        )
    if not articles:
        return "no_articles"
    written = await assistant_calling.ask(database, facts.author, _request(item, question, articles, facts))
    cited = [articles[number - 1] for number in written.checked.cited]
    texts = [f"{each.title}\n{each.text}" for each in cited]
    strange = thread.mask.show(written.checked.text) != written.checked.text or any(
        thread.mask.strange(written.checked.text)
    )
    if (why := unsound(written.checked, texts, facts.language, strange=strange)) is not None:
        return why
    return await assistant_writing.write(database, item, facts, written, articles)


def _request(item: Claimed, question: str, articles: list[Article], facts: Facts) -> Request:
    prompt = prompts.answer(new_mark(), question, assistant_sources.quoted(articles), language=facts.language)
    texts = [each.text for each in articles]

    def judge(said: str, cut: bool) -> Checked:  # noqa: FBT001 - what the caller calls it with
        ours = known([each.url for each in articles], texts)
        # Not by the question: whoever asks could put the numbers there that they want to be promised.
        grounds = [*texts, *(each.title for each in articles)]
        sources = range(1, len(articles) + 1)
        return check(said, prompt, most=MOST, ours=ours, sources=sources, grounds=grounds, cut=cut)

    return Request("auto_answer", prompt, TOKENS, judge, item.ticket_id)
