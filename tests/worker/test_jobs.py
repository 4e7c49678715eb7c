"""Jobs: done once, seen while they run, gone on with after a crash, stopped when somebody says so."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
import structlog

from app import clock
from app.db import Database
from app.errors import Invalid, Unavailable
from app.loops import Loop
from app.models import Job
from app.rules.actors import SYSTEM
from app.services import jobs
from app.services.jobs import Running
from app.settings import Settings, configure
from tests.desks import a_database, eventually

Work = Callable[[Running], Awaitable[dict[str, Any]]]


@pytest.fixture(scope="module")
async def a_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which no worker runs but ours."""
    configure(settings)
    async with a_database(postgres) as url:
        database = Database(url, settings)
        yield database
        await database.close()


@pytest.fixture
async def database(a_desk: Database) -> AsyncIterator[Database]:
    """The same, empty."""
    yield a_desk
    async with a_desk.lean() as connection:
        await connection.execute("DELETE FROM jobs")


async def started(database: Database, **arguments: Any) -> Job:
    async with database.unit_of_work() as work:
        return await jobs.start(work.session, SYSTEM, "count", arguments, now=clock.now())
    raise AssertionError


async def seen(database: Database, job: Job) -> dict[str, Any]:
    async with database.unit_of_work() as work:
        return (await jobs.read(work.session, SYSTEM, job.id)).model_dump()
    raise AssertionError


async def run(database: Database, work: Work) -> bool:
    return await jobs.run_next(database, {"count": work})


async def lapse(database: Database) -> None:
    """As if the process that holds the lease had died a while ago."""
    async with database.lean() as connection:
        await connection.execute("UPDATE jobs SET lease_until = $1 WHERE status = 'running'", clock.now())


async def test_a_job_is_done_and_says_what_it_found(database: Database) -> None:
    job = await started(database, upto=3)
    halfway: list[dict[str, Any]] = []

    async def count(running: Running) -> dict[str, Any]:
        for number in range(running.arguments["upto"]):
            await running.progress(number, 3)
        halfway.append(await seen(database, job))
        return {"counted": await running.in_thread(sum, [1, 2, 3]), "at": clock.now(), "job": running.id}

    assert (await seen(database, job))["status"] == "queued"
    assert await run(database, count)
    assert not await run(database, count)
    assert halfway[0]["status"] == "running"
    assert halfway[0]["progress"] == {"done": 2, "total": 3}
    assert halfway[0]["result"] is None
    found = await seen(database, job)
    assert (found["status"], found["error"], found["result"]["counted"]) == ("done", None, 6)
    assert found["created_at"] <= found["started_at"] <= found["ended_at"]


async def test_other_kinds_are_left_alone(database: Database) -> None:
    await started(database)
    assert not await jobs.run_next(database, {})
    assert not await jobs.run_next(database, {"other": _never})


async def _never(_running: Running) -> dict[str, Any]:
    raise AssertionError


async def test_many_processes_do_each_job_once(database: Database) -> None:
    done: list[Any] = []
    for number in range(12):
        await started(database, number=number)

    async def count(running: Running) -> dict[str, Any]:
        await asyncio.sleep(0.01)
        done.append(running.arguments["number"])
        return {}

    async def process() -> None:
        while await run(database, count):
            pass

    await asyncio.gather(*(process() for _ in range(4)))
    assert sorted(done) == list(range(12))


async def test_after_a_kill_another_process_goes_on_from_the_checkpoint(database: Database) -> None:
    job = await started(database)
    counted: list[int] = []

    async def count(running: Running) -> dict[str, Any]:
        begin = running.checkpoint.get("next", 0)
        for number in range(begin, 6):
            if number == 3 and begin == 0:
                # Killed: nothing is recorded any more, and the lease ends by itself.
                await asyncio.Event().wait()
            counted.append(number)
            await running.progress(number + 1, 6, checkpoint={"next": number + 1})
        return {"begun_at": begin}

    killed = asyncio.create_task(run(database, count))
    await eventually(lambda: seen(database, job), lambda found: found["progress"]["done"] == 3)
    assert not await run(database, count), "it is somebody's"
    await lapse(database)
    assert await run(database, count)
    found = await seen(database, job)
    assert (found["status"], found["result"], counted) == ("done", {"begun_at": 3}, [0, 1, 2, 3, 4, 5])
    killed.cancel()
    with suppress(asyncio.CancelledError):
        await killed
    assert await seen(database, job) == found


async def test_a_process_that_slept_through_its_lease_stops(database: Database) -> None:
    job = await started(database)
    asleep, awake = asyncio.Event(), asyncio.Event()

    async def sleeper(running: Running) -> dict[str, Any]:
        asleep.set()
        await awake.wait()
        await running.progress(1, 1)
        raise AssertionError("it is not ours any more")

    async def quick(_running: Running) -> dict[str, Any]:
        return {"by": "another"}

    first = asyncio.create_task(run(database, sleeper))
    await asleep.wait()
    await lapse(database)
    assert await run(database, quick)
    awake.set()
    assert await first
    assert (await seen(database, job))["result"] == {"by": "another"}


async def test_what_kills_its_process_every_time_has_failed(database: Database) -> None:
    job = await started(database)
    async with database.lean() as connection:
        await connection.execute("UPDATE jobs SET status = 'running', attempts = 3, lease_until = $1", clock.now())
    assert await run(database, _never)
    found = await seen(database, job)
    assert (found["status"], found["error"]) == ("failed", "It was begun 3 times and never came to its end")


async def test_an_error_is_for_the_log_and_a_refusal_for_people(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, other = await started(database), await started(database)

    async def broken(_running: Running) -> dict[str, Any]:
        raise RuntimeError("the password is hunter2")

    async def refused(_running: Running) -> dict[str, Any]:
        raise Invalid("There is no such period")

    with structlog.testing.capture_logs() as logs:
        # A logger that has been used before is kept as it was configured then.
        monkeypatch.setattr(jobs, "log", structlog.get_logger("otklik.jobs"))
        assert await run(database, broken)
        assert await run(database, refused)
    assert any(each["event"] == "job failed" and each["job"] == str(job.id) for each in logs)
    found = await seen(database, job)
    assert (found["status"], found["error"]) == ("failed", "Something went wrong on our side; the log says more")
    assert (await seen(database, other))["error"] == "There is no such period"


async def test_a_result_that_cannot_be_kept_is_a_failure(database: Database) -> None:
    job = await started(database)

    async def odd(_running: Running) -> dict[str, Any]:
        return {"what": object()}

    assert await run(database, odd)
    assert (await seen(database, job))["status"] == "failed"


async def test_a_database_that_is_away_is_no_failure(database: Database) -> None:
    job = await started(database)
    tries = 0

    async def count(_running: Running) -> dict[str, Any]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise Unavailable
        return {}

    assert await run(database, count)
    assert (await seen(database, job))["status"] == "running"
    await lapse(database)
    assert await run(database, count)
    assert (await seen(database, job))["status"] == "done"


async def test_a_cancelled_job_stops_at_its_next_step(database: Database) -> None:
    job = await started(database)
    steps: list[int] = []

    async def count(running: Running) -> dict[str, Any]:
        for number in range(100):
            steps.append(number)
            if number == 2:
                async with database.unit_of_work() as work:
                    await jobs.cancel(work.session, SYSTEM, job.id)
            await running.progress(number, 100)
        return {}

    assert await run(database, count)
    found = await seen(database, job)
    assert (found["status"], found["result"], steps) == ("cancelled", None, [0, 1, 2])
    assert not await run(database, _never)


async def test_the_lease_is_renewed_while_a_thread_computes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.05)
    job = await started(database)
    go_on = threading.Event()
    stopped: list[bool] = []

    async def count(running: Running) -> dict[str, Any]:
        def compute() -> None:
            while not running.stopped and not go_on.wait(0.01):
                time.sleep(0.01)
            stopped.append(running.stopped)

        await running.in_thread(compute)
        await running.progress(1)
        return {}

    async def lease() -> Any:
        async with database.lean() as connection:
            return await connection.fetchval("SELECT lease_until FROM jobs")

    under_way = asyncio.create_task(run(database, count))
    first = await eventually(lease, bool)
    await eventually(lease, lambda until: until > first)
    # Cancelled from outside, a computing thread is told too.
    async with database.unit_of_work() as work:
        await jobs.cancel(work.session, SYSTEM, job.id)
    assert await asyncio.wait_for(under_way, 30)
    go_on.set()
    assert stopped == [True]


async def test_a_stopping_process_gives_its_job_back(database: Database) -> None:
    job = await started(database)
    begun = asyncio.Event()

    async def slow(running: Running) -> dict[str, Any]:
        await running.progress(5, 10, checkpoint={"next": 5})
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    loop = Loop("jobs", lambda: run(database, slow))
    loop.start()
    await begun.wait()
    await loop.stop(patience=0.05)
    assert (await seen(database, job))["status"] == "queued"

    async def rest(running: Running) -> dict[str, Any]:
        return {"attempts": running.attempts, **running.checkpoint}

    assert await run(database, rest)
    assert (await seen(database, job))["result"] == {"attempts": 1, "next": 5}
