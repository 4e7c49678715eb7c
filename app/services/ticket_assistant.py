"""What the assistant writes about a ticket for the agent who asks, a draft or a summary. It changes nothing."""

import re
import secrets
from collections.abc import Sequence
from uuid import UUID

from app.db import Database, UnitOfWork, raw_connection
from app.errors import Conflict
from app.rules import assistant_prompts as prompts
from app.rules.actors import Actor
from app.rules.assistant_addresses import known
from app.rules.assistant_outputs import Checked, Notice, check
from app.schemas.ticket_assistant import (
    AssistantDraftIn,
    AssistantDraftOut,
    AssistantSummaryIn,
    AssistantSummaryOut,
    NoticeOut,
)
from app.services import assistant_calling, assistant_sources, assistant_threads
from app.services.assistant_calling import Request
from app.services.assistant_sources import Article
from app.services.assistant_threads import Thread

MOST_DRAFT, MOST_SUMMARY = 6_000, 4_000
DRAFT_TOKENS, SUMMARY_TOKENS = 1_200, 800
# Of what may be sent, so much for the thread where articles come along.
_THREAD_ROOM = 0.6
_NOBODY = re.compile(r"[ ,\u00a0]*" + re.escape(prompts.CUSTOMER))
_CITED = re.compile(r"[ \u00a0]?\[\d{1,4}\]")


async def draft(work: UnitOfWork, actor: Actor, ticket_id: UUID, asked: AssistantDraftIn) -> AssistantDraftOut:
    """A reply as a draft. Raises `NotFound`, `Conflict` (`nothing_to_answer`) and as `assistant_calling.ask`."""
    async with assistant_calling.outside(work) as database:
        return await _drafted(database, actor, ticket_id, asked)


async def _drafted(database: Database, actor: Actor, ticket_id: UUID, asked: AssistantDraftIn) -> AssistantDraftOut:
    thread = await assistant_threads.load(database, actor, ticket_id, room=_THREAD_ROOM if asked.articles else 1.0)
    assistant_calling.pace(actor)
    if not thread.asked:
        detail = "The customer has written no words in this thread"
        raise Conflict(detail, code="nothing_to_answer")
    articles = await _articles(database, thread) if asked.articles else []
    wish = None if asked.instruction is None else thread.mask.hide(asked.instruction)
    prompt = prompts.draft(
        new_mark(),
        thread.read.thread,
        subject=thread.subject,
        left_out=thread.read.left_out,
        sources=assistant_sources.quoted(articles),
        instruction=wish,
        language=asked.language or thread.language,
        named=bool(thread.customer_name),
    )
    own = [*thread.ours, *(each.text for each in articles), *([wish] if wish else [])]

    def judge(text: str, cut: bool) -> Checked:  # noqa: FBT001 - what the caller calls it with
        return check(
            text,
            prompt,
            most=MOST_DRAFT,
            ours=known([each.url for each in articles], own),
            sources=range(1, len(articles) + 1),
            grounds=[*thread.texts, *own],
            cut=cut,
        )

    request = Request("draft", prompt, DRAFT_TOKENS, judge, ticket_id)
    written = await assistant_calling.ask(database, actor, request)
    body, unknown = _named(written.checked.text, thread, actor)
    return AssistantDraftOut(
        call_id=written.call_id,
        body=body,
        format="text",
        language=asked.language or thread.language,
        citations=assistant_sources.cited(articles, written.checked.cited),
        notices=shown([*written.checked.notices, *unknown]),
        read_upto_seq=thread.seq,
        left_out=thread.read.left_out,
    )


async def summary(work: UnitOfWork, actor: Actor, ticket_id: UUID, asked: AssistantSummaryIn) -> AssistantSummaryOut:
    """What a colleague must know. Raises `NotFound`, `Conflict` (`nothing_to_answer`), as `assistant_calling.ask`."""
    async with assistant_calling.outside(work) as database:
        return await _summed_up(database, actor, ticket_id, asked)


async def _summed_up(
    database: Database, actor: Actor, ticket_id: UUID, asked: AssistantSummaryIn
) -> AssistantSummaryOut:
    thread = await assistant_threads.load(database, actor, ticket_id, notes=asked.notes)
    assistant_calling.pace(actor)
    if not thread.read.thread:
        detail = "Nobody has written any words in this thread"
        raise Conflict(detail, code="nothing_to_answer")
    prompt = prompts.summary(
        new_mark(), thread.read.thread, subject=thread.subject, left_out=thread.read.left_out, language=asked.language
    )

    def judge(text: str, cut: bool) -> Checked:  # noqa: FBT001
        # An agent may read what addresses a customer has named; they are text, and nothing opens by itself.
        return check(text, prompt, most=MOST_SUMMARY, ours=known(texts=thread.texts), grounds=thread.texts, cut=cut)

    request = Request("summary", prompt, SUMMARY_TOKENS, judge, ticket_id)
    written = await assistant_calling.ask(database, actor, request)
    return AssistantSummaryOut(
        call_id=written.call_id,
        text=thread.mask.show(written.checked.text),
        notices=shown(written.checked.notices),
        read_upto_seq=thread.seq,
        left_out=thread.read.left_out,
    )


def new_mark() -> str:
    """A mark of quotations that nobody could have known when they wrote."""
    return secrets.token_hex(8)


def shown(notices: Sequence[Notice]) -> list[NoticeOut]:
    """Notices as clients see them."""
    return [NoticeOut(kind=each.kind, words=list(each.words)) for each in notices]


async def _articles(database: Database, thread: Thread) -> list[Article]:
    async with database.unit_of_work() as work:
        return await assistant_sources.find(
            await raw_connection(work.session),
            f"{thread.subject}\n{thread.asked}",
            brand=thread.brand,
            language=thread.language,
            audience="customers",
        )


def _named(text: str, thread: Thread, actor: Actor) -> tuple[str, list[Notice]]:
    """The draft with names and addresses in place of what stood for them, without the numbers of articles."""
    strange = thread.mask.strange(text)
    text = thread.mask.show(_CITED.sub("", text))
    if not thread.customer_name:
        # "Hello [customer]," of somebody whom nobody knows.
        text = _NOBODY.sub("", text)
    text = text.replace(prompts.AGENT, actor.name).replace(prompts.CUSTOMER, thread.customer_name)
    return text.strip(), [Notice("unknown_name", tuple(strange))] if strange else []
