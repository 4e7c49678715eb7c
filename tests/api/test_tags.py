"""`/v1/tags`: tidy, counted, renamed and merged over the whole desk."""

import asyncio
import time
from typing import Any

import orjson

from tests.conftest import Api, Callers
from tests.worker.test_sla_jobs import done

PATH = "/v1/tags"
HELP = {"subject": "Help", "body": "It does not work"}


async def counted(caller: Api, **params: Any) -> dict[str, int]:
    """The tags and how many tickets have them."""
    return {each["name"]: each["uses"] for each in (await caller.get(PATH, params=params))["items"]}


async def test_tags_are_tidy_and_counted(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post("/v1/tickets", {**HELP, "tags": ["  New   customer ", "new customer", "VIP", "e\u0301"]})
    assert made["tags"] == ["New customer", "VIP", "é"]
    others = await asyncio.gather(*(anna.post("/v1/tickets", {**HELP, "tags": ["VIP", f"t{n}"]}) for n in range(4)))
    assert await counted(anna) == {"New customer": 1, "VIP": 5, "t0": 1, "t1": 1, "t2": 1, "t3": 1, "é": 1}
    await anna.patch(f"/v1/tickets/{others[0]['id']}", {"tags": ["t1"]})
    assert await counted(anna, begins="t") == {"t1": 2, "t2": 1, "t3": 1}
    assert await counted(anna, begins="VI") == {"VIP": 4}
    page = await anna.get(PATH, params={"limit": 2})
    assert [each["name"] for each in page["items"]] == ["New customer", "VIP"]
    assert next(iter(await counted(anna, cursor=page["next_cursor"]))) == "t1"


async def test_tags_become_one_on_every_ticket(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    several = [["bill", "a"], ["invoices"], ["bill", "billing", "invoices"], ["a"]]
    made = [await anna.post("/v1/tickets", {**HELP, "tags": each}) for each in several]
    await anna.patch(f"/v1/tickets/{made[1]['id']}", {"status": "closed"})
    body = {"names": ["bill", "invoices", "billing"], "to": "billing"}
    await anna.refused("POST", f"{PATH}/rename", 403, "forbidden", json=body)
    job = await ada.post(f"{PATH}/rename", body, expect=202)

    assert await done(ada, job) == {"tickets": 3, "followed": [], "left": []}
    tags = [(await anna.get(f"/v1/tickets/{each['id']}"))["tags"] for each in made]
    assert tags == [["billing", "a"], ["billing"], ["billing"], ["a"]]
    assert await counted(ada) == {"a": 2, "billing": 3}
    job = await ada.post(f"{PATH}/rename", {"names": ["a"], "to": None}, expect=202)
    await done(ada, job)
    assert await counted(ada) == {"billing": 3}


async def test_a_hundred_thousand_tags_are_refused_quickly(callers_: Callers) -> None:
    anna = await callers_.agent()
    body = orjson.dumps({**HELP, "tags": ["t"] * 60_000})
    too_large = orjson.dumps({**HELP, "tags": [f"tag-{n}" for n in range(100_000)]})
    before = time.process_time()
    headers = {"content-type": "application/json"}
    problem = await anna.refused("POST", "/v1/tickets", 422, "invalid", content=body, headers=headers)
    await anna.refused("POST", "/v1/tickets", 413, "body_too_large", content=too_large, headers=headers)
    assert time.process_time() - before < 2
    assert len(problem["errors"]) == 1
