"""`/v1/scorecards`: versions that reviews keep, and criteria that mean something."""

import copy
from typing import Any

from app.ids import new_id
from tests.conftest import Api, Callers
from tests.quality import CRITERIA, REVIEWS, WELL, conversation, scorecard

PATH = "/v1/scorecards"


async def test_other_criteria_are_another_version_and_what_has_begun_keeps_its_own(callers_: Callers) -> None:
    lena, anna, vera = await callers_.agent(role="lead", name="Lena"), await callers_.agent(), await callers_.customer()
    card = await scorecard(lena)
    path = f"{PATH}/{card}"
    made = await anna.get(path)
    assert (made["number"], made["version"], made["archived"]) == (1, 1, False)
    assert made["criteria"][0]["texts"]["ru"] == {"title": "Эмпатия", "help": None}
    ticket, _ = await conversation(vera, anna)
    review = await lena.post(REVIEWS, {"ticket_id": ticket, "scorecard_id": card, "answers": WELL})
    same = await lena.patch(path, {"criteria": CRITERIA, "name": "Support"})
    assert (same["number"], same["version"]) == (1, 1)
    fewer = await lena.patch(path, {"criteria": CRITERIA[:1]}, headers={"if-match": '"1"'})
    assert (fewer["number"], fewer["version"], len(fewer["criteria"])) == (2, 2, 1)
    await lena.refused("PATCH", path, 412, "stale", json={"name": "x"}, headers={"if-match": '"1"'})
    assert [each["number"] for each in (await anna.get(f"{path}/versions"))["items"]] == [2, 1]
    done = await lena.post(f"{REVIEWS}/{review['id']}/publish", expect=200)
    assert (done["scorecard"]["number"], len(done["answers"])) == (1, 3)
    archived = await lena.patch(path, {"archived": True})
    assert archived["archived"]
    assert (await lena.get(PATH))["items"] == []
    assert [each["id"] for each in (await lena.get(PATH, params={"archived": True}))["items"]] == [card]
    other, _ = await conversation(vera, anna)
    body = {"ticket_id": other, "scorecard_id": card}
    await lena.refused("POST", REVIEWS, 422, "unknown_scorecard", json=body)
    await lena.refused("POST", PATH, 409, "key_taken", json={"key": "support", "name": "x", "criteria": CRITERIA})
    await anna.refused("PATCH", path, 403, "forbidden", json={"archived": False})
    await lena.refused("GET", f"{PATH}/{new_id()}", 404, "not_found")


async def test_what_means_nothing_is_refused(callers_: Callers) -> None:
    lena = await callers_.agent(role="lead", name="Lena")
    await _refused_one_by_one(lena)


async def _refused_one_by_one(lena: Api) -> None:
    options = [{"key": "a", "texts": {"en": "A"}, "points": 0}, {"key": "b", "texts": {"en": "B"}, "points": 100}]
    changes: list[dict[str, Any]] = [
        {"min": 5, "max": 5}, {"kind": "choice"}, {"options": options}, {"kind": "choice", "options": options[:1]},
        {"kind": "choice", "options": [options[0], options[0]]}, {"weight": 0}, {"weight": 1.5}, {"max": 101},
        {"texts": {}}, {"texts": {"not a locale": {"title": "x"}}}, {"key": "a b"}, {"critical": 1},
        {"texts": {"en": {"title": "x" * 256}}},
    ]  # fmt: skip
    for change in changes:
        criterion = copy.deepcopy(CRITERIA[0]) | change
        body = {"key": "k", "name": "n", "criteria": [criterion]}
        await lena.refused("POST", PATH, 422, "invalid", json=body)
    for criteria in ([], [CRITERIA[0]] * 2, [CRITERIA[0] | {"key": f"k{n}"} for n in range(31)]):
        await lena.refused("POST", PATH, 422, "invalid", json={"key": "k", "name": "n", "criteria": criteria})
    choice = CRITERIA[0] | {"kind": "choice", "options": options}
    made = await lena.post(PATH, {"key": "k", "name": "<b>n</b>", "criteria": [choice]})
    assert made["name"] == "<b>n</b>"
