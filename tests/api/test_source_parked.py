"""The parking lot: what is signed and does not fit is kept, shown, tried on other mappings, replayed once, in order."""

import asyncio
from typing import Any

from tests.api.test_intake import ORDER, count
from tests.api.webhooks import Partner, partner
from tests.conftest import Callers, Desk

STRANGE = {"thing": {"what": "Parcel 4711", "how": "P1", "id": 7}}
MENDED = {
    "subject": "thing.what",
    "priority": {"path": "thing.how", "lookup": {"P1": "urgent"}},
    "external_id": "thing.id",
}


async def replayed(shop: Partner) -> Any:
    """All of it tried again; the job's result."""
    job = await shop.admin.post(f"/v1/sources/{shop.id}/parked/replay", expect=202)
    while True:
        found = await shop.admin.get(f"/v1/jobs/{job['id']}")
        if found["status"] not in {"queued", "running"}:
            assert found["status"] == "done", found
            return found["result"]
        await asyncio.sleep(0.05)


async def test_what_does_not_fit_is_kept_shown_and_replayed_once(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    answer = await shop.post(STRANGE, webhook_id="msg_1")
    assert answer.status_code == 202
    parked = answer.json()["parked"]
    assert (await shop.post(STRANGE, webhook_id="msg_1")).json() == answer.json()
    other = await shop.post({**STRANGE, "x": 1}, webhook_id="msg_1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    path = f"/v1/sources/{shop.id}/parked"
    (listed,) = (await shop.admin.get(f"{path}?status=parked"))["items"]
    assert (listed["id"], listed["problem"]["code"], listed["attempts"]) == (parked, "no_text", 1)
    assert (await shop.admin.get(f"{path}/{parked}"))["body"] == answer.request.content.decode()
    still = await shop.admin.post(f"{path}/{parked}/replay", expect=200)
    assert (still["status"], still["attempts"]) == ("parked", 2)
    await shop.admin.patch(f"/v1/sources/{shop.id}", {"mapping": MENDED})
    done = await asyncio.gather(*(shop.admin.post(f"{path}/{parked}/replay", expect=200) for _ in range(4)))
    assert {each["status"] for each in done} == {"replayed"}
    assert await count(desk, "tickets") == 1
    ticket = await shop.admin.get(f"/v1/tickets/{done[0]['ticket_id']}")
    assert (ticket["subject"], ticket["priority"], ticket["external_id"]) == ("Parcel 4711", "urgent", "7")
    # The partner's own repeat finds it, too.
    again = await shop.post(STRANGE, webhook_id="msg_1")
    assert (again.status_code, again.json()["ticket_id"]) == (200, ticket["id"])
    refused = {"json": {"reason": "late"}}
    await shop.admin.refused("POST", f"{path}/{parked}/discard", 409, "parked_over", **refused)


async def test_all_are_replayed_in_the_order_of_their_coming(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_, mapping={"subject": None, "body": None, "priority": "how", "external_id": "id"})
    for n in range(3):
        assert (await shop.post({"id": "a", "what": f"a{n}", "how": "P1"})).status_code == 202
    assert (await shop.post({"id": "b", "what": "b0", "how": {"bad": 1}})).status_code == 202
    assert (await shop.post({"id": "b", "what": "b1", "how": "P1"})).status_code == 202
    path = f"/v1/sources/{shop.id}/parked"
    first, second, *_ = (await shop.admin.get(path))["items"]
    await shop.admin.patch(
        f"/v1/sources/{shop.id}",
        {"mapping": {"body": "what", "priority": {"path": "how", "lookup": {"P1": "high"}}, "external_id": "id"}},
    )
    problem = await shop.admin.refused("POST", f"{path}/{second['id']}/replay", 409, "earlier_parked")
    assert problem["parked"] == first["id"]
    assert await replayed(shop) == {"replayed": 3, "parked": 2}
    (ticket,) = (await shop.admin.get("/v1/tickets"))["items"]
    thread = await shop.admin.get(f"/v1/tickets/{ticket['id']}/messages")
    assert [each["body"] for each in thread["items"]] == ["a0", "a1", "a2"]
    assert await replayed(shop) == {"replayed": 0, "parked": 2}
    waiting = (await shop.admin.get(f"{path}?status=parked"))["items"]
    gone = await shop.admin.post(f"{path}/{waiting[0]['id']}/discard", {"reason": "Nonsense"}, expect=200)
    assert (gone["status"], gone["reason"]) == ("discarded", "Nonsense")
    await shop.admin.refused("POST", f"{path}/{gone['id']}/replay", 409, "parked_over")
    assert await replayed(shop) == {"replayed": 1, "parked": 0}
    assert await count(desk, "messages") == 4


async def test_who_may_look_at_it_and_who_may_not(callers_: Callers) -> None:
    shop, bank = await partner(callers_, "shop"), await partner(callers_, "bank")
    parked = (await shop.post(STRANGE)).json()["parked"]
    lead, agent = await callers_.agent(role="lead"), await callers_.agent()
    path = f"/v1/sources/{shop.id}/parked"
    await lead.get(path)
    await lead.refused("GET", f"{path}/{parked}", 403, "forbidden")
    await agent.refused("GET", path, 403, "forbidden")
    await shop.admin.refused("GET", f"/v1/sources/{bank.id}/parked/{parked}", 404, "not_found")
    await shop.admin.refused("POST", f"/v1/sources/{bank.id}/parked/{parked}/replay", 404, "not_found")
    preview = {"json": {"parked_id": parked}}
    await shop.admin.refused("POST", f"/v1/sources/{bank.id}/preview", 404, "not_found", **preview)


async def test_a_preview_says_what_would_be_and_writes_nothing(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    await shop.post(ORDER)
    parked = (await shop.post(STRANGE)).json()["parked"]
    before = [await count(desk, table) for table in ("tickets", "messages", "customers", "intake_parked")]
    path = f"/v1/sources/{shop.id}/preview"
    mended = await shop.admin.post(path, {"parked_id": parked, "mapping": MENDED}, expect=200)
    assert (mended["outcome"], mended["ticket"]["priority"], mended["problem"]) == ("created", "urgent", None)
    assert {each["field"]: (each["origin"], each["path"]) for each in mended["fields"]}["priority"] == (
        "path",
        "thing.how",
    )
    (sample, first) = (await shop.admin.get(f"/v1/sources/{shop.id}/samples"))["items"]
    assert (sample["outcome"], first["outcome"]) == ("parked", "created")
    as_it_was = await shop.admin.post(path, {"sample_id": first["id"]}, expect=200)
    assert (as_it_was["outcome"], as_it_was["existing"]["number"]) == ("unchanged", 1) or as_it_was["existing"]
    news = await shop.admin.post(path, {"payload": {**ORDER, "body": "News", "priority": "low"}}, expect=200)
    assert (news["outcome"], news["comment"]["body"], news["changes"]) == ("commented", "News", {"priority": "low"})
    wrong = await shop.admin.post(path, {"payload": {"body": "x", "priority": "soon"}}, expect=200)
    assert (wrong["outcome"], wrong["problem"]["errors"][0]["pointer"]) == ("parked", "/priority")
    endless = {"subject": {"jmespath": "|".join(["[@,@][]"] * 100)}}
    ended = await shop.admin.post(path, {"payload": ORDER, "mapping": endless}, expect=200)
    assert (ended["outcome"], ended["problem"]["code"]) == ("parked", "mapping_failed")
    assert before == [await count(desk, table) for table in ("tickets", "messages", "customers", "intake_parked")]


async def test_a_mapping_that_cannot_be_is_refused_when_it_is_saved(callers_: Callers) -> None:
    admin = await callers_.admin()
    wrong: list[tuple[Any, str]] = [
        ({"subject": {}}, "/mapping/subject"),
        ({"subject": {"path": "a", "liquid": "b"}}, "/mapping/subject"),
        ({"subject": {"jmespath": "a["}}, "/mapping/subject/jmespath"),
        ({"subject": {"jmespath": "x" * 2000}}, "/mapping/subject/jmespath"),
        ({"subject": {"liquid": "{% for i in (1..9) %}{% endfor %}"}}, "/mapping/subject/liquid"),
        ({"subject": {"path": "a", "default": {"deep": 1}}}, "/mapping/subject/default"),
        ({"subject": {"path": "a", "lookup": {str(n): n for n in range(300)}}}, "/mapping/subject/lookup"),
        ({f"custom_fields.f{n}": "a" for n in range(80)}, "/mapping"),
        ({"custom_fields.": "a"}, "/mapping/custom_fields./[key]"),
        ({f"custom_fields.f{n}": {"jmespath": "a" * 999} for n in range(40)}, "/mapping"),
    ]
    for mapping, pointer in wrong:
        body = {"name": "Shop", "key": "shop", "mapping": mapping}
        problem = await admin.refused("POST", "/v1/sources", 422, "invalid", json=body)
        assert [each["pointer"] for each in problem["errors"]] == [pointer], mapping
