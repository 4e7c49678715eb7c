"""`/v1/topic-settings`: the desk's, and those of brands in their place."""

import asyncio

import pytest

from tests.conftest import Callers

PATH = "/v1/topic-settings"


async def test_settings_of_the_desk_and_of_a_brand(callers_: Callers) -> None:
    ada, lead, anna = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent()
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop"})
    (first,) = (await lead.get(PATH))["items"]
    assert (first["brand"], first["automatic_from"], first["suggest"], first["version"]) == (None, None, True, 0)
    both = await asyncio.gather(*(ada("PUT", f"{PATH}/one", json={"automatic_from": each}) for each in (0.9, 0.95)))
    assert [each.status_code for each in both] == [200, 200]
    await ada.put(f"{PATH}/one?brand=shop", {"suggest": False}, headers={"if-match": '"0"'})
    await ada.refused("PUT", f"{PATH}/one?brand=shop", 412, "stale", json={}, headers={"if-match": '"0"'})
    page = await lead.get(f"{PATH}?limit=1")
    rest = await lead.get(f"{PATH}?limit=1&cursor={page['next_cursor']}")
    assert [each["brand"] for each in page["items"] + rest["items"]] == [None, "shop"]
    assert rest["next_cursor"] is None
    answer = await lead("GET", f"{PATH}/one?brand=shop", expect=200)
    assert answer.headers["etag"] == '"1"'
    await ada("DELETE", f"{PATH}/one?brand=shop", expect=204, headers={"if-match": '"1"'})
    await ada.refused("DELETE", f"{PATH}/one?brand=shop", 404, "not_found")
    await lead.refused("GET", f"{PATH}/one?brand=shop", 404, "not_found")
    await ada.refused("PUT", f"{PATH}/one?brand=none", 422, "unknown_brand", json={})
    await lead.refused("PUT", f"{PATH}/one", 403, "forbidden", json={})
    await anna.refused("GET", PATH, 403, "forbidden")


@pytest.mark.parametrize(
    "bad", [{"automatic_from": 0.2}, {"automatic_from": 1.01}, {"retrain_days": 0}, {"minimum_examples": 1}]
)
async def test_what_makes_no_sense_is_refused(callers_: Callers, bad: dict[str, float]) -> None:
    await (await callers_.admin()).refused("PUT", f"{PATH}/one", 422, "invalid", json=bad)
