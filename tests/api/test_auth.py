"""`/v1/auth`: signing in, rotating, reuse, signing out, invitations, and what stops at once."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from app.ids import new_id
from app.services import rate_limits, refresh_tokens, shared_limits, tokens
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

PASSWORD = "an agreeable sentence"


@pytest.fixture(autouse=True)
def _counts() -> Iterator[None]:
    rate_limits.forget()
    yield
    rate_limits.forget()


@pytest.fixture
def setting(settings: Settings) -> Iterator[Callable[..., None]]:
    """Changes settings of the running desk for one test."""

    def change(**changes: Any) -> None:
        configure(settings.model_copy(update=changes))

    yield change
    configure(settings)


async def hired(callers_: Callers, email: str = "anna@desk.example", **fields: Any) -> dict[str, Any]:
    """An agent with a password, made by an admin; `admin` is that admin."""
    admin = await callers_.admin()
    made: dict[str, Any] = await admin.post(
        "/v1/agents", {"email": email, "name": "Anna", "password": PASSWORD, **fields}
    )
    return made | {"admin": admin}


async def signed_in(callers_: Callers, email: str = "anna@desk.example", password: str = PASSWORD) -> dict[str, Any]:
    """The tokens of a new sign-in."""
    made: dict[str, Any] = await callers_.nobody().post(
        "/v1/auth/token", {"email": email, "password": password}, expect=200
    )
    return made


def bearing(callers_: Callers, token: str) -> Api:
    """A client that bears this token."""
    made = Api(callers_.desk, token)
    callers_.opened.append(made)
    return made


async def renew(callers_: Callers, refresh_token: str, expect: int = 200) -> dict[str, Any]:
    """The answer to a refresh."""
    made: dict[str, Any] = await callers_.nobody().post(
        "/v1/auth/refresh", {"refresh_token": refresh_token}, expect=expect
    )
    return made


async def sql(desk: Desk, statement: str, *values: Any) -> Any:
    """One statement, committed."""
    async with desk.database.lean() as connection:
        return await connection.fetchval(statement, *values)


async def test_an_agent_signs_in_works_and_signs_out(callers_: Callers) -> None:
    anna = await hired(callers_, email="Anna@Desk.example")
    first = await signed_in(callers_, email=" anna@desk.EXAMPLE ")
    assert (first["token_type"], first["expires_in"]) == ("bearer", 900)
    api = bearing(callers_, first["access_token"])
    me = await api.get("/v1/auth/me")
    assert (me["kind"], me["id"], me["name"]) == ("agent", anna["id"], "Anna")
    assert (me["email"], me["role"]) == ("Anna@Desk.example", "agent")
    assert "presence:own" in me["permissions"]
    assert "people:write" not in me["permissions"]
    second = await renew(callers_, first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    await bearing(callers_, second["access_token"]).get("/v1/agents")
    await api("POST", "/v1/auth/logout", expect=204)
    await api.refused("GET", "/v1/auth/me", 401, "signed_out")
    await bearing(callers_, second["access_token"]).refused("GET", "/v1/auth/me", 401, "signed_out")
    assert (await renew(callers_, second["refresh_token"], 401))["code"] == "invalid_refresh_token"


async def test_who_am_i_answers_every_kind_of_caller(callers_: Callers) -> None:
    vera, shop = await callers_.customer(), await callers_.partner("people:read")
    assert await vera.get("/v1/auth/me") == {
        "kind": "customer", "id": str(vera.id), "name": "Vera",
        "permissions": ["chats:read", "chats:write", "feedback:write", "realtime", "tickets:read", "tickets:write"],
        "email": None, "role": None, "avatar_url": None,
    }  # fmt: skip
    assert await shop.get("/v1/auth/me") == {
        "kind": "partner", "id": str(shop.id), "name": "Partner", "permissions": ["people:read"],
        "email": None, "role": None, "avatar_url": None,
    }  # fmt: skip
    await callers_.nobody().refused("GET", "/v1/auth/me", 401, "unauthenticated")
    await bearing(callers_, "nonsense").refused("GET", "/v1/auth/me", 401, "invalid_token")
    await bearing(callers_, "otk_nonsense").refused("GET", "/v1/auth/me", 401, "invalid_key")


async def test_wrong_unknown_disabled_and_invited_look_the_same(callers_: Callers) -> None:
    anna = await hired(callers_)
    await anna["admin"].post("/v1/agents", {"email": "guest@desk.example", "name": "Guest"})
    nobody = callers_.nobody()
    seen = []
    for email in ("anna@desk.example", "unknown@desk.example", "guest@desk.example"):
        body = {"email": email, "password": "not the password"}
        seen.append(await nobody.refused("POST", "/v1/auth/token", 401, "invalid_credentials", json=body))
    await anna["admin"].patch(f"/v1/agents/{anna['id']}", {"status": "disabled"})
    body = {"email": "anna@desk.example", "password": PASSWORD}
    seen.append(await nobody.refused("POST", "/v1/auth/token", 401, "invalid_credentials", json=body))
    assert len({each["detail"] for each in seen}) == 1


async def test_an_unknown_address_costs_the_work_of_a_wrong_password(callers_: Callers) -> None:
    await hired(callers_)
    nobody = callers_.nobody()
    took: dict[str, list[float]] = {"anna@desk.example": [], "unknown@desk.example": []}
    for round_ in range(40):
        for email, times in took.items():
            started = clock.monotonic()
            await nobody("POST", "/v1/auth/token", expect=401, json={"email": email, "password": "not the password"})
            times.append(clock.monotonic() - started)
        # The least is the work, without what a busy machine adds; without the work it is a hundredth.
        wrong, unknown = (min(times) for times in took.values())
        if round_ >= 4 and unknown > wrong / 3:
            break
    assert unknown > wrong / 3, took


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid"),
        ({"email": "anna@desk.example"}, 422, "invalid"),
        ({"email": "anna@desk.example", "password": ""}, 422, "invalid"),
        ({"email": "anna@desk.example", "password": "x" * 201}, 422, "invalid"),
        ({"email": "anna@desk.example", "password": 5}, 422, "invalid"),
        ({"email": "anna@desk.example", "password": PASSWORD, "remember": True}, 422, "invalid"),
        ({"email": "anna@desk.example", "password": PASSWORD, "totp": "1" * 41}, 422, "invalid"),
        ({"email": "anna@desk.example", "password": "with \x00 inside"}, 400, "nul_character"),
        ({"email": "anna\x00@desk.example", "password": PASSWORD}, 400, "nul_character"),
    ],
)
async def test_what_cannot_be_a_sign_in_is_refused(callers_: Callers, body: Any, status: int, code: str) -> None:
    await callers_.nobody().refused("POST", "/v1/auth/token", status, code, json=body)


async def test_half_a_character_in_a_password_is_refused(callers_: Callers) -> None:
    await callers_.nobody().refused(
        "POST", "/v1/auth/token", 400, "invalid_json",
        content=rb'{"email": "anna@desk.example", "password": "\ud800 and more"}',
        headers={"content-type": "application/json"},
    )  # fmt: skip


async def test_a_password_may_be_typed_on_any_keyboard(callers_: Callers) -> None:
    await hired(callers_, password="пароль: буквы й и é", email="ivan@desk.example")
    decomposed = "пароль: буквы и\u0306 и e\u0301"
    await signed_in(callers_, email="ivan@desk.example", password=decomposed)


async def test_failed_sign_ins_are_slowed_down_per_account(callers_: Callers, setting: Callable[..., None]) -> None:
    admin = (await hired(callers_))["admin"]
    await admin.post("/v1/agents", {"email": "oleg@desk.example", "name": "Oleg", "password": PASSWORD})
    setting(login_attempts=3)
    nobody = callers_.nobody()
    for _ in range(5):
        await signed_in(callers_)  # good ones do not count
    wrong = {"email": "anna@desk.example", "password": "not the password"}
    answers = await asyncio.gather(*(nobody("POST", "/v1/auth/token", json=wrong) for _ in range(6)))
    assert sorted(each.status_code for each in answers) == [401, 401, 401, 429, 429, 429]
    right = {"email": "ANNA@desk.example", "password": PASSWORD}
    answer = await nobody("POST", "/v1/auth/token", expect=429, json=right)
    assert answer.json()["code"] == "rate_limited"
    assert 1 <= int(answer.headers["retry-after"]) <= 300
    await signed_in(callers_, email="oleg@desk.example")


async def test_guessing_over_many_accounts_is_slowed_down_too(callers_: Callers, setting: Callable[..., None]) -> None:
    setting(login_attempts=1)
    nobody = callers_.nobody()
    bodies = [{"email": f"{n}@desk.example", "password": "not the password"} for n in range(22)]
    answers = await asyncio.gather(*(nobody("POST", "/v1/auth/token", json=body) for body in bodies))
    assert sorted(each.status_code for each in answers) == [401] * 20 + [429] * 2


def at(network: str) -> dict[str, Any]:
    """As if from a network: the desk under test believes its peer, as it believes a proxy."""
    return {"headers": {"x-forwarded-for": network}}


async def test_one_account_is_not_guessed_from_many_networks(
    callers_: Callers, setting: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await hired(callers_)
    setting(login_attempts=1)
    nobody, admin = callers_.nobody(), made["admin"]
    anna = {"email": "anna@desk.example", "password": PASSWORD}
    networks = itertools.count()
    at_home = await nobody("POST", "/v1/auth/token", expect=200, json=anna, **at("192.0.2.1"))

    async def guesses(email: str) -> list[tuple[int, str]]:
        # However the address is written, and whichever process is asked: each of these has forgotten the one before.
        bodies = [{"email": each, "password": "not the password"} for each in (email, email.upper(), email.title())]
        answers = []
        for n in range(6):
            rate_limits.forget()
            answers.append(
                await nobody("POST", "/v1/auth/token", json=bodies[n % 3], **at(f"2001:db8:{next(networks):x}::1"))
            )
        wait = int(answers[-1].headers["retry-after"])
        assert 3000 < wait <= 3600, "the same for an hour, for whoever asks"
        return [(each.status_code, each.json()["code"]) for each in answers]

    # Nobody finds out by this which accounts there are.
    expected = [(401, "invalid_credentials")] * 5 + [(429, "rate_limited")]
    assert await guesses("anna@desk.example") == expected
    assert await guesses("nobody@desk.example") == expected
    # The right password is not even looked at: whoever guesses it at last would learn that.
    await nobody("POST", "/v1/auth/token", expect=429, json=anna, **at("203.0.113.9"))
    # Where Anna has signed in from she gets in, and who is in stays in.
    await nobody("POST", "/v1/auth/token", expect=200, json=anna, **at("192.0.2.1"))
    refreshed = {"refresh_token": at_home.json()["refresh_token"]}
    await nobody("POST", "/v1/auth/refresh", expect=200, json=refreshed, **at("203.0.113.9"))
    # That she got in is the end of it.
    await nobody("POST", "/v1/auth/token", expect=200, json=anna, **at("203.0.113.9"))

    assert await guesses("anna@desk.example") == expected
    limits = "/v1/sign-in-limits"
    (shown,) = (await admin.get(limits))["items"]
    assert (shown["agent_id"], shown["failures"], shown["limit"], shown["refused"]) == (made["id"], 5, 5, True)
    lead = await callers_.agent(role="lead")
    await lead.refused("GET", limits, 403, "forbidden")
    await lead.refused("DELETE", f"{limits}/{made['id']}", 403, "forbidden")
    await nobody.refused("GET", limits, 401, "unauthenticated")
    await admin.refused("DELETE", f"{limits}/{new_id()}", 404, "not_found")
    await admin("DELETE", f"{limits}/{made['id']}", expect=204)
    assert (await admin.get(limits))["items"] == []
    await nobody("POST", "/v1/auth/token", expect=200, json=anna, **at("203.0.113.10"))

    # Without any of that it is over after an hour, and what is over is swept.
    assert await guesses("anna@desk.example") == expected
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=61))
    await nobody("POST", "/v1/auth/token", expect=200, json=anna, **at("203.0.113.11"))
    async with callers_.desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM shared_limits WHERE until < $1", clock.now()) == 0


async def test_a_network_is_not_an_agents_when_its_sign_in_was_ended_for_a_reason(
    callers_: Callers, setting: Callable[..., None]
) -> None:
    admin = (await hired(callers_))["admin"]
    setting(login_attempts=1)
    nobody = callers_.nobody()
    anna = {"email": "anna@desk.example", "password": PASSWORD}
    first = (await nobody("POST", "/v1/auth/token", expect=200, json=anna, **at("192.0.2.1"))).json()
    # A copy of her tokens was used there: that network is a thief's as well.
    for _ in range(2):
        second = (await nobody("POST", "/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    await nobody("POST", "/v1/auth/refresh", expect=200, json={"refresh_token": second["refresh_token"]})
    await nobody.refused(
        "POST", "/v1/auth/refresh", 401, "refresh_token_reused", json={"refresh_token": first["refresh_token"]}
    )
    wrong = {**anna, "password": "not the password"}
    answers = [await nobody("POST", "/v1/auth/token", json=wrong, **at(f"198.51.100.{n}")) for n in range(5)]
    assert {each.status_code for each in answers} == {401}
    await nobody("POST", "/v1/auth/token", expect=429, json=anna, **at("192.0.2.1"))
    assert len((await admin.get("/v1/sign-in-limits"))["items"]) == 1


async def test_two_sign_ins_never_wait_for_each_other_in_a_circle(callers_: Callers, desk: Desk) -> None:
    """One holds a network that the other one counts, and goes on to an account whose count is over."""
    account, network = "boris@desk.example", "198.51.100.7"
    wrong = {"email": "anna@desk.example", "password": "not the password"}
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))"

    async def kept_waiting() -> int:
        async with desk.database.lean() as looking:
            return int(await looking.fetchval(waiting, connection.get_server_pid()))

    async with desk.database.lean() as connection:
        await shared_limits.count(connection, "sign-in account", account, limit=9, seconds=-1)
        async with connection.transaction():
            await shared_limits.count(connection, "sign-in network", network, limit=9, seconds=60)
            trying = asyncio.create_task(callers_.nobody()("POST", "/v1/auth/token", json=wrong, **at(network)))
            await eventually(kept_waiting, bool)
            await connection.execute("SELECT FROM shared_limits WHERE until < now() FOR UPDATE NOWAIT")
            await shared_limits.count(connection, "sign-in account", account, limit=9, seconds=60)
    assert (await trying).status_code == 401


async def test_ones_own_password_is_not_guessed_at_an_open_screen(
    callers_: Callers, setting: Callable[..., None]
) -> None:
    await hired(callers_)
    anna = bearing(callers_, (await signed_in(callers_))["access_token"])
    setting(login_attempts=2)
    for expected in ((422, "wrong_password"), (422, "wrong_password"), (429, "rate_limited")):
        rate_limits.forget()
        body = {"current": "not the password", "new": "another long sentence"}
        await anna.refused("POST", "/v1/agents/me/password", *expected, json=body)


def test_counts_stay_small_and_end_with_their_window() -> None:
    from app.errors import TooMany  # noqa: PLC0415

    for n in range(rate_limits.MAX_KEYS + 100):
        rate_limits.check("flood", str(n), limit=1, seconds=60)
    assert len(rate_limits._tables["flood"]) == rate_limits.MAX_KEYS
    rate_limits.check("flood", "0", limit=1, seconds=60)  # long gone
    with pytest.raises(TooMany):
        rate_limits.check("flood", "0", limit=1, seconds=60)
    rate_limits.check("flood", "0", limit=1, seconds=0)  # a window that is over
    rate_limits.refund("flood", "0")
    rate_limits.check("flood", "0", limit=1, seconds=60)
    rate_limits.refund("nothing", "nobody")
    assert rate_limits.network_of("2001:db8:1:2:3::5") == rate_limits.network_of("2001:db8:1:2::9")
    assert rate_limits.network_of("::ffff:192.0.2.1") == rate_limits.network_of("192.0.2.1")


async def test_a_lost_answer_can_be_asked_for_again_within_the_grace(callers_: Callers, desk: Desk) -> None:
    await hired(callers_)
    first = await signed_in(callers_)
    second = await renew(callers_, first["refresh_token"])
    again = await renew(callers_, first["refresh_token"])
    assert again["refresh_token"] == second["refresh_token"]
    await bearing(callers_, again["access_token"]).get("/v1/auth/me")
    third = await renew(callers_, second["refresh_token"])
    await renew(callers_, third["refresh_token"])
    assert await sql(desk, "SELECT count(*) FROM sign_ins WHERE ended_at IS NOT NULL") == 0


async def test_a_spent_token_shown_later_ends_the_sign_in_for_everybody(callers_: Callers, desk: Desk) -> None:
    await hired(callers_)
    first = await signed_in(callers_)
    other = await signed_in(callers_)
    second = await renew(callers_, first["refresh_token"])
    await sql(desk, "UPDATE sign_ins SET rotated_at = rotated_at - interval '11 seconds' WHERE rotated_at IS NOT NULL")
    assert (await renew(callers_, first["refresh_token"], 401))["code"] == "refresh_token_reused"
    assert (await renew(callers_, second["refresh_token"], 401))["code"] == "invalid_refresh_token"
    await bearing(callers_, second["access_token"]).refused("GET", "/v1/auth/me", 401, "signed_out")
    await bearing(callers_, other["access_token"]).get("/v1/auth/me")
    assert await sql(desk, "SELECT ended_because FROM sign_ins WHERE ended_at IS NOT NULL") == "refresh_token_reused"


async def test_a_token_two_generations_old_is_reuse_even_within_the_grace(callers_: Callers) -> None:
    await hired(callers_)
    first = await signed_in(callers_)
    second = await renew(callers_, first["refresh_token"])
    third = await renew(callers_, second["refresh_token"])
    assert (await renew(callers_, first["refresh_token"], 401))["code"] == "refresh_token_reused"
    assert (await renew(callers_, third["refresh_token"], 401))["code"] == "invalid_refresh_token"


async def test_a_token_not_yet_given_out_is_reuse_as_well(callers_: Callers, desk: Desk) -> None:
    await hired(callers_)
    await signed_in(callers_)
    sign_in_id: UUID = await sql(desk, "SELECT id FROM sign_ins WHERE agent_id <> $1 ORDER BY id DESC", uuid4())
    assert (await renew(callers_, refresh_tokens.make(sign_in_id, 5), 401))["code"] == "refresh_token_reused"


async def test_twenty_who_refresh_at_once_get_one_successor(callers_: Callers) -> None:
    await hired(callers_)
    first = await signed_in(callers_)
    made = await asyncio.gather(*(renew(callers_, first["refresh_token"]) for _ in range(20)))
    assert len({each["refresh_token"] for each in made}) == 1
    following = await renew(callers_, made[7]["refresh_token"])
    await bearing(callers_, following["access_token"]).get("/v1/auth/me")


async def test_a_made_up_or_expired_refresh_token_is_refused_and_ends_nothing(callers_: Callers, desk: Desk) -> None:
    await hired(callers_)
    first = await signed_in(callers_)
    good = first["refresh_token"]
    # Not the last letter, which does not count as a whole.
    wrong = good[:-5] + ("A" if good[-5] != "A" else "B") + good[-4:]
    made_up = ["otr_", "x", first["access_token"], wrong, refresh_tokens.make(new_id(), 0)]
    for token in made_up:
        assert (await renew(callers_, token, 401))["code"] == "invalid_refresh_token"
    second = await renew(callers_, first["refresh_token"])
    await sql(desk, "UPDATE sign_ins SET expires_at = now() - interval '1 second'")
    assert (await renew(callers_, second["refresh_token"], 401))["code"] == "invalid_refresh_token"
    body = {"refresh_token": second["refresh_token"], "device": "x"}
    await callers_.nobody().refused("POST", "/v1/auth/refresh", 422, "invalid", json=body)


async def test_signing_out_by_refresh_token_works_without_a_good_access_token(callers_: Callers) -> None:
    await hired(callers_)
    first = await signed_in(callers_)
    stale = bearing(callers_, "stale")
    for _ in range(2):
        await stale("POST", "/v1/auth/logout", expect=204, json={"refresh_token": first["refresh_token"]})
    await stale("POST", "/v1/auth/logout", expect=204, json={"refresh_token": "never issued"})
    await bearing(callers_, first["access_token"]).refused("GET", "/v1/auth/me", 401, "signed_out")


async def test_who_may_sign_out_by_bearer(callers_: Callers) -> None:
    vera, shop, nobody = await callers_.customer(), await callers_.partner(), callers_.nobody()
    await vera.refused("POST", "/v1/auth/logout", 403, "forbidden")
    await shop.refused("POST", "/v1/auth/logout", 403, "forbidden")
    await nobody.refused("POST", "/v1/auth/logout", 401, "unauthenticated")
    await nobody.refused("POST", "/v1/auth/logout", 401, "unauthenticated", json={})


async def test_a_visitors_token_does_not_open_an_agents_door(callers_: Callers, desk: Desk) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    await vera.refused("GET", "/v1/agents", 403, "forbidden")
    # The same claims under the agents' key, and an agent's claims with a visitor's session: nobody either.
    session_id = await sql(desk, "SELECT id FROM visitor_sessions")
    assert vera.id is not None
    assert anna.id is not None
    for who in (vera.id, anna.id):
        token = tokens.issue("agent", who, session_id, seconds=60, now=clock.now())
        await bearing(callers_, token).refused("GET", "/v1/agents", 401, "signed_out")
    expired = tokens.issue("agent", anna.id, session_id, seconds=60, now=clock.now() - timedelta(minutes=5))
    await bearing(callers_, expired).refused("GET", "/v1/agents", 401, "token_expired")


@pytest.mark.parametrize("change", [{"status": "disabled"}, {"role": "agent"}])
async def test_disabling_or_demoting_stops_every_token_at_once(
    callers_: Callers, setting: Callable[..., None], change: dict[str, str]
) -> None:
    setting(actor_cache_seconds=5)
    lead = await hired(callers_, role="lead")
    first, second = await signed_in(callers_), await signed_in(callers_)
    for each in (first, second):
        await bearing(callers_, each["access_token"]).get("/v1/auth/me")
    await lead["admin"].patch(f"/v1/agents/{lead['id']}", change)
    for each in (first, second):
        await bearing(callers_, each["access_token"]).refused("GET", "/v1/auth/me", 401, "signed_out")
        assert (await renew(callers_, each["refresh_token"], 401))["code"] == "invalid_refresh_token"


async def test_a_promotion_takes_effect_at_once_and_nobody_is_thrown_out(
    callers_: Callers, setting: Callable[..., None]
) -> None:
    setting(actor_cache_seconds=5)
    anna = await hired(callers_)
    api = bearing(callers_, (await signed_in(callers_))["access_token"])
    assert "keys:write" not in (await api.get("/v1/auth/me"))["permissions"]
    await anna["admin"].patch(f"/v1/agents/{anna['id']}", {"role": "admin"})
    assert "keys:write" in (await api.get("/v1/auth/me"))["permissions"]


async def test_a_changed_password_ends_every_sign_in_but_the_one_it_answers(callers_: Callers) -> None:
    await hired(callers_)
    first, second = await signed_in(callers_), await signed_in(callers_)
    api = bearing(callers_, first["access_token"])
    body = {"current": "not the password", "new": "another long sentence"}
    problem = await api.refused("POST", "/v1/agents/me/password", 422, "wrong_password", json=body)
    assert problem["errors"][0]["pointer"] == "/current"
    made = await api.post("/v1/agents/me/password", body | {"current": PASSWORD}, expect=200)
    for each in (first, second):
        await bearing(callers_, each["access_token"]).refused("GET", "/v1/auth/me", 401, "signed_out")
        assert (await renew(callers_, each["refresh_token"], 401))["code"] == "invalid_refresh_token"
    await bearing(callers_, made["access_token"]).get("/v1/auth/me")
    old = {"email": "anna@desk.example", "password": PASSWORD}
    await callers_.nobody().refused("POST", "/v1/auth/token", 401, "invalid_credentials", json=old)
    await signed_in(callers_, password="another long sentence")


async def test_two_password_changes_at_once_leave_one_password(callers_: Callers) -> None:
    await hired(callers_)
    api = bearing(callers_, (await signed_in(callers_))["access_token"])
    bodies = [{"current": PASSWORD, "new": f"another long sentence {n}"} for n in range(2)]
    answers = await asyncio.gather(*(api("POST", "/v1/agents/me/password", json=body) for body in bodies))
    assert sorted(each.status_code for each in answers) in ([200, 401], [200, 422])
    won = next(n for n, each in enumerate(answers) if each.status_code == 200)
    await signed_in(callers_, password=f"another long sentence {won}")


async def test_guesses_at_ones_current_password_are_slowed_down(
    callers_: Callers, setting: Callable[..., None]
) -> None:
    await hired(callers_)
    api = bearing(callers_, (await signed_in(callers_))["access_token"])
    setting(login_attempts=2)
    body = {"current": "not the password", "new": "another long sentence"}
    for status, code in ((422, "wrong_password"), (422, "wrong_password"), (429, "rate_limited")):
        await api.refused("POST", "/v1/agents/me/password", status, code, json=body)


async def test_an_invitation_is_shown_once_works_once_and_signs_in(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin.post("/v1/agents", {"email": "guest@desk.example", "name": "Guest"})
    assert made["status"] == "invited"
    path = f"/v1/agents/{made['id']}"
    assert "invitation_token" not in await admin.get(path)
    body = {"token": made["invitation_token"], "password": PASSWORD}
    nobody = callers_.nobody()
    short = body | {"password": "short"}
    await nobody.refused("POST", "/v1/auth/invitations/accept", 422, "invalid", json=short)
    answers = await asyncio.gather(*(nobody("POST", "/v1/auth/invitations/accept", json=body) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 401, 401]
    accepted = next(each for each in answers if each.status_code == 200).json()
    await bearing(callers_, accepted["access_token"]).get("/v1/auth/me")
    await nobody.refused("POST", "/v1/auth/invitations/accept", 401, "invalid_invitation", json=body)
    assert (await admin.get(path))["status"] == "active"
    await signed_in(callers_, email="guest@desk.example")


async def test_a_newer_invitation_replaces_the_older_and_old_ones_expire(callers_: Callers, desk: Desk) -> None:
    admin, nobody = await callers_.admin(), callers_.nobody()
    made = await admin.post("/v1/agents", {"email": "guest@desk.example", "name": "Guest"})
    newer = await admin.post(f"/v1/agents/{made['id']}/invitation", expect=200)
    for token in (made["invitation_token"], "oti_made-up"):
        body = {"token": token, "password": PASSWORD}
        await nobody.refused("POST", "/v1/auth/invitations/accept", 401, "invalid_invitation", json=body)
    await sql(desk, "UPDATE agents SET invitation_expires_at = now() - interval '1 second'")
    body = {"token": newer["invitation_token"], "password": PASSWORD}
    await nobody.refused("POST", "/v1/auth/invitations/accept", 401, "invalid_invitation", json=body)
    newest = await admin.post(f"/v1/agents/{made['id']}/invitation", expect=200)
    await nobody.post("/v1/auth/invitations/accept", body | {"token": newest["invitation_token"]}, expect=200)


async def test_a_forgotten_password_is_replaced_by_an_invitation(callers_: Callers) -> None:
    anna = await hired(callers_)
    before = await signed_in(callers_)
    invited = await anna["admin"].post(f"/v1/agents/{anna['id']}/invitation", expect=200)
    assert invited["status"] == "active"
    await signed_in(callers_)  # the old one works until the new one is chosen
    body = {"token": invited["invitation_token"], "password": "a new long sentence"}
    await callers_.nobody().post("/v1/auth/invitations/accept", body, expect=200)
    await bearing(callers_, before["access_token"]).refused("GET", "/v1/auth/me", 401, "signed_out")
    await signed_in(callers_, password="a new long sentence")


async def test_disabling_withdraws_an_invitation(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin.post("/v1/agents", {"email": "guest@desk.example", "name": "Guest"})
    path = f"/v1/agents/{made['id']}"
    await admin.refused("PATCH", path, 409, "invitation_pending", json={"status": "active"})
    await admin.patch(path, {"status": "disabled"})
    body = {"token": made["invitation_token"], "password": PASSWORD}
    await callers_.nobody().refused("POST", "/v1/auth/invitations/accept", 401, "invalid_invitation", json=body)
    await admin.refused("POST", f"{path}/invitation", 409, "agent_disabled")
    assert (await admin.patch(path, {"status": "active"}))["status"] == "invited"
    assert (await admin.post(f"{path}/invitation", expect=200))["invitation_token"].startswith("oti_")


async def test_signing_in_again_with_the_same_key_gives_the_same_tokens(callers_: Callers) -> None:
    await hired(callers_)
    nobody = callers_.nobody()
    body = {"email": "anna@desk.example", "password": PASSWORD}
    headers = {"idempotency-key": "sign-in-7b1f0c9e2d"}
    first = await nobody.post("/v1/auth/token", body, expect=200, headers=headers)
    assert await nobody.post("/v1/auth/token", body, expect=200, headers=headers) == first
    other = body | {"password": "not the password"}
    await nobody.refused("POST", "/v1/auth/token", 422, "idempotency_mismatch", json=other, headers=headers)
