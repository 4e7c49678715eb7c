"""What the assistant writes without a ticket: a text in another tone, and answers out of articles."""

from urllib.parse import urlsplit

from app.db import Database, UnitOfWork, raw_connection
from app.rules import assistant_prompts as prompts
from app.rules.actors import Actor
from app.rules.assistant_addresses import known
from app.rules.assistant_outputs import SUPPORT, Checked, Notice, check, says_no_answer, support
from app.rules.redaction import Mask
from app.schemas.assistant import AssistantAnswerOut, AssistantOut, AssistantQuestionIn, RewriteIn, RewriteOut
from app.services import assistant_calling, assistant_sources
from app.services.assistant_calling import Request
from app.services.ticket_assistant import new_mark, shown
from app.settings import settings

MOST_ANSWER = 3_000
ANSWER_TOKENS = 600
# A text may grow by being polite, and not without end.
_LONGER, _LEAST = 2, 400
# Letters of one token, at the least.
_PER_TOKEN = 2
_MOST_TOKENS = 8_000


async def state(database: Database) -> AssistantOut:
    """Whether there is an assistant, whose, and what of the day is used."""
    found = settings()
    async with database.lean() as connection:
        calls, tokens = await assistant_calling.today(connection)
    on = assistant_calling.is_on()
    return AssistantOut(
        on=on,
        host=urlsplit(found.assistant_url or "").netloc if on else None,
        model=found.assistant_model if on else None,
        calls_today=calls,
        calls_a_day=found.assistant_daily_calls or None,
        tokens_today=tokens,
        tokens_a_day=found.assistant_daily_tokens or None,
    )


async def rewrite(work: UnitOfWork, actor: Actor, asked: RewriteIn) -> RewriteOut:
    """The text in another tone; its facts are looked at. Raises as `assistant_calling.ask`."""
    assistant_calling.pace(actor)
    mask = Mask()
    text = mask.hide(asked.text)
    prompt = prompts.rewrite(new_mark(), text, tone=asked.tone, language=asked.language)

    def judge(said: str, cut: bool) -> Checked:  # noqa: FBT001 - what the caller calls it with
        most = len(text) * _LONGER + _LEAST
        return check(said, prompt, most=most, ours=known(texts=[text]), grounds=[text], cut=cut)

    tokens = min(_MOST_TOKENS, len(text) * _LONGER // _PER_TOKEN + _LEAST)
    async with assistant_calling.outside(work) as database:
        written = await assistant_calling.ask(database, actor, Request("rewrite", prompt, tokens, judge))
    strange = mask.strange(written.checked.text)
    notices = [*written.checked.notices, *([Notice("unknown_name", tuple(strange))] if strange else [])]
    return RewriteOut(call_id=written.call_id, text=mask.show(written.checked.text), notices=shown(notices))


async def answer(work: UnitOfWork, actor: Actor, asked: AssistantQuestionIn) -> AssistantAnswerOut:
    """An answer out of articles with citations, or why there is none. Raises as `assistant_calling.ask`."""
    async with assistant_calling.outside(work) as database:
        return await _answered(database, actor, asked)


async def _answered(database: Database, actor: Actor, asked: AssistantQuestionIn) -> AssistantAnswerOut:
    assistant_calling.pace(actor)
    async with database.unit_of_work() as work:
        articles = await assistant_sources.find(
            await raw_connection(work.session),
            asked.question,
            brand=asked.brand,
            language=asked.language,
            audience=asked.audience,
        )
    if not articles:
        return _none("no_articles", None)
    mask = Mask()
    question = mask.hide(asked.question)
    prompt = prompts.answer(new_mark(), question, assistant_sources.quoted(articles), language=asked.language)
    texts = [each.text for each in articles]

    def judge(said: str, cut: bool) -> Checked:  # noqa: FBT001
        ours = known([each.url for each in articles], texts)
        sources = range(1, len(articles) + 1)
        return check(said, prompt, most=MOST_ANSWER, ours=ours, sources=sources, grounds=texts, cut=cut)

    written = await assistant_calling.ask(database, actor, Request("answer", prompt, ANSWER_TOKENS, judge))
    checked = written.checked
    if says_no_answer(checked.text):
        return _none("not_in_articles", written)
    if not checked.cited:
        return _none("no_citation", written)
    notices = list(checked.notices)
    # Not by the question: whoever asks could put the words there that they want to hear.
    if support(checked.text, [texts[each - 1] for each in checked.cited], asked.language) < SUPPORT:
        notices.append(Notice("little_support"))
    return AssistantAnswerOut(
        answered=True,
        reason=None,
        call_id=written.call_id,
        body=mask.show(checked.text),
        citations=assistant_sources.cited(articles, checked.cited),
        notices=shown(notices),
    )


def _none(reason: str, written: assistant_calling.Written | None) -> AssistantAnswerOut:
    return AssistantAnswerOut(
        answered=False,
        reason=reason,
        call_id=None if written is None else written.call_id,
        body=None,
        citations=[],
        notices=[],
    )
