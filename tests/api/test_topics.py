"""`/v1/topics`: a tree without circles, that tickets follow, and whose branches are found."""

import asyncio
from datetime import timedelta
from typing import Any

from app import clock
from app.ids import new_id
from app.models import Job
from app.services import topic_moves
from tests.conftest import Api, Callers, Desk
from tests.worker.test_sla_jobs import done

PATH = "/v1/topics"
HELP = {"subject": "Help", "body": "It does not work"}


async def topic(admin: Api, key: str, parent: Any = None) -> Any:
    """Make a topic."""
    body = {"key": key, "labels": {"en": key.title()}, "parent_id": parent and parent["id"]}
    return await admin.post(PATH, body)


async def test_a_tree_is_made_and_topics_are_of_it(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    before = await anna.post("/v1/tickets", {**HELP, "topic": "Anything at all"})
    billing = await topic(ada, "billing")
    refund = await topic(ada, "refund", billing)
    assert (refund["path"], refund["parent_id"]) == ("billing/refund", billing["id"])
    assert [each["path"] for each in (await vera.get(PATH))["items"]] == ["billing", "billing/refund"]
    await ada.refused("POST", PATH, 409, "topic_taken", json={"key": "Billing", "labels": {"en": "x"}})
    await anna.refused("POST", PATH, 403, "forbidden", json={"key": "x", "labels": {"en": "x"}})
    for key in ("a/b", "", "x" * 65, "a\x01"):
        await ada.refused("POST", PATH, 422, "invalid", json={"key": key, "labels": {"en": "x"}})

    made = await vera.post("/v1/tickets", {**HELP, "topic": " Billing / REFUND"})
    assert made["topic"] == "billing/refund"
    for caller in (anna, vera):
        problem = await caller.refused("POST", "/v1/tickets", 422, "unknown_topic", json={**HELP, "topic": "tech"})
        assert problem["errors"][0]["pointer"] == "/topic"
    await anna.refused("PATCH", f"/v1/tickets/{made['id']}", 422, "unknown_topic", json={"topic": "tech"})
    assert (await (await callers_.partner()).post("/v1/tickets", {**HELP, "topic": "Theirs"}))["topic"] == "Theirs"
    # What was free text before stays, also when something else about the ticket changes.
    kept = await anna.patch(f"/v1/tickets/{before['id']}", {"topic": "Anything at all", "priority": "high"})
    assert kept["topic"] == "Anything at all"

    async def found(query: str) -> set[str]:
        return {each["id"] for each in (await anna.get(f"/v1/tickets?{query}"))["items"]}

    assert await found("topic=BILLING") == await found("topic=billing/refund") == {made["id"]}
    assert await found("topic=bill") == set()
    assert await found("topic=billing&topic=Anything%20at%20all") == {made["id"], before["id"]}
    await anna.refused("GET", "/v1/tickets?topic=%00", 422, "invalid")
    await ada.patch(f"{PATH}/{billing['id']}", {"archived": True})
    assert (await ada.get(f"{PATH}/{refund['id']}"))["archived"], "with all that is below it"
    await vera.refused("POST", "/v1/tickets", 422, "topic_archived", json={**HELP, "topic": "billing/refund"})
    await ada.refused("PATCH", f"{PATH}/{refund['id']}", 409, "parent_archived", json={"archived": False})


async def test_a_branch_is_moved_and_its_tickets_follow(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    money, billing = await topic(ada, "money"), await topic(ada, "billing")
    refund = await topic(ada, "refund", billing)
    deep = await topic(ada, "card", refund)
    made = [await anna.post("/v1/tickets", {**HELP, "topic": each["path"]}) for each in (billing, refund, deep, money)]
    for parent, code in ((deep["id"], "topic_cycle"), (billing["id"], "topic_cycle"), (str(new_id()), "unknown_topic")):
        await ada.refused("PATCH", f"{PATH}/{billing['id']}", 422, code, json={"parent_id": parent})
    moved = await ada.patch(f"{PATH}/{billing['id']}", {"parent_id": money["id"], "key": "bills"})
    assert moved["path"] == "money/bills"
    assert (await ada.get(f"{PATH}/{deep['id']}"))["path"] == "money/bills/refund/card"

    await done(ada, {"id": moved["job_id"]})
    topics = [(await anna.get(f"/v1/tickets/{each['id']}"))["topic"] for each in made]
    assert topics == ["money/bills", "money/bills/refund", "money/bills/refund/card", "money"]
    last = await topic(ada, "five", deep)
    await ada.refused(
        "POST", PATH, 422, "topic_too_deep", json={"key": "six", "labels": {"en": "x"}, "parent_id": last["id"]}
    )


async def test_two_who_move_topics_below_each_other(callers_: Callers) -> None:
    ada = await callers_.admin()
    one, two = await topic(ada, "one"), await topic(ada, "two")
    answers = await asyncio.gather(
        ada("PATCH", f"{PATH}/{one['id']}", json={"parent_id": two["id"]}),
        ada("PATCH", f"{PATH}/{two['id']}", json={"parent_id": one["id"]}),
    )
    assert sorted(each.status_code for each in answers) == [200, 422], "no circle"


async def test_a_path_is_taken_again_when_its_tickets_have_left_it(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    billing = await topic(ada, "billing")
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        arguments = {"topic_id": billing["id"], "path": "old"}
        going_on = Job(
            kind=topic_moves.KIND, status="running", arguments=arguments, created_at=now,
            lease_until=now + timedelta(minutes=5),
        )  # fmt: skip
        work.session.add(going_on)
    await ada.refused("POST", PATH, 409, "topic_moving", json={"key": "Old", "labels": {"en": "x"}})
    other = await topic(ada, "older")
    await ada.refused("PATCH", f"{PATH}/{other['id']}", 409, "topic_moving", json={"key": "old"})
    # Where it was it may go back to at once.
    await ada.patch(f"{PATH}/{billing['id']}", {"key": "old"})
    async with desk.database.unit_of_work() as work:
        work.session.add(going_on)
        going_on.status = "done"
