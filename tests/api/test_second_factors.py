"""Second factors: set up, asked for, never good twice, and no way around them."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.services import rate_limits
from tests.api.scenarios.people import Phone
from tests.api.test_auth import PASSWORD, bearing, hired, setting
from tests.conftest import Api, Callers, Desk

__all__ = ["setting"]
EMAIL = "anna@desk.example"
MINE = "/v1/agents/me/second-factor"


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    """The limits of one test are not those of the next."""
    rate_limits.forget()
    yield
    rate_limits.forget()


async def sign_in(callers_: Callers, **more: Any) -> tuple[int, dict[str, Any]]:
    """The status and the answer."""
    body = {"email": EMAIL, "password": PASSWORD, **more}
    answer = await callers_.nobody()("POST", "/v1/auth/token", json=body)
    return answer.status_code, answer.json()


async def with_factor(callers_: Callers) -> tuple[Api, Phone, list[str]]:
    """Anna with a second factor: her session, her phone, her recovery codes."""
    await hired(callers_, email=EMAIL)
    anna = bearing(callers_, (await sign_in(callers_))[1]["access_token"])
    made = await anna.post(MINE, {"password": PASSWORD})
    phone = Phone(made["secret"])
    assert made["uri"].startswith("otpauth://totp/")
    assert made["secret"] in made["uri"]
    assert made["qr"].startswith("data:image/svg+xml")
    codes = (await anna.post(f"{MINE}/confirm", {"code": phone.code()}, expect=200))["recovery_codes"]
    return anna, phone, codes


async def test_a_password_alone_is_not_enough_any_more(callers_: Callers) -> None:
    anna, phone, codes = await with_factor(callers_)
    assert (len(codes), len(set(codes))) == (10, 10)
    mine = await anna.get(MINE)
    assert (mine["enabled"], mine["required"], mine["recovery_codes_left"]) == (True, False, 10)
    status, problem = await sign_in(callers_)
    assert (status, problem["code"]) == (401, "totp_required")
    # The code that confirmed it is spent; the next one is good, once.
    status, problem = await sign_in(callers_, totp=phone.code())
    assert (status, problem["code"]) == (401, "invalid_totp")
    status, made = await sign_in(callers_, totp=f" {phone.code(1)[:3]} {phone.code(1)[3:]} ")
    assert status == 200
    assert "recovery_codes" not in made
    assert (await sign_in(callers_, totp=phone.code(1)))[1]["code"] == "invalid_totp"
    # A wrong password says nothing of the second factor.
    assert (await sign_in(callers_, password="something else", totp=phone.code(1)))[1]["code"] == "invalid_credentials"


async def test_a_recovery_code_is_good_once_however_it_is_typed(callers_: Callers) -> None:
    anna, _, codes = await with_factor(callers_)
    typed = codes[3].replace("-", " ").upper()
    assert (await sign_in(callers_, totp=typed))[0] == 200
    assert (await sign_in(callers_, totp=codes[3]))[1]["code"] == "invalid_totp"
    assert (await anna.get(MINE))["recovery_codes_left"] == 9
    fresh = (await anna.post(f"{MINE}/recovery-codes", {"code": codes[4]}, expect=200))["recovery_codes"]
    assert (await sign_in(callers_, totp=codes[5]))[1]["code"] == "invalid_totp"
    assert (await sign_in(callers_, totp=fresh[0]))[0] == 200


async def test_ten_who_use_one_code_at_once_are_one(callers_: Callers) -> None:
    _, phone, codes = await with_factor(callers_)
    for code in (phone.code(1), codes[0]):
        answers = await asyncio.gather(*(sign_in(callers_, totp=code) for _ in range(10)))
        assert sorted(status for status, _ in answers) == [200, *[401] * 9]


async def test_codes_cannot_be_guessed(
    callers_: Callers, setting: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone, _ = await with_factor(callers_)
    setting(login_attempts=5)
    real = clock.now

    def after(minutes: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=minutes))

    for _ in range(5):
        assert (await sign_in(callers_, totp="no code"))[1]["code"] == "invalid_totp"
    # Counted in the database: another process, or this one when it is started anew, allows no more.
    rate_limits.forget()
    assert (await sign_in(callers_, totp=phone.code()))[0] == 429
    after(5.1)
    assert (await sign_in(callers_, totp="no code"))[1]["code"] == "invalid_totp"
    # Each further one costs more time than the one before, until a right one comes.
    after(10.2)
    assert (await sign_in(callers_, totp=phone.code()))[0] == 429
    after(15.3)
    assert (await sign_in(callers_, totp=phone.code()))[0] == 200
    assert (await sign_in(callers_, totp="no code"))[1]["code"] == "invalid_totp"


async def test_guesses_at_once_are_counted_one_by_one(callers_: Callers, setting: Callable[..., None]) -> None:
    await with_factor(callers_)
    setting(login_attempts=5)
    answers = await asyncio.gather(*(sign_in(callers_, totp="no code") for _ in range(8)))
    assert sorted(status for status, _ in answers) == [401] * 5 + [429] * 3


async def test_only_with_ones_password_and_a_code(callers_: Callers) -> None:
    await hired(callers_, email=EMAIL)
    anna = bearing(callers_, (await sign_in(callers_))[1]["access_token"])
    await anna.refused("POST", MINE, 422, "wrong_password", json={"password": "something else"})
    await anna.refused("POST", MINE, 422, "wrong_password", json={})
    await anna.refused("POST", f"{MINE}/confirm", 409, "second_factor_off", json={"code": "000000"})
    await anna.post(MINE, {"password": PASSWORD})
    await anna.refused("POST", f"{MINE}/confirm", 422, "wrong_code", json={"code": "abcdef"})
    # What was never confirmed counts for nothing, and can be begun anew.
    assert (await sign_in(callers_))[0] == 200
    phone = Phone((await anna.post(MINE, {"password": PASSWORD}))["secret"])
    codes = (await anna.post(f"{MINE}/confirm", {"code": phone.code()}, expect=200))["recovery_codes"]
    await anna.refused("POST", MINE, 409, "second_factor_on", json={"password": PASSWORD})
    await anna.refused("POST", f"{MINE}/remove", 422, "wrong_code", json={"code": phone.code()})
    await anna("POST", f"{MINE}/remove", json={"code": codes[0]}, expect=204)
    assert (await sign_in(callers_))[0] == 200
    vera = await callers_.customer()
    await vera.refused("GET", MINE, 403, "forbidden")
    status, problem = await sign_in(callers_, totp="123456")
    assert (status, problem["code"]) == (422, "totp_not_available")


async def test_an_admin_helps_who_has_lost_both(callers_: Callers) -> None:
    anna, _, _ = await with_factor(callers_)
    me = (await anna.get("/v1/auth/me"))["id"]
    ada = await callers_.admin()
    assert (await ada.get(f"/v1/agents/{me}"))["second_factor"]
    await anna.refused("DELETE", f"/v1/agents/{me}/second-factor", 403, "forbidden")
    await ada("DELETE", f"/v1/agents/{me}/second-factor", expect=204)
    await ada("DELETE", f"/v1/agents/{me}/second-factor", expect=204)
    assert not (await ada.get(f"/v1/agents/{me}"))["second_factor"]
    assert (await sign_in(callers_))[0] == 200


async def test_an_invitation_is_no_way_around(callers_: Callers) -> None:
    anna, phone, _ = await with_factor(callers_)
    me = (await anna.get("/v1/auth/me"))["id"]
    invited = await (await callers_.admin()).post(f"/v1/agents/{me}/invitation", expect=200)
    nobody, body = callers_.nobody(), {"token": invited["invitation_token"], "password": "another long sentence"}
    await nobody.refused("POST", "/v1/auth/invitations/accept", 401, "totp_required", json=body)
    assert (await sign_in(callers_))[1]["code"] == "totp_required"
    await nobody.post("/v1/auth/invitations/accept", {**body, "totp": phone.code(1)}, expect=200)


async def test_a_role_that_needs_one_sets_it_up_on_the_way_in(callers_: Callers, setting: Callable[..., None]) -> None:
    await hired(callers_, email=EMAIL)
    first = (await sign_in(callers_))[1]
    setting(totp_required=["agent"])
    # Who is in already is asked the next time that their tokens are renewed.
    nobody = callers_.nobody()
    renewal = {"refresh_token": first["refresh_token"]}
    await nobody.refused("POST", "/v1/auth/refresh", 401, "invalid_refresh_token", json=renewal)
    setting(passwords=False)
    await nobody.refused("POST", "/v1/auth/refresh", 401, "invalid_refresh_token", json=renewal)
    setting(totp_required=["agent"])
    assert (await sign_in(callers_))[1]["code"] == "totp_setup_required"
    wrong = {"email": EMAIL, "password": "something else"}
    await nobody.refused("POST", "/v1/auth/totp-setups", 401, "invalid_credentials", json=wrong)
    phone = Phone((await nobody.post("/v1/auth/totp-setups", {"email": EMAIL, "password": PASSWORD}))["secret"])
    assert (await sign_in(callers_))[1]["code"] == "totp_setup_required"
    assert (await sign_in(callers_, totp="000000"))[1]["code"] == "invalid_totp"
    status, made = await sign_in(callers_, totp=phone.code())
    assert (status, len(made["recovery_codes"])) == (200, 10)
    anna = bearing(callers_, made["access_token"])
    assert (await anna.get(MINE))["required"]
    body = {"code": made["recovery_codes"][0]}
    await anna.refused("POST", f"{MINE}/remove", 409, "second_factor_required", json=body)
    again = {"email": EMAIL, "password": PASSWORD}
    await nobody.refused("POST", "/v1/auth/totp-setups", 409, "second_factor_on", json=again)


async def test_a_new_agent_of_such_a_role_keeps_the_password_they_chose(
    callers_: Callers, setting: Callable[..., None]
) -> None:
    setting(totp_required=["agent"])
    ada = await callers_.admin()
    made = await ada.post("/v1/agents", {"name": "Anna", "email": EMAIL})
    nobody, body = callers_.nobody(), {"token": made["invitation_token"], "password": PASSWORD}
    await nobody.refused("POST", "/v1/auth/invitations/accept", 401, "totp_setup_required", json=body)
    await nobody.refused("POST", "/v1/auth/invitations/accept", 401, "invalid_invitation", json=body)
    phone = Phone((await nobody.post("/v1/auth/totp-setups", {"email": EMAIL, "password": PASSWORD}))["secret"])
    assert (await sign_in(callers_, totp=phone.code()))[0] == 200


async def test_what_is_stored_shows_nobody_a_code(callers_: Callers, desk: Desk) -> None:
    _, phone, codes = await with_factor(callers_)
    async with desk.database.lean() as connection:
        row = str(await connection.fetchval("SELECT second_factors::text FROM second_factors"))
    assert phone.secret not in row
    assert not any(code.replace("-", "") in row for code in codes)


async def test_ones_sign_ins_are_seen_and_ended(callers_: Callers) -> None:
    await hired(callers_, email=EMAIL)
    here = bearing(callers_, (await sign_in(callers_))[1]["access_token"])
    phone = callers_.nobody()
    body, device = {"email": EMAIL, "password": PASSWORD}, {"user-agent": "Phone/1 <b>"}
    made = (await phone("POST", "/v1/auth/token", json=body, headers=device, expect=200)).json()
    there = bearing(callers_, made["access_token"])
    items = (await here.get("/v1/auth/sign-ins"))["items"]
    assert (items[0]["device"], items[0]["method"]) == ("Phone/1 <b>", "password")
    assert [each["current"] for each in items] == [False, True]
    boris = await callers_.agent()
    await boris.refused("DELETE", f"/v1/auth/sign-ins/{items[0]['id']}", 404, "not_found")
    await here("DELETE", f"/v1/auth/sign-ins/{items[0]['id']}", expect=204)
    await there.refused("GET", "/v1/auth/me", 401, "signed_out")
    assert len((await here.get("/v1/auth/sign-ins"))["items"]) == 1
