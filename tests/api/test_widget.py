"""`/v1/widget/sessions`: anonymous visitors are new people, identified ones are exactly who the company says."""

import asyncio
import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest
from jose import jwt

from app.services import rate_limits, widget
from tests.conftest import Api, Callers

PATH = "/v1/widget/sessions"


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    """The limits of one test are not those of the next."""
    rate_limits.forget()
    yield
    rate_limits.forget()


async def visitor(callers_: Callers, **said: Any) -> tuple[Api, dict[str, Any]]:
    """A visitor with a token, and the answer that gave it."""
    made = await callers_.nobody().post(PATH, said)
    return callers_._api(made["token"]), made


async def brand(callers_: Callers, key: str = "shop") -> str:
    """A brand; its identity secret."""
    ada = await callers_.admin()
    await ada.post("/v1/brands", {"key": key, "name": key})
    return str((await ada.post(f"/v1/brands/{key}/identity-secret"))["secret"])


def identity(secret: str, *, algorithm: str = "HS256", **claims: Any) -> str:
    """An identity token as a company's backend signs it; None leaves a claim out."""
    now = int(time.time())
    said = {"iss": "shop", "aud": "otklik", "sub": "u-1", "iat": now, "exp": now + 300, "jti": "1"} | claims
    return str(jwt.encode({k: v for k, v in said.items() if v is not None}, secret, algorithm=algorithm))


async def test_a_visitor_writes_and_sees_only_their_own(callers_: Callers) -> None:
    vera, made = await visitor(callers_, name="Vera", email="vera@example.com", locale="de")
    assert made["expires_in"] == 30 * 86_400
    ticket = await vera.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    assert ticket["requester"] == {"id": made["customer_id"], "name": "Vera", "email": "vera@example.com"}
    other, _ = await visitor(callers_)
    await other.refused("GET", f"/v1/tickets/{ticket['id']}", 404, "not_found")
    anna = await callers_.agent()
    known = await anna.get(f"/v1/customers/{made['customer_id']}")
    assert (known["email"], known["claimed_email"], known["locale"]) == (None, "vera@example.com", "de")


async def test_a_claimed_address_opens_nobodys_tickets(callers_: Callers) -> None:
    anna = await callers_.agent()
    ticket = await anna.post(
        "/v1/tickets", {"subject": "Private", "body": "x", "requester": {"email": "vera@example.com"}}
    )
    thief, made = await visitor(callers_, email="VERA@example.com")
    assert made["customer_id"] != ticket["requester"]["id"]
    assert (await thief.get("/v1/tickets"))["items"] == []
    await thief.refused("GET", f"/v1/tickets/{ticket['id']}", 404, "not_found")
    again, second = await visitor(callers_, email="vera@example.com")
    assert second["customer_id"] != made["customer_id"]
    assert (await again.get("/v1/tickets"))["items"] == []


async def test_an_ended_session_is_refused(callers_: Callers) -> None:
    vera, _ = await visitor(callers_)
    other, _ = await visitor(callers_)
    await vera("DELETE", f"{PATH}/current", expect=204)
    await vera.refused("GET", "/v1/tickets", 401, "signed_out")
    await vera.refused("DELETE", f"{PATH}/current", 401, "signed_out")
    await other.get("/v1/tickets")
    await (await callers_.agent()).refused("DELETE", f"{PATH}/current", 403, "forbidden")
    await callers_.nobody().refused("DELETE", f"{PATH}/current", 401, "unauthenticated")


async def test_an_identified_visitor_is_one_customer_everywhere(callers_: Callers) -> None:
    secret = await brand(callers_)
    token = identity(secret, email="vera@example.com", name="Vera")
    phone, first = await visitor(callers_, brand="shop", identity_token=token)
    laptop, second = await visitor(callers_, identity_token=identity(secret, jti="2"))
    assert first["customer_id"] == second["customer_id"]
    ticket = await phone.post("/v1/tickets", {"subject": "s", "body": "b"})
    await laptop.get(f"/v1/tickets/{ticket['id']}")
    _, other = await visitor(callers_, identity_token=identity(secret, sub="u-2", email="vera@example.com"))
    assert other["customer_id"] != first["customer_id"]
    anna = await callers_.agent()
    known = await anna.get(f"/v1/customers/{first['customer_id']}")
    assert (known["external_id"], known["email"], known["name"]) == ("u-1", "vera@example.com", "Vera")
    stranger = await anna.get(f"/v1/customers/{other['customer_id']}")
    assert (stranger["email"], stranger["claimed_email"]) == (None, "vera@example.com")


async def test_an_identified_visitor_finds_what_came_by_mail(callers_: Callers) -> None:
    secret, anna = await brand(callers_), await callers_.agent()
    ticket = await anna.post("/v1/tickets", {"subject": "s", "body": "b", "requester": {"email": "Vera@example.com"}})
    _, doubted = await visitor(
        callers_, identity_token=identity(secret, sub="u-9", email="vera@example.com", email_verified=False)
    )
    assert doubted["customer_id"] != ticket["requester"]["id"]
    vera, made = await visitor(callers_, identity_token=identity(secret, email="vera@example.com"))
    assert made["customer_id"] == ticket["requester"]["id"]
    await vera.get(f"/v1/tickets/{ticket['id']}")
    moved = identity(secret, email="vera@example.org", name="Vera P.")
    _, same = await visitor(callers_, identity_token=moved)
    known = await anna.get(f"/v1/customers/{same['customer_id']}")
    assert (known["id"], known["email"], known["name"]) == (made["customer_id"], "vera@example.org", "Vera P.")


async def test_an_identified_visitor_who_was_merged_is_the_one_that_stands_for_them(callers_: Callers) -> None:
    secret, anna = await brand(callers_), await callers_.agent()
    vera = await anna.post("/v1/customers", {"name": "Vera", "email": "vera@work.example", "external_id": "crm-7"})
    _, known = await visitor(callers_, identity_token=identity(secret, email="vera@example.com", name="V."))
    await anna.post(f"/v1/customers/{known['customer_id']}/merge", {"into_id": vera["id"]}, expect=200)
    for email in ("vera@example.com", "vera@example.org", "vera@work.example"):
        _, again = await visitor(callers_, identity_token=identity(secret, email=email))
        assert again["customer_id"] == vera["id"]
    shown = await anna.get(f"/v1/customers/{vera['id']}")
    assert (shown["external_id"], shown["email"], shown["name"]) == ("crm-7", "vera@work.example", "Vera")
    kept = await anna.get(f"/v1/customers/{known['customer_id']}")
    assert (kept["external_id"], kept["email"], kept["claimed_email"]) == ("u-1", "vera@example.org", None)
    # An address of one who has another id opens nothing, also when it came to them by a merge.
    _, stranger = await visitor(callers_, identity_token=identity(secret, sub="u-2", email="vera@example.org"))
    assert stranger["customer_id"] not in {vera["id"], known["customer_id"]}


async def test_twenty_devices_at_once_are_one_customer(callers_: Callers) -> None:
    secret, anna, nobody = await brand(callers_), await callers_.agent(), callers_.nobody()
    await anna.post("/v1/customers", {"email": "oleg@example.com"})
    for sub, email in (("u-1", None), ("u-2", "vera@example.com"), ("u-3", "oleg@example.com")):
        token = identity(secret, sub=sub, email=email)
        made = await asyncio.gather(*(nobody.post(PATH, {"identity_token": token}) for _ in range(20)))
        assert len({each["customer_id"] for each in made}) == 1, sub
    assert len((await anna.get("/v1/customers"))["items"]) == 3


# How far from now, where a test says a time.
_TIMES = ("exp", "iat", "nbf")
_NOT_GOOD: list[dict[str, Any]] = [
    {"iss": "bank"},
    {"iss": None},
    {"aud": "other"},
    {"aud": None},
    {"sub": None},
    {"sub": ""},
    {"sub": "x" * 256},
    {"sub": "a\u0000b"},
    {"jti": None},
    {"iat": None},
    {"exp": None},
    {"exp": -1},
    {"exp": 3_600},
    {"iat": -3_600},
    {"iat": 500},
    {"nbf": 500},
    {"iat": "soon"},
    {"exp": "never"},
    {"email": "not an address"},
    {"email": ["vera@example.com"]},
    {"name": 7},
    {"algorithm": "HS512"},
]


async def test_identity_tokens_that_are_not_good(callers_: Callers) -> None:
    secret, nobody = await brand(callers_), callers_.nobody()
    for claims in _NOT_GOOD:
        now = int(time.time())
        said: dict[str, Any] = {k: now + v if k in _TIMES and isinstance(v, int) else v for k, v in claims.items()}
        body = {"identity_token": identity(secret, **said)}
        await nobody.refused("POST", PATH, 401, "invalid_identity_token", json=body)
    async with callers_.desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM customers") == 0


async def test_a_token_of_somebody_elses_secret_is_not_good(callers_: Callers) -> None:
    secret, nobody = await brand(callers_), callers_.nobody()
    bank = await brand(callers_, "bank")
    for token in (
        identity("x" * 40),
        identity(bank),
        jwt.encode({"sub": "u-1"}, secret),
        identity(secret)[:-2] + "AA",
        "e30.e30.e30",
        base64.urlsafe_b64encode(b"[" * 2900).decode().rstrip("=") + ".e30.e30",
    ):
        body = {"identity_token": token, "brand": "shop"}
        await nobody.refused("POST", PATH, 401, "invalid_identity_token", json=body)
    unsigned = identity(secret).split(".")
    unsigned[0] = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    for token in (".".join([*unsigned[:2], "x"]), ".".join(unsigned)):
        await nobody.refused("POST", PATH, 401, "invalid_identity_token", json={"identity_token": token})
    vera, _ = await visitor(callers_)
    mine = str(vera.token)
    await nobody.refused("POST", PATH, 401, "invalid_identity_token", json={"identity_token": mine})
    await callers_._api(identity(secret)).refused("GET", "/v1/tickets", 401, "invalid_token")


async def test_a_brand_without_a_secret_identifies_nobody(callers_: Callers) -> None:
    token, nobody = identity("x" * 40), callers_.nobody()
    await nobody.refused("POST", PATH, 401, "identity_not_set_up", json={"identity_token": token})
    await (await callers_.admin()).post("/v1/brands", {"key": "shop", "name": "Shop"})
    await nobody.refused("POST", PATH, 401, "identity_not_set_up", json={"identity_token": token, "brand": "shop"})


async def test_a_rotated_secret_is_good_beside_the_new_one(callers_: Callers) -> None:
    first = await brand(callers_)
    ada = await callers_.admin()
    second = (await ada.post("/v1/brands/shop/identity-secret"))["secret"]
    made = [(await visitor(callers_, identity_token=identity(each)))[1] for each in (first, second)]
    assert made[0]["customer_id"] == made[1]["customer_id"]
    await ada.post("/v1/brands/shop/identity-secret")
    body = {"identity_token": identity(first)}
    await callers_.nobody().refused("POST", PATH, 401, "invalid_identity_token", json=body)
    await visitor(callers_, identity_token=identity(second))


_BAD: list[Any] = [
    {"identity_token": "not.a.token at all"},
    {"identity_token": "x" * 5000},
    {"identity_token": 5},
    {"email": "no"},
    {"name": ""},
    {"locale": "xx_YY"},
    {"customer_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"},
    [],
    None,
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    nobody = callers_.nobody()
    for body in _BAD:
        await nobody.refused("POST", PATH, 422, "invalid", json=body)


async def test_an_unknown_brand_is_refused(callers_: Callers) -> None:
    await callers_.nobody().refused("POST", PATH, 422, "unknown_brand", json={"brand": "nothing"})


async def test_a_retry_is_the_same_visitor(callers_: Callers) -> None:
    nobody, headers = callers_.nobody(), {"idempotency-key": "8d2c9f0e-7a51-4a54-9f10-5b1e1c7f3a66"}
    first = await nobody.post(PATH, {"name": "Vera"}, headers=headers)
    # Visitors share one space of keys: with a guessable one somebody else would get this visitor's token.
    await nobody.refused("POST", PATH, 422, "invalid_idempotency_key", json={}, headers={"idempotency-key": "1"})
    assert await nobody.post(PATH, {"name": "Vera"}, headers=headers) == first
    async with callers_.desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM visitor_sessions") == 1
        kept = str([tuple(row) for row in await connection.fetch("SELECT * FROM idempotency_keys")])
    assert first["token"] not in kept


async def test_a_flood_from_one_address_is_stopped(callers_: Callers) -> None:
    for _ in range(widget.SESSIONS_PER_MINUTE):
        rate_limits.check("widget_sessions", "127.0.0.1", limit=widget.SESSIONS_PER_MINUTE, seconds=60)
    nobody = callers_.nobody()
    response = await nobody("POST", PATH, expect=429, json={})
    assert response.json()["code"] == "rate_limited"
    assert int(response.headers["retry-after"]) >= 1
    await nobody.http.aclose()
    async with callers_.desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM customers") == 0
