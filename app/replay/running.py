"""A whole replay: many conversations at once, a progress bar, and the closing table."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from app import clock
from app.replay.api import Api, SignIn
from app.replay.conversations import Conversation, Message, read
from app.replay.counting import Counts, quantile
from app.replay.playing import Outcome, play
from app.replay.staff import Staff

# More than this and a line for each would only scroll by.
TOLD_ONE_BY_ONE = 30


@dataclass(frozen=True)
class Plan:
    """What to replay, where and how. `speed` 0 leaves out all waiting; 60 plays an hour in a minute."""

    file: Path
    url: str
    email: str
    password: str
    speed: float = 0.0
    limit: int | None = None
    at_once: int = 24


async def replay(plan: Plan, console: Console) -> bool:
    """Replay, print what happened, and say whether everything was finished and nothing lost, doubled or reordered.

    Raises `ReplayFileError` and `ApiError`.
    """
    conversations = read(plan.file, plan.limit)
    api = Api(plan.url)
    try:
        with console.status(f"Waiting for the desk at {plan.url}"):
            await api.wait_until_ready()
        admin = await SignIn.by_password(api, plan.email, plan.password)
        staff = Staff(api, admin, plan.password)
        try:
            with console.status(f"Making teams and agents for {len({each.brand for each in conversations})} brands"):
                await staff.prepare(conversations)
            started = clock.monotonic()
            outcomes = await _play_all(conversations, plan, api, staff, console)
            took = clock.monotonic() - started
        finally:
            await staff.go_home()
        mended = sum(each.mended for each in outcomes) + staff.mended
    finally:
        await api.close()
    console.print(table(outcomes, took, mended))
    for each in outcomes:
        if each.trouble is not None:
            console.print(f"{each.conversation.id}: {each.trouble}", style="red", markup=False)
    return not mended and all(each.trouble is None and each.counts.clean for each in outcomes)


async def _play_all(
    conversations: Sequence[Conversation], plan: Plan, api: Api, staff: Staff, console: Console
) -> list[Outcome]:
    gate = asyncio.Semaphore(plan.at_once)
    began, first = clock.monotonic(), conversations[0].at
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("Conversations", total=len(conversations))

        def tell(line: str) -> None:
            if len(conversations) <= TOLD_ONE_BY_ONE:
                progress.console.print(line, markup=False, highlight=False)

        async def pause(before: Message, after: Message) -> None:
            if plan.speed:
                await asyncio.sleep(max(0.0, (after.at - before.at).total_seconds()) / plan.speed)

        async def one(conversation: Conversation) -> Outcome:
            if plan.speed:
                await asyncio.sleep(max(0.0, _due(conversation.at, first, plan.speed) - (clock.monotonic() - began)))
            # At the real pace conversations overlap as they did; without it a bounded number of them runs at once.
            async with nullcontext() if plan.speed else gate:
                outcome = await play(conversation, api, staff, pause, tell)
            progress.advance(bar)
            return outcome

        return list(await asyncio.gather(*(one(each) for each in conversations)))


def _due(at: datetime, first: datetime, speed: float) -> float:
    return (at - first).total_seconds() / speed


def table(outcomes: Sequence[Outcome], took: float, mended: int = 0) -> Table:
    """The closing table; `mended` are the frames that came twice or too early, which no view shows."""
    counts = sum((each.counts for each in outcomes), Counts())
    sent = sum(len(each.conversation.messages) for each in outcomes)
    waits = [each.waited for each in outcomes if each.waited is not None]
    replies = [each.first_reply for each in outcomes if each.first_reply is not None]
    made = Table(title=f"Replayed in {took:.1f} s", title_justify="left", show_header=False)
    made.add_column()
    made.add_column(justify="right")
    made.add_row("conversations", str(len(outcomes)))
    made.add_row("messages", str(sent))
    made.add_row("acknowledged", str(sum(each.acknowledged for each in outcomes)))
    for name, number in (
        ("lost", counts.lost),
        ("doubled", counts.doubled),
        ("out of order", counts.out_of_order),
        ("not finished", sum(each.trouble is not None for each in outcomes)),
    ):
        made.add_row(name, f"[{'red' if number else 'green'}]{number}[/]")
    if mended:
        made.add_row("sent twice or too early, put right by clients", f"[red]{mended}[/]")
    made.add_row("waited for an agent, p50 / p90", _pair(waits))
    made.add_row("first reply, p50 / p90", _pair(replies))
    made.add_row("first reply in the file, p50 / p90", _pair([_then(each.conversation) for each in outcomes]))
    reconnects = sum(each.reconnects for each in outcomes)
    if reconnects:
        made.add_row("sockets that came back", str(reconnects))
    return made


def _then(conversation: Conversation) -> float:
    answers = [each.at for each in conversation.messages if each.role == "agent"]
    return max(0.0, (answers[0] - conversation.at).total_seconds()) if answers else 0.0


def _pair(seconds: Sequence[float]) -> str:
    return " / ".join(_shown(quantile(seconds, share)) for share in (0.5, 0.9))


def _shown(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    for size, unit in ((3600.0, "h"), (60.0, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.3f} s"
