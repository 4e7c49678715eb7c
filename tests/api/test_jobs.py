"""`/v1/jobs`: who sees long work, and who may stop it."""

from app import clock
from app.db import Database
from app.ids import new_id
from app.rules.actors import Actor
from app.services import jobs
from app.services.jobs import Running
from tests.conftest import Api, Callers

PATH = "/v1/jobs"
# A kind that the desk's own worker does not know, so that it stays as the test wants it.
KIND = "test.count"


async def start(callers: Callers, api: Api) -> str:
    assert api.id is not None
    async with callers.desk.database.unit_of_work() as work:
        job = await jobs.start(work.session, Actor("agent", api.id, api.name), KIND, {"a": 1}, now=clock.now())
        return str(job.id)
    raise AssertionError


async def run(database: Database) -> bool:
    async def count(running: Running) -> dict[str, int]:
        await running.progress(3, 4)
        return {"found": 7}

    return await jobs.run_next(database, {KIND: count})


async def test_a_job_is_followed_to_its_end(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead")
    job = await start(callers_, lead)
    queued = await lead.get(f"{PATH}/{job}")
    assert {**queued, "created_at": ""} == {
        "id": job, "kind": KIND, "status": "queued", "progress": {"done": 0, "total": None}, "result": None,
        "error": None, "created_at": "", "started_at": None, "ended_at": None, "created_by": str(lead.id),
    }  # fmt: skip
    assert await run(callers_.desk.database)
    done = await lead.get(f"{PATH}/{job}")
    assert (done["status"], done["progress"], done["result"]) == ("done", {"done": 3, "total": 4}, {"found": 7})
    await lead.refused("POST", f"{PATH}/{job}/cancel", 409, "job_over")


async def test_jobs_are_listed_newest_first(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = [await start(callers_, ada) for _ in range(5)]
    first = await ada.get(PATH, params={"limit": 3})
    rest = await ada.get(PATH, params={"limit": 3, "cursor": first["next_cursor"]})
    assert [each["id"] for each in [*first["items"], *rest["items"]]] == made[::-1]
    assert rest["next_cursor"] is None
    await ada.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": "x"})
    await ada.refused("GET", f"{PATH}/{new_id()}", 404, "not_found")


async def test_whoever_began_it_or_an_admin_cancels_it(callers_: Callers) -> None:
    ada, lead, other = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent(role="lead")
    for canceller in (lead, ada):
        job = await start(callers_, lead)
        await other.refused("POST", f"{PATH}/{job}/cancel", 403, "forbidden")
        cancelled = await canceller.post(f"{PATH}/{job}/cancel", expect=200)
        assert (cancelled["status"], cancelled["result"]) == ("cancelled", None)
        assert await canceller.post(f"{PATH}/{job}/cancel", expect=200) == cancelled
    assert not await run(callers_.desk.database)
    await ada.refused("POST", f"{PATH}/{new_id()}/cancel", 404, "not_found")


async def test_agents_see_the_jobs_that_they_began(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    job, own = await start(callers_, ada), await start(callers_, anna)
    assert [each["id"] for each in (await anna.get(PATH))["items"]] == [own]
    assert [each["id"] for each in (await ada.get(PATH))["items"]] == [own, job]
    asked = [("GET", f"{PATH}/{job}"), ("GET", f"{PATH}/{job}/items"), ("POST", f"{PATH}/{job}/cancel")]
    for method, path in asked:
        await anna.refused(method, path, 404, "not_found")
    for api in (await callers_.customer(), await callers_.partner()):
        for method, path in [("GET", PATH), *asked]:
            await api.refused(method, path, 403, "forbidden")
    assert (await anna.post(f"{PATH}/{own}/cancel", expect=200))["status"] == "cancelled"
