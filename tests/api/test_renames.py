"""What names a tag or a topic follows its new name: views and their counts, queues, policies, automations, macros."""

from typing import Any

import pytest

from app.rules.renaming import of_tags, of_topic, renamed
from tests.api.test_request_types import made as a_request_type
from tests.api.test_topics import topic
from tests.api.test_views import _counts_are_right, counts
from tests.conftest import Api, Callers, Desk
from tests.worker.test_sla import a_policy, eventually
from tests.worker.test_sla_jobs import done

HELP = {"subject": "Help", "body": "It does not work"}
BILL = {"field": "tags", "operator": "has_any", "value": ["bill", "other"]}
# After every test: what is stored is what counting anew gives.
right = _counts_are_right


def kinds(named: list[dict[str, str]]) -> list[str]:
    return [each["kind"] for each in named]


async def a_view(caller: Api, name: str, condition: dict[str, Any], **more: Any) -> Any:
    return await caller.post("/v1/views", {"name": name, "conditions": {"all": [condition]}, **more})


async def everything(admin: Api, condition: dict[str, Any], action: dict[str, Any]) -> dict[str, str]:
    """Something of each kind that names it, by kind: where it is."""
    stated = {"all": [condition]}
    event = {"kind": "event", "types": ["ticket.created"]}
    made = {
        "automations": {"name": "A", "trigger": event, "conditions": stated, "actions": [action]},
        "macros": {"title": "M", "scope": "shared", "conditions": stated, "actions": [action]},
        "queues": {"name": "Q", "conditions": stated},
        "views": {"name": "V", "scope": "shared", "conditions": stated},
    }
    paths = {}
    for noun, body in made.items():
        paths[noun] = f"/v1/{noun}/{(await admin.post(f'/v1/{noun}', body))['id']}"
    paths["sla-policies"] = f"/v1/sla-policies/{(await a_policy(admin, ('resolution', 3600), conditions=stated))['id']}"
    return paths


async def test_what_names_a_tag_follows_it(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    paths = await everything(ada, BILL, {"type": "add_tags", "tags": ["bill", "billing"]})
    await a_request_type(ada, tags=["bill"])
    ticket = await ada.post("/v1/tickets", {**HELP, "tags": ["bill"]})
    ticket_path = f"/v1/tickets/{ticket['id']}"
    queue = paths["queues"].rpartition("/")[2]
    await eventually(lambda: ada.get(ticket_path), lambda each: each["queue_id"] == queue)
    await eventually(lambda: ada.get(f"{ticket_path}/sla"), lambda each: each["clocks"])
    assert await counts(desk, ada) == {"V": 1}
    boris = await callers_.agent(name="Boris")
    own = await a_view(boris, "My own", BILL)
    versions = {noun: (await ada.get(path))["version"] for noun, path in paths.items()}

    job = await ada.post("/v1/tags/rename", {"names": ["bill"], "to": "billing"}, expect=202)
    result = await done(ada, job)
    assert (result["tickets"], result["left"]) == (1, [])
    assert kinds(result["followed"]) == ["macro", "queue", "request_type", "view", "automation", "policy"]
    for noun, path in paths.items():
        found = await ada.get(path)
        assert '"bill"' not in str(found).replace("'", '"'), noun
        assert found["version"] == versions[noun] + 1, noun
    assert (await ada.get(paths["macros"]))["actions"] == [{"type": "add_tags", "tags": ["billing"]}], "each once"
    assert (await ada.get("/v1/request-types/banner"))["definition"]["tags"] == ["billing"]
    assert await counts(desk, ada) == {"V": 1}
    assert (await boris.get(f"/v1/views/{own['id']}"))["conditions"]["all"][0]["value"] == ["billing", "other"]
    assert (await counts(desk, boris))["My own"] == 1
    # The ticket stays where it is, and what was promised for it.
    found = await ada.get(ticket_path)
    assert (found["tags"], found["queue_id"]) == (["billing"], queue)
    sla = await ada.get(f"{ticket_path}/sla")
    assert [each["state"] for each in sla["clocks"]] == ["running"]
    another = await ada.post("/v1/tickets", {**HELP, "tags": ["billing"]})
    await eventually(lambda: ada.get(f"/v1/tickets/{another['id']}"), lambda each: each["queue_id"] == queue)
    # What is taken off is nobody's new name: it is only told what still names it.
    job = await ada.post("/v1/tags/rename", {"names": ["billing"], "to": None}, expect=202)
    result = await done(ada, job)
    assert (result["tickets"], result["followed"]) == (2, [])
    assert kinds(result["left"]) == ["macro", "queue", "request_type", "view", "automation", "policy"]
    assert await counts(desk, ada) == {"V": 0}
    assert (await ada.get(paths["views"]))["version"] == versions["views"] + 1


async def test_what_names_a_topic_follows_its_branch(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    billing, refund = await topic(ada, "billing"), None
    refund = await topic(ada, "refund", billing)
    paths = await everything(
        ada,
        {"field": "topic", "operator": "under", "value": "billing"},
        {"type": "set_topic", "topic": "billing/refund"},
    )
    await a_view(ada, "Refunds", {"field": "topic", "operator": "in", "value": ["billing/refund", "bill"]})
    await ada.post("/v1/tickets", {**HELP, "topic": refund["path"]})
    await ada.post("/v1/tickets", {**HELP, "topic": billing["path"]})
    assert await counts(desk, ada) == {"V": 2, "Refunds": 1}
    moved = await ada.patch(f"/v1/topics/{billing['id']}", {"key": "money"})
    result = await done(ada, {"id": moved["job_id"]})
    assert result["tickets"] == 2
    assert kinds(result["followed"]) == ["macro", "queue", "view", "automation", "policy"]
    assert await counts(desk, ada) == {"V": 2, "Refunds": 1}
    macro = await ada.get(paths["macros"])
    assert macro["actions"] == [{"type": "set_topic", "topic": "money/refund"}]
    assert macro["conditions"]["all"][0]["value"] == "money"


async def test_a_view_of_my_teams_is_without_the_tickets_of_a_team_that_i_have_left(
    callers_: Callers, desk: Desk
) -> None:
    lead, anna, boris = await callers_.agent(role="lead"), await callers_.agent(), await callers_.agent(name="Boris")
    ada = await callers_.admin()
    team, other = await callers_.team("Billing", anna, boris), await callers_.team("Care", anna)
    for each in (team, team, other):
        await lead.post("/v1/tickets", {**HELP, "team_id": str(each)})
    await a_view(lead, "Ours", {"field": "team_id", "operator": "is", "value": "my_teams"}, scope="shared")
    assert (await counts(desk, anna), await counts(desk, boris)) == ({"Ours": 3}, {"Ours": 2})
    teams = await ada.get(f"/v1/teams/{team}")
    await ada.patch(f"/v1/teams/{team}", {"agent_ids": [str(boris.id)]}, headers={"if-match": f'"{teams["version"]}"'})
    assert (await counts(desk, anna), await counts(desk, boris)) == ({"Ours": 1}, {"Ours": 2})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"field": "tags", "value": ["a", "b", "c"]}, {"field": "tags", "value": ["b", "c"]}),
        ({"field": "tags", "was": ["a"], "to": ["x"]}, {"field": "tags", "was": ["b"], "to": ["x"]}),
        ({"field": "topic", "value": "a"}, {"field": "topic", "value": "a"}),
        ({"type": "note", "body": "a", "tags": ["a"]}, {"type": "note", "body": "a", "tags": ["a"]}),
        ([{"all": [{"field": "tags", "value": ["a"]}]}], [{"all": [{"field": "tags", "value": ["b"]}]}]),
        ({"tags": ["a", 1, None]}, {"tags": ["b", 1, None]}),
        ("a", "a"),
    ],
)
def test_names_are_changed_where_they_are_names(before: Any, after: Any) -> None:
    assert renamed(before, "tags", of_tags(["a"], "b")) == after


def test_a_branch_is_not_what_begins_like_it() -> None:
    name = of_topic("Billing", "money/bills")
    topics = ["billing", "billing/x", "Billings", "a/billing", "bill"]
    assert [name(each) for each in topics] == ["money/bills", "money/bills/x", "Billings", "a/billing", "bill"]
