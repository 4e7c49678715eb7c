"""`/v1/opt-outs`: one link ends mails of a kind, for the whole person, and nothing happens by opening it."""

from uuid import UUID

import pytest

from app import clock
from app.services import opt_outs, rate_limits
from tests.conftest import Callers


def token_of(customer: UUID, kind: str = "surveys") -> str:
    """As it stands in a mail to this customer."""
    return opt_outs.url(customer, "outreach" if kind == "outreach" else "surveys", clock.now()).rpartition("/")[2]


async def out(callers: Callers, *customers: UUID) -> set[UUID]:
    """Those of them who get no surveys."""
    async with callers.desk.database.lean() as connection:
        return await opt_outs.among(connection, customers, "surveys")


async def test_a_link_ends_mails_of_its_kind_and_brings_them_back(callers_: Callers) -> None:
    vera, oleg = await callers_.customer(), await callers_.customer(name="Oleg")
    nobody, anna = callers_.nobody(), await callers_.agent()
    path = f"/v1/opt-outs/{token_of(vera.who)}"
    assert await nobody.get(path) == {"kind": "surveys", "opted_out": False}
    for _ in range(2):
        ended = await nobody("POST", path, content=b"List-Unsubscribe=One-Click", expect=200)
        assert ended.json() == {"kind": "surveys", "opted_out": True}
    assert await out(callers_, vera.who, oleg.who) == {vera.who}
    (seen,) = (await anna.get(f"/v1/customers/{vera.who}/opt-outs"))["items"]
    assert (seen["kind"], seen["by"]) == ("surveys", "link")
    assert await nobody.get(f"/v1/opt-outs/{token_of(vera.who, 'outreach')}") == {
        "kind": "outreach", "opted_out": False,
    }  # fmt: skip
    assert (await nobody.post(f"{path}/undo", expect=200))["opted_out"] is False
    assert await out(callers_, vera.who) == set()


async def test_it_is_said_for_everybody_who_is_the_same_person(callers_: Callers) -> None:
    vera, again, anna = await callers_.customer(), await callers_.customer(), await callers_.agent()
    path = f"/v1/customers/{again.who}/opt-outs"
    assert (await anna.put(path, {"kinds": ["surveys", "surveys"]}))["items"][0]["by"] == "staff"
    await anna.post(f"/v1/customers/{again.who}/merge", {"into_id": str(vera.who)}, expect=200)
    assert await out(callers_, vera.who, again.who) == {vera.who, again.who}
    # Set again it is as it was said; what is left out goes, whoever of them has said it.
    before = await anna.get(f"/v1/customers/{vera.who}/opt-outs")
    both = await anna.put(f"/v1/customers/{vera.who}/opt-outs", {"kinds": ["outreach", "surveys"]})
    assert before["items"][0] in both["items"]
    assert (await anna.put(f"/v1/customers/{vera.who}/opt-outs", {"kinds": []}))["items"] == []
    assert await out(callers_, vera.who, again.who) == set()
    await anna.refused("PUT", path, 422, "invalid", json={"kinds": ["everything"]})
    await vera.refused("GET", path, 403, "forbidden")


async def test_a_link_that_is_not_ours(callers_: Callers) -> None:
    nobody = callers_.nobody()
    for odd in ("x", "opt_x", "opt_" + "A" * 52, "%00", "\u202e"):
        for method, path in (("GET", ""), ("POST", ""), ("POST", "/undo")):
            await nobody.refused(method, f"/v1/opt-outs/{odd}{path}", 404, "unknown_opt_out")
        assert (await nobody.http.get(f"/opt-outs/{odd}")).status_code == 404


async def test_the_page_does_nothing_until_its_button_is_pressed(callers_: Callers) -> None:
    vera, anna, nobody = await callers_.customer(), await callers_.agent(), callers_.nobody()
    await anna.patch(f"/v1/customers/{vera.who}", {"locale": "ru"})
    path = f"/opt-outs/{token_of(vera.who)}"
    for method in ("GET", "HEAD", "GET"):
        shown = await nobody(method, path, expect=200)
    assert await out(callers_, vera.who) == set()
    assert '<html lang="ru"' in shown.text
    assert "<script" not in shown.text
    assert "form-action 'self'" in shown.headers["content-security-policy"]
    assert (shown.headers["referrer-policy"], shown.headers["cache-control"]) == ("no-referrer", "no-store")
    # A mail program presses it by itself, and must not be sent elsewhere (RFC 8058).
    pressed = await nobody("POST", path, content=b"List-Unsubscribe=One-Click", expect=200)
    assert "?undo=1" in pressed.text
    assert await out(callers_, vera.who) == {vera.who}
    await nobody("POST", f"{path}?undo=1", expect=200)
    assert await out(callers_, vera.who) == set()


async def test_guessing_is_limited(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits.forget()
    monkeypatch.setattr(opt_outs, "PER_MINUTE", 2)
    nobody = callers_.nobody()
    for _ in range(2):
        await nobody.refused("GET", "/v1/opt-outs/x", 404, "unknown_opt_out")
    await nobody.refused("POST", "/v1/opt-outs/x", 429, "rate_limited")
    assert (await nobody.http.get("/opt-outs/x")).headers["retry-after"]
    rate_limits.forget()
