"""Bad input at every documented operation: never a 500, never an undocumented answer, never anything half-written.

The matrix is made from the OpenAPI description, so an operation is in it as soon as it exists. Every answer here is
also held against its description by the client (status, shape, problem+json, no traceback).
"""

import base64
import hmac
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest

from app import clock
from app.ids import new_id
from app.services import rate_limits, tokens
from tests.api.operations import Operation, described_operations
from tests.conftest import Api, Callers

OPERATIONS = described_operations()
ASK_NOTHING = {"whoAmI", "signOut", "changePassword"}
NIL = "00000000-0000-0000-0000-000000000000"

# What cannot be read at all, with the refusal that it gets.
UNREADABLE: list[tuple[bytes, int, str]] = [
    (b"{", 400, "invalid_json"),
    (b"hello", 400, "invalid_json"),
    (b"{'a': 1}", 400, "invalid_json"),
    (b'{"a": NaN}', 400, "invalid_json"),
    (b'{"a": Infinity}', 400, "invalid_json"),
    (b'{"a": "\\ud800"}', 400, "invalid_json"),
    (b'{"a": "\xff\xfe"}', 400, "invalid_json"),
    (b'{"a": "\xed\xa0\x80"}', 400, "invalid_json"),
    (b'{"a": 1} trailing', 400, "invalid_json"),
    (b'{"a": "x\\u0000y"}', 400, "nul_character"),
    (b'{"x\\u0000y": 1}', 400, "nul_character"),
    (b'{"a":' * 100 + b"1" + b"}" * 100, 400, "too_deep"),
    (b"[" * 100_000 + b"]" * 100_000, 400, "invalid_json"),
    (b'{"a": "' + b"x" * 1_000_000 + b'"}', 413, "body_too_large"),
]
# What is JSON and no object.
NO_OBJECT = [b"null", b"[]", b"42", b'"text"', b"true"]
ODD_VALUES: list[Any] = [
    None, True, -1, 0, 2**31, 2**53 + 1, 2**63, 1e308, "", " ", "x" * 20_000, "\u202e\ufeff\U0001f600", "'; DROP x",
    [], [None], [[]], {}, {"a": {"b": None}}, [{"a": 1}] * 300, "2020-02-30T00:00:00Z", "not-a-uuid", NIL,
]  # fmt: skip
PLAUSIBLE: list[Any] = [None, "", "\u202e\U0001f600", "x" * 20_000, NIL, [], {"a": {"b": None}}]
ODD_IDS = ["%00", "%FF", "..%2F..", "x" * 3000, NIL, "%F0%9F%98%80", "me'--", "{" + NIL + "}", "-1", "null"]
ODD_QUERY = [
    "",
    "%00",
    "%FF%FE",
    "-1",
    "0",
    "99999999999999999999",
    "1e9",
    "null",
    "x" * 2000,
    NIL,
    "%F0%9F%98%80",
    "[]",
]
_ID = NIL.encode()
CURSORS = [
    b"", b"[]", b"{}", b"null", b"[1,2]", b'["2020-01-01T00:00:00Z","x"]', b'["2020-01-01","%b"]' % _ID,
    b'["9999-12-31T23:59:59.999999Z","%b"]' % _ID, b'["0001-01-01T00:00:00+14:00","%b"]' % _ID, b'["\\u0000"]',
    b'["a\\u0000b","%b"]' % _ID, b"[" * 2000, b'["2020-01-01T00:00:00Z",null]', b"\xff\xfe",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _unlimited() -> Iterator[None]:
    """So many requests in a second are not what the limits are for."""
    rate_limits.forget()
    yield
    rate_limits.forget()


def parametrised(operations: list[Operation]) -> pytest.MarkDecorator:
    """One test per operation, named like it."""
    return pytest.mark.parametrize("operation", operations, ids=str)


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return response.status_code, response.json().get("code", "")


async def real_address(admin: Api, operation: Operation) -> str:
    """The operation's address with the id of a thing that is there, where its collection can make one."""
    collection, found, rest = operation.template.partition("/{")
    maker = next((each for each in OPERATIONS if (each.method, each.template) == ("POST", collection)), None)
    if found and maker is not None and rest.count("{") == 0:
        made = await admin("POST", collection, json=maker.example)
        if made.status_code == 201:
            return operation.address(**{operation.ids[0]: made.json()["id"]})
    return operation.address()


@parametrised([each for each in OPERATIONS if not each.public])
async def test_nobody_gets_nothing(callers_: Callers, operation: Operation) -> None:
    nobody = callers_.nobody()
    for bearer in (None, "Bearer", "Basic YTpi", "Bearer x", "bearer otk_unknown", "Bearer " + "x" * 6000):
        headers = {"authorization": bearer} if bearer else {}
        answer = await nobody(operation.method, operation.address(), json=operation.example, headers=headers)
        assert answer.status_code == 401, f"{bearer}: {answer.status_code} {answer.text}"
        assert answer.headers["www-authenticate"].startswith("Bearer")


@parametrised([each for each in OPERATIONS if not each.public and each.name not in ASK_NOTHING])
async def test_a_key_without_scopes_opens_nothing(callers_: Callers, operation: Operation) -> None:
    partner = await callers_.partner("realtime" if operation.name != "createRealtimeGrant" else "feedback:read")
    answer = await partner(operation.method, operation.address(), json=operation.example)
    assert answer.status_code == 403, answer.text


@parametrised([each for each in OPERATIONS if each.method != "GET" and not each.public])
async def test_the_wrong_caller_changes_nothing(callers_: Callers, operation: Operation) -> None:
    """A customer, a partner and an agent ask for everything there is, of things that are not theirs or not there."""
    for caller in (await callers_.customer(), await callers_.partner(), await callers_.agent()):
        if operation.has_ids:
            answer = await caller(operation.method, operation.address(), json=operation.example)
            assert answer.status_code in {403, 404, 409, 422}, answer.text


@parametrised([each for each in OPERATIONS if each.takes_body and not each.signed])
async def test_a_body_that_cannot_be_read(callers_: Callers, operation: Operation) -> None:
    admin = await callers_.admin()
    for body, status, code in UNREADABLE:
        answer = await admin(
            operation.method, operation.address(), content=body, headers={"content-type": "application/json"}
        )
        assert refusal(answer) == (status, code), f"{body[:30]!r}: {answer.status_code} {answer.text[:200]}"
    for body in NO_OBJECT:
        answer = await admin(
            operation.method, operation.address(), content=body, headers={"content-type": "application/json"}
        )
        optional = body == b"null" and not operation.needs_body
        assert optional or answer.status_code in {401, 403, 422}, f"{body!r}: {answer.status_code} {answer.text}"


@parametrised([each for each in OPERATIONS if each.takes_body and not each.signed])
async def test_a_body_that_is_not_called_json(callers_: Callers, operation: Operation) -> None:
    admin = await callers_.admin()
    body = orjson.dumps(operation.example)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense", ""):
        headers = {"content-type": kind} if kind else {}
        answer = await admin(operation.method, operation.address(), content=body, headers=headers)
        assert refusal(answer) == (415, "unsupported_media_type"), f"{kind}: {answer.text}"


@parametrised([each for each in OPERATIONS if each.takes_body and not each.signed])
async def test_fields_that_do_not_exist_are_named(callers_: Callers, operation: Operation) -> None:
    for caller in (await callers_.admin(), await callers_.customer()):
        body = {**(operation.example or {}), "no_such_field": 1}
        answer = await caller(operation.method, operation.address(), json=body)
        if answer.status_code == 403:
            continue
        assert answer.status_code == 422, answer.text
        assert "/no_such_field" in {each.get("pointer") for each in answer.json()["errors"]}


@parametrised([each for each in OPERATIONS if each.takes_body and not each.signed])
async def test_fields_of_the_wrong_kind(callers_: Callers, operation: Operation) -> None:
    """Odd values in every field: accepted where they fit, else refused by name; never a 500.

    What a schema may take goes into one field at a time, so that it gets as far as it can; the rest into all at once.
    """
    admin = await callers_.admin()
    address = await real_address(admin, operation)
    good = operation.example or {}
    bodies = [{**good, **dict.fromkeys(operation.fields, value)} for value in ODD_VALUES]
    bodies += [{**good, name: value} for name in operation.fields for value in PLAUSIBLE]
    for body in bodies:
        answer = await admin(operation.method, address, json=body)
        assert answer.status_code < 500, f"{orjson.dumps(body)[:200]!r}: {answer.text}"


# To these the zero UUID is the line of what waits for anybody.
LINES = {"getQueueBoard", "listQueueItems"}


@parametrised([each for each in OPERATIONS if each.has_ids])
async def test_addresses_of_nothing(callers_: Callers, operation: Operation) -> None:
    for caller in (await callers_.admin(), await callers_.customer()):
        unknown = await caller(operation.method, operation.address(), json=operation.example)
        expected = {401} if operation.signed else {401, 403, 404, 409, 422}
        assert unknown.status_code in expected, f"{unknown.status_code} {unknown.text}"
        for odd in ODD_IDS:
            if operation.name in LINES and NIL in odd:
                continue
            path = operation.template
            for name in operation.ids:
                path = path.replace("{" + name + "}", odd)
            answer = await caller(operation.method, path, json=operation.example)
            assert 400 <= answer.status_code < 500, f"{odd[:20]}: {answer.status_code} {answer.text}"


@parametrised([each for each in OPERATIONS if each.query])
async def test_parameters_of_the_wrong_kind(callers_: Callers, operation: Operation) -> None:
    cursors = [base64.urlsafe_b64encode(each).decode().rstrip("=") for each in CURSORS]
    for caller in (await callers_.admin(), await callers_.customer()):
        if (await caller(operation.method, operation.address())).status_code == 403:
            continue
        for name in operation.query:
            for value in ODD_QUERY + (cursors if name == "cursor" else []):
                path = f"{operation.address()}?{name}={value}"
                answer = await caller(operation.method, path, json=operation.example)
                assert answer.status_code < 500, f"{name}={value[:60]}: {answer.text}"


@parametrised([each for each in OPERATIONS if each.method in {"PATCH", "DELETE"} and each.has_ids])
async def test_preconditions_that_are_no_versions(callers_: Callers, operation: Operation) -> None:
    admin = await callers_.admin()
    for value in ("", '"', '""', 'W/"', "x" * 5000, "caf\xe9", '"1", "2"'):
        headers = {"if-match": value.encode("latin-1")}
        answer = await admin(operation.method, operation.address(), json=operation.example, headers=headers)
        assert answer.status_code in {404, 412, 422}, f"{value[:20]}: {answer.status_code} {answer.text}"


async def test_an_address_that_does_not_exist(callers_: Callers) -> None:
    for caller in (callers_.nobody(), await callers_.admin()):
        for path in ("/v1/nothing", "/v2/tickets", f"/v1/tickets/{new_id()}/nothing", "/%00", "/..;/"):
            assert (await caller("GET", path)).status_code == 404, path


async def test_a_method_that_an_address_does_not_take(callers_: Callers) -> None:
    admin = await callers_.admin()
    for path in ("/v1/tickets", f"/v1/tickets/{new_id()}"):
        await admin.refused("DELETE", path, 405, "method_not_allowed")


async def test_request_ids_that_are_no_ids_are_not_echoed(callers_: Callers) -> None:
    nobody = callers_.nobody()
    for odd in ("short", "x" * 65, "with blank in it", "caf\xe9caf\xe9caf", "a" * 10 + ";drop"):
        answer = await nobody("GET", "/v1/tickets", headers={"x-request-id": odd.encode("latin-1")})
        assert answer.headers["x-request-id"].encode() != odd.encode("latin-1")
    kept = await nobody("GET", "/v1/tickets", headers={"x-request-id": "trace-0123456789"})
    assert kept.json()["request_id"] == "trace-0123456789"


async def test_tokens_that_do_not_count(callers_: Callers) -> None:
    """Expired, signed with another secret, for another kind of caller, unsigned, cut: each is 401 and never more."""
    agent, vera = await callers_.agent(), await callers_.customer()
    claims = tokens.verify(agent.token or "")
    head, body, signature = (agent.token or "").split(".")
    said = orjson.loads(base64.urlsafe_b64decode(body + "=="))

    def remade(header: dict[str, Any], payload: dict[str, Any], key: bytes = b"") -> str:
        parts = [base64.urlsafe_b64encode(orjson.dumps(each)).decode().rstrip("=") for each in (header, payload)]
        mac = hmac.digest(key, ".".join(parts).encode(), "sha256") if key else b""
        return ".".join([*parts, base64.urlsafe_b64encode(mac).decode().rstrip("=")])

    header = orjson.loads(base64.urlsafe_b64decode(head + "=="))
    an_hour_ago = clock.now() - timedelta(hours=1)
    expired = tokens.issue("agent", claims.subject, claims.session_id, seconds=60, now=an_hour_ago)
    wrong = {
        "another secret": remade(header, said, b"another-secret-0123456789abcdefghijk"),
        "no algorithm": remade({**header, "alg": "none"}, said),
        "no key id": remade({"alg": "HS256", "typ": "JWT"}, said, b"x" * 40),
        "a longer life": f"{head}.{remade({}, {**said, 'exp': said['exp'] + 9999}).split('.')[1]}.{signature}",
        "a customer who says agent": f"{head}.{(vera.token or '').split('.')[1]}.{signature}",
        "cut": (agent.token or "")[:-4],
        "an unknown sign-in": tokens.issue("agent", claims.subject, new_id(), seconds=60, now=clock.now()),
        "an unknown agent": tokens.issue("agent", new_id(), claims.session_id, seconds=60, now=clock.now()),
        "another kind": tokens.issue("customer", claims.subject, claims.session_id, seconds=60, now=clock.now()),
    }
    nobody = callers_.nobody()
    await nobody.refused("GET", "/v1/tickets", 401, "token_expired", headers={"authorization": f"Bearer {expired}"})
    for what, token in wrong.items():
        answer = await nobody("GET", "/v1/tickets", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401, f"{what}: {answer.text}"
    await agent.get("/v1/tickets")
