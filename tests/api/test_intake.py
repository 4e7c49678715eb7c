"""`/v1/intake`: signed webhooks become tickets, each exactly once, and everything else is a clear refusal."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from app import clock
from app.models import Brand
from app.services import intake
from tests.api.webhooks import Partner, partner, signature
from tests.conftest import Callers, Desk

ORDER = {
    "subject": "Parcel 4711 has not arrived",
    "body": "The customer called twice.",
    "requester": {"email": "vera@example.com", "name": "Vera"},
    "priority": "high",
    "external_id": "order-4711",
    "tags": ["parcel", "late"],
}


async def count(desk: Desk, table: str) -> int:
    async with desk.database.lean() as connection:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of ours


async def test_a_signed_webhook_becomes_a_ticket(callers_: Callers) -> None:
    shop = await partner(callers_)
    answer = await shop.post(ORDER)
    assert answer.status_code == 201
    ticket = await shop.admin.get(f"/v1/tickets/{answer.json()['ticket_id']}?include=messages")
    assert ticket["number"] == answer.json()["number"]
    assert ticket["subject"] == ORDER["subject"]
    assert ticket["priority"] == "high"
    assert ticket["channel"] == "webhook"
    assert ticket["external_id"] == "order-4711"
    assert ticket["source_id"] == shop.id
    assert ticket["tags"] == ["parcel", "late"]
    assert ticket["requester"]["email"] == "vera@example.com"
    assert [message["body"] for message in ticket["messages"]] == [ORDER["body"]]
    log = await shop.admin.get(f"/v1/tickets/{ticket['id']}/events")
    assert log["items"][0]["actor"] == {"kind": "partner", "id": shop.id, "name": "The shop"}


async def test_the_official_library_signs_what_we_accept(callers_: Callers) -> None:
    shop = await partner(callers_)
    body = b'{"subject": "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"}'
    now = clock.now()
    signed = Webhook(shop.secret).sign("msg_1", now, body.decode())
    answer = await shop.post(
        None, raw=body, webhook_id="msg_1", webhook_timestamp=str(int(now.timestamp())), webhook_signature=signed
    )
    assert answer.status_code == 201


async def test_an_online_agent_gets_the_ticket_at_once(callers_: Callers) -> None:
    agent = await callers_.agent(online=True)
    shop = await partner(callers_)
    ticket = await shop.ticket(ORDER)
    assert ticket["assignee_id"] == str(agent.id)
    assert ticket["status"] == "open"


async def test_a_repeat_gets_the_same_ticket(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    first = await shop.post(ORDER, webhook_id="msg_once")
    again = await shop.post(ORDER, webhook_id="msg_once", late=60)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert await count(desk, "tickets") == 1


async def test_ten_repeats_at_once_make_one_ticket(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    answers = await asyncio.gather(*(shop.post(ORDER, webhook_id="msg_once") for _ in range(10)))
    assert Counter(each.status_code for each in answers) == {201: 1, 200: 9}
    assert len({each.text for each in answers}) == 1
    assert await count(desk, "tickets") == 1
    assert await count(desk, "customers") == 1


async def test_a_webhook_id_with_another_body_is_refused(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    await shop.post(ORDER, webhook_id="msg_once")
    answer = await shop.post({**ORDER, "body": "Something else"}, webhook_id="msg_once")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert await count(desk, "tickets") == 1


async def test_two_sources_may_use_the_same_webhook_id(callers_: Callers, desk: Desk) -> None:
    shop, bank = await partner(callers_, "shop"), await partner(callers_, "bank")
    answers = [await each.post(ORDER, webhook_id="msg_1") for each in (shop, bank)]
    assert [each.status_code for each in answers] == [201, 201]
    assert await count(desk, "tickets") == 2


async def test_a_second_ticket_with_the_same_external_id_is_refused_by_name(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_, mode="create_only")
    first = (await shop.post(ORDER)).json()
    answers = await asyncio.gather(*(shop.post(ORDER) for _ in range(5)))
    for answer in answers:
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (409, "external_id_taken")
        assert (problem["ticket_id"], problem["number"]) == (first["ticket_id"], first["number"])
    assert await count(desk, "intake_receipts") == 1


@pytest.mark.parametrize(("mode", "others"), [("create_only", 409), ("upsert", 200)])
async def test_of_simultaneous_webhooks_about_one_thing_one_makes_the_ticket(
    callers_: Callers, desk: Desk, mode: str, others: int
) -> None:
    shop = await partner(callers_, mode=mode)
    answers = await asyncio.gather(*(shop.post(ORDER) for _ in range(8)))
    assert Counter(each.status_code for each in answers) == {201: 1, others: 7}
    assert await count(desk, "tickets") == await count(desk, "messages") == 1


async def test_an_unknown_source_looks_like_a_wrong_signature(callers_: Callers, desk: Desk) -> None:
    shop, bank = await partner(callers_, "shop"), await partner(callers_, "bank")
    foreign = Partner(shop.api, shop.admin, bank.id, "bank", shop.secret)
    nowhere = Partner(shop.api, shop.admin, bank.id, "nowhere", shop.secret)
    problems = []
    for each in (foreign, nowhere):
        answer = await each.post(ORDER)
        assert answer.status_code == 401
        problems.append({name: value for name, value in answer.json().items() if name != "request_id"})
    assert problems[0] == problems[1]
    assert problems[0]["code"] == "invalid_signature"
    assert await count(desk, "tickets") == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook_id": ""},
        {"webhook_timestamp": ""},
        {"webhook_signature": ""},
        {"webhook_signature": "v1"},
        {"webhook_signature": "v1,"},
        {"webhook_signature": ","},
        {"webhook_signature": "v1,a,b"},
        {"webhook_signature": "v1,not base64"},
        {"webhook_signature": "v1,\xe9\xe9"},
        {"webhook_signature": "v2,AAAA"},
        {"webhook_signature": "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        {"webhook_timestamp": "nan"},
        {"webhook_timestamp": "1e9"},
        {"webhook_timestamp": "-5"},
        {"webhook_timestamp": "99999999999999999999"},
        {"webhook_timestamp": "\xb2\xb2"},
        {"webhook_id": "with blank"},
        {"webhook_id": "x" * 300},
        {"webhook_id": "another"},
    ],
)
async def test_unusable_headers_are_refused(callers_: Callers, headers: dict[str, str]) -> None:
    shop = await partner(callers_)
    body = b'{"subject": "x"}'
    sent = shop.headers(body, webhook_id="msg_1") | {name.replace("_", "-"): value for name, value in headers.items()}
    latin = {name: value.encode("latin-1") for name, value in sent.items() if value}
    answer = await shop.api("POST", "/v1/intake/shop", content=body, headers=latin)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_signature")


@pytest.mark.parametrize("late", [-3600, -310, 310, 3600])
async def test_a_clock_that_is_off_is_named(callers_: Callers, late: float) -> None:
    shop = await partner(callers_)
    answer = await shop.post(ORDER, late=late)
    assert (answer.status_code, answer.json()["code"]) == (401, "webhook_expired")


async def test_a_body_changed_on_its_way_is_refused(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    signed = shop.headers(b'{"subject": "pay 1"}')
    answer = await shop.api("POST", "/v1/intake/shop", content=b'{"subject": "pay 9"}', headers=signed)
    assert answer.status_code == 401
    assert await count(desk, "tickets") == 0


async def test_one_readable_signature_among_unreadable_ones_is_enough(callers_: Callers) -> None:
    shop = await partner(callers_)
    body = b'{"subject": "x"}'
    headers = shop.headers(body)
    headers["webhook-signature"] = f"v1a,zzz broken {headers['webhook-signature']} v1,AAAA"
    answer = await shop.api("POST", "/v1/intake/shop", content=body, headers=headers)
    assert answer.status_code == 201


async def test_both_secrets_sign_during_a_rotation(callers_: Callers) -> None:
    shop = await partner(callers_)
    old = shop.secret
    shop.secret = (await shop.admin.post(f"/v1/sources/{shop.id}/rotate-secret"))["secret"]
    assert (await shop.post({"subject": "new secret"})).status_code == 201
    shop.secret = old
    assert (await shop.post({"subject": "old secret"})).status_code == 201
    await shop.admin.post(f"/v1/sources/{shop.id}/rotate-secret", {"overlap_seconds": 0})
    assert (await shop.post({"subject": "leaked secret"})).status_code == 401


async def test_the_old_secret_ends_when_its_time_is_up(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    await shop.admin.post(f"/v1/sources/{shop.id}/rotate-secret", {"overlap_seconds": 60})
    assert (await shop.post({"subject": "still good"})).status_code == 201
    async with desk.database.lean() as connection:
        # A minute goes by.
        await connection.execute("UPDATE sources SET previous_secret_until = previous_secret_until - interval '60 s'")
    assert (await shop.post({"subject": "too late"})).status_code == 401


async def test_a_source_that_is_switched_off_is_told_so(callers_: Callers) -> None:
    shop = await partner(callers_)
    await shop.admin.patch(f"/v1/sources/{shop.id}", {"enabled": False})
    answer = await shop.post(ORDER)
    assert (answer.status_code, answer.json()["code"]) == (403, "source_disabled")
    assert (await shop.post(ORDER, webhook_signature="v1,AAAA")).status_code == 401
    await shop.admin.patch(f"/v1/sources/{shop.id}", {"enabled": True})
    assert (await shop.post(ORDER)).status_code == 201


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b"not json", 400, "invalid_json"),
        (b'{"subject": NaN}', 400, "invalid_json"),
        (b'{"subject": "\\ud800"}', 400, "invalid_json"),
        (b'{"subject": "a\\u0000b"}', 400, "nul_character"),
        (b"[" * 100 + b"]" * 100, 400, "too_deep"),
        (b"[" * 100_000, 400, "invalid_json"),
        (b'{"subject": "\xff"}', 401, "invalid_signature"),
        (b"null", 422, "no_text"),
        (b"42", 422, "no_text"),
        (b'"hello"', 422, "no_text"),
        (b"[]", 422, "no_text"),
        (b"{}", 422, "no_text"),
        (b'{"subject": "   ", "body": null}', 422, "no_text"),
        (b'{"subject": {"a": 1}, "body": "x"}', 422, "invalid"),
        (b'{"body": ["x"]}', 422, "invalid"),
        (b'{"body": "x", "priority": "whatever"}', 422, "invalid"),
        (b'{"body": "x", "priority": {}, "requester": {"email": "nobody"}}', 422, "invalid"),
        (b'{"body": "x", "custom_fields": [1]}', 422, "invalid"),
        (b'{"body": "x", "tags": [["deep"]]}', 422, "invalid"),
    ],
)
async def test_a_signed_body_that_is_no_ticket(
    callers_: Callers, desk: Desk, raw: bytes, status: int, code: str
) -> None:
    shop = await partner(callers_, unmappable="refuse")
    answer = await shop.post(None, raw=raw)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await count(desk, "tickets") == await count(desk, "intake_receipts") == await count(desk, "customers") == 0


async def test_a_body_over_the_limit_is_refused(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    answer = await shop.post({"subject": "x", "body": "y" * 300_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    just_fits = {"subject": "x", "filler": "y" * 262_000}
    assert (await shop.post(just_fits)).status_code == 201
    assert await count(desk, "tickets") == 1


async def test_problems_point_into_the_partners_own_json(callers_: Callers) -> None:
    mapping = {"requester_email": "order.buyer.mail", "priority": "order.level"}
    shop = await partner(callers_, mapping=mapping, unmappable="refuse")
    answer = await shop.post({"body": "x", "order": {"buyer": {"mail": "nobody"}, "level": "soon"}})
    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {"/order/buyer/mail", "/order/level"}


async def test_a_mapping_is_followed_and_its_change_takes_effect(callers_: Callers) -> None:
    shop = await partner(callers_, mapping={"subject": "issue.fields.summary", "tags": None, "external_id": "issue.id"})
    sent: dict[str, Any] = {
        "issue": {"id": 17, "fields": {"summary": "Deep inside", "notes": ["first", "second"]}},
        "subject": "not this",
        "body": "Words",
        "tags": ["not these"],
    }
    ticket = await shop.ticket(sent)
    assert (ticket["subject"], ticket["external_id"], ticket["tags"]) == ("Deep inside", "17", [])
    await shop.admin.patch(f"/v1/sources/{shop.id}", {"mapping": {"body": "issue.fields.notes.1"}})
    ticket = await shop.ticket({**sent, "external_id": 18})
    assert ticket["messages"][0]["body"] == "second"
    assert ticket["subject"] == "not this"


async def test_tickets_of_a_source_belong_to_its_brand(callers_: Callers, desk: Desk) -> None:
    team = await callers_.team("Shop team")
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        work.session.add(Brand(key="a", name="A", created_at=now, updated_at=now))
        work.session.add(Brand(key="b", name="B", default_team_id=team, created_at=now, updated_at=now))
    shop = await partner(callers_, brand="b")
    ticket = await shop.ticket(ORDER)
    assert (ticket["brand"], ticket["team_id"]) == ("b", str(team))


async def test_the_same_person_stays_one_customer(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    bodies = [{"body": f"call {n}", "requester": {"phone": "+49 (30) 1234-567"}} for n in range(6)]
    answers = await asyncio.gather(*(shop.post(each) for each in bodies))
    assert {each.status_code for each in answers} == {201}
    assert await count(desk, "customers") == 1


async def test_a_partner_key_of_the_source_sees_these_tickets_only(callers_: Callers) -> None:
    shop, bank = await partner(callers_, "shop"), await partner(callers_, "bank")
    mine, other = await shop.ticket(ORDER), await bank.ticket(ORDER)
    key = await callers_.partner(source_id=shop.id)  # type: ignore[arg-type]
    listed = await key.get("/v1/tickets?external_id=order-4711")
    assert [each["id"] for each in listed["items"]] == [mine["id"]]
    await key.refused("GET", f"/v1/tickets/{other['id']}", 404, "not_found")


async def test_an_idempotency_key_never_stands_in_for_a_signature(callers_: Callers) -> None:
    shop = await partner(callers_)
    first = await shop.post(ORDER, idempotency_key="mine")
    assert first.status_code == 201
    headers = {"idempotency-key": "mine", "content-type": "application/json"}
    body = first.request.content
    await shop.api.refused("POST", "/v1/intake/shop", 401, "invalid_signature", content=body, headers=headers)


async def test_a_signature_does_not_need_to_be_the_newest_kind(callers_: Callers) -> None:
    shop = await partner(callers_)
    body = b'{"subject": "x"}'
    stamp = str(int(clock.now().timestamp()))
    wrong = signature("whsec_" + "A" * 43 + "=", "msg_1", stamp, body)
    right = signature(shop.secret, "msg_1", stamp, body)
    answer = await shop.post(
        None, raw=body, webhook_id="msg_1", webhook_timestamp=stamp, webhook_signature=f"{wrong} {right}"
    )
    assert answer.status_code == 201


async def test_the_guide_says_how_to_sign(callers_: Callers) -> None:
    guide = (Path(__file__).parents[2] / "docs/guides/partner.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(guide.split("```python\n")[1].split("```")[0], names)  # noqa: S102 - our own guide
    shop = await partner(callers_)
    url = f"{shop.api.desk.url}/v1/intake/shop"
    made = await asyncio.to_thread(names["post_webhook"], url, shop.secret, "msg_1", ORDER)
    again = await asyncio.to_thread(names["post_webhook"], url, shop.secret, "msg_1", ORDER)
    assert (made[0], again[0]) == (201, 200)
    assert made[1] == again[1]


async def test_too_many_webhooks_of_one_source_are_told_when_to_come_back(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PER_MINUTE", 3)
    shop, bank = await partner(callers_, "shop"), await partner(callers_, "bank")
    for n in range(3):
        assert (await shop.post({"body": f"{n}"})).status_code == 201
    for _ in range(5):
        assert (await bank.post(ORDER, webhook_signature="v1,AAAA")).status_code == 401
    answer = await shop.post({"body": "4"})
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert int(answer.headers["retry-after"]) > 0
    assert (await bank.post({"body": "not the bank's fault"})).status_code == 201
