"""One call of the assistant's model: within its limits, while no transaction is open, and kept in the log.

It is written down before it is made and again afterwards, so the log knows what left the desk whatever happens between.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID

import structlog

from app import clock
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.errors import NotSetUp, TooMany, Unavailable
from app.ids import new_id
from app.providers import breaker, openai
from app.providers.base import Endpoint, ProviderFailed
from app.rules.actors import Actor
from app.rules.assistant_outputs import Checked, UnusableError
from app.rules.assistant_prompts import Prompt
from app.rules.redaction import redacted
from app.services import rate_limits
from app.settings import settings

log = structlog.get_logger("otklik.assistant")

Task: TypeAlias = Literal["draft", "summary", "rewrite", "answer", "auto_answer"]

NAME = "assistant"
# Of one person, so that a stuck key does not spend the day's budget of all.
PER_MINUTE = 30
# At the same time in one process.
AT_ONCE = 6
# A log is read by people.
_KEPT = 60_000

_RESERVE = """INSERT INTO assistant_days AS d (day, calls, tokens) VALUES ($1, 1, 0)
ON CONFLICT (day) DO UPDATE SET calls = d.calls + 1
WHERE ($2 = 0 OR d.calls < $2) AND ($3 = 0 OR d.tokens < $3) RETURNING true"""
# The first of a day may have been asked the day before.
_SPEND = """INSERT INTO assistant_days AS d (day, calls, tokens) VALUES ($1, 0, $2)
ON CONFLICT (day) DO UPDATE SET tokens = d.tokens + excluded.tokens"""
_ASKED = """INSERT INTO assistant_calls (id, task, outcome, actor_kind, actor_id, actor_name, ticket_id, model, prompt,
created_at) VALUES ($1, $2, 'asked', $3, $4, $5, $6, $7, $8, $9)"""
# What was redacted on the ticket meanwhile is not brought back.
_ENDED = """UPDATE assistant_calls SET outcome = $2, why = $3, prompt_tokens = $5, completion_tokens = $6, ms = $7,
notices = $8, output = CASE WHEN prompt IS NOT NULL THEN $4 END WHERE id = $1"""
_TODAY = "SELECT calls, tokens FROM assistant_days WHERE day = $1"

_under_way: set[UUID] = set()


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, how many tokens the answer may take, and `judge`: what of it may be shown (text, cut off)."""

    task: Task
    prompt: Prompt
    tokens: int
    judge: Callable[[str, bool], Checked]
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What the model has written and may be shown, and the call that it came by."""

    call_id: UUID
    checked: Checked


def is_on() -> bool:
    """Whether this desk has an assistant."""
    found = settings()
    return found.assistant_url is not None and found.assistant_model is not None


def endpoint() -> Endpoint:
    """Where the model is. Raises `NotSetUp` (`assistant_off`)."""
    found = settings()
    if found.assistant_url is None or found.assistant_model is None:
        detail = "This desk has no assistant: an operator sets OTKLIK_ASSISTANT_URL and OTKLIK_ASSISTANT_MODEL"
        raise NotSetUp(detail, code="assistant_off")
    return Endpoint(
        name=NAME,
        url=found.assistant_url.rstrip("/"),
        key="" if found.assistant_key is None else found.assistant_key.get_secret_value(),
        model=found.assistant_model,
        seconds=found.assistant_timeout,
    )


def pace(actor: Actor) -> None:
    """Count a request of a person. Raises `TooMany`, and `NotSetUp` before anything else is looked at."""
    endpoint()
    rate_limits.check("assistant", f"{actor.kind}:{actor.id}", limit=PER_MINUTE, seconds=60)


@asynccontextmanager
async def outside(work: UnitOfWork) -> AsyncIterator[Database]:
    """The database for short transactions of one's own, while this work holds none: a model takes its time.

    Afterwards it is found whether the same request, sent again with its key, was faster: its answer counts then.
    """
    await work.let_go()
    yield work.database
    await work.take_up()


async def ask(database: Database, actor: Actor, request: Request) -> Written:
    """Call the model and look at what it says. Call it while no transaction is open: it takes up to half a minute.

    Raises `NotSetUp` (`assistant_off`), `TooMany` (`assistant_budget_spent`), and `Unavailable`: `assistant_busy` when
    too many ask at once, `assistant_unavailable` (its `reason` says what is wrong with the provider), and
    `assistant_unusable` (its `reason` says why what was written cannot be shown).
    """
    found = endpoint()
    if len(_under_way) >= AT_ONCE:
        detail = "The assistant is writing for others; try again in a moment"
        raise Unavailable(detail, code="assistant_busy", retry_after=2)
    call_id = new_id()
    _under_way.add(call_id)
    try:
        try:
            # Nobody is asked and nothing is spent while the provider is left alone.
            breaker.check(found.name)
            await _begun(database, actor, request, found, call_id)
            return await _answered(database, request, found, call_id)
        except ProviderFailed as failure:
            detail = f"The assistant's provider gave no answer: {failure.text}"
            wait = failure.retry_after if failure.retry_after is not None else 5
            raise Unavailable(
                detail, code="assistant_unavailable", retry_after=wait, reason=failure.kind, passing=failure.passing
            ) from failure
    finally:
        _under_way.discard(call_id)


async def _begun(database: Database, actor: Actor, request: Request, found: Endpoint, call_id: UUID) -> None:
    given, now = settings(), clock.now()
    text = None
    if given.assistant_log_days:
        text = (await asyncio.to_thread(redacted, f"{request.prompt.rules}\n\n{request.prompt.request}"))[:_KEPT]
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        await connection.execute(
            _ASKED, call_id, request.task, actor.kind, actor.id, actor.name, request.ticket_id, found.model, text, now
        )
        # Last, for its row is everybody's.
        limits = (given.assistant_daily_calls, given.assistant_daily_tokens)
        if not await connection.fetchval(_RESERVE, now.date(), *limits):
            detail = "The assistant has had what it may in a day; an operator can allow more"
            raise TooMany(detail, code="assistant_budget_spent", retry_after=_until_tomorrow(now))


async def _answered(database: Database, request: Request, found: Endpoint, call_id: UUID) -> Written:
    messages: list[openai.Message] = [
        {"role": "system", "content": request.prompt.rules},
        {"role": "user", "content": request.prompt.request},
    ]
    begun = clock.monotonic()
    try:
        said = await openai.chat(found, messages, max_tokens=request.tokens)
    except ProviderFailed as failure:
        await _ended(database, call_id, begun, "failed", why=failure.kind)
        raise
    try:
        checked = await asyncio.to_thread(request.judge, said.text, said.cut)
    except UnusableError as error:
        await _ended(database, call_id, begun, "unusable", why=error.why, said=said)
        detail = f"What the assistant wrote cannot be shown: {_MEANT[error.why]}"
        raise Unavailable(detail, code="assistant_unusable", reason=error.why, passing=True) from error
    await _ended(database, call_id, begun, "done", said=said, notices=[each.kind for each in checked.notices])
    return Written(call_id, checked)


_MEANT = {
    "empty": "it is empty",
    "leaked": "it repeats instructions of the desk",
    "too_long": "it is too long",
    "rubbish": "it is no text",
    "page": "it is a web page",
}


async def _ended(
    database: Database,
    call_id: UUID,
    begun: float,
    outcome: str,
    *,
    why: str | None = None,
    said: openai.Completion | None = None,
    notices: list[str] | None = None,
) -> None:
    took = round((clock.monotonic() - begun) * 1000)
    output = None if said is None else (await asyncio.to_thread(redacted, said.text))[:_KEPT]
    asked, written = (None, None) if said is None else (said.prompt_tokens, said.completion_tokens)
    log.info("the assistant was asked", call=str(call_id), outcome=outcome, why=why, ms=took)
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        await connection.execute(_ENDED, call_id, outcome, why, output, asked, written, took, notices or [])
        if asked or written:
            await connection.execute(_SPEND, clock.now().date(), (asked or 0) + (written or 0))


async def today(connection: Connection) -> tuple[int, int]:
    """Calls and tokens of this day."""
    row: Any = await connection.fetchrow(_TODAY, clock.now().date())
    return (0, 0) if row is None else (row["calls"], row["tokens"])


def _until_tomorrow(now: datetime) -> float:
    tomorrow = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    return (tomorrow - now).total_seconds()
