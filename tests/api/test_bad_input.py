"""Bad input at every documented operation: never a 500, never an undocumented answer, never anything half-written.

The matrix is made from the OpenAPI description, so an operation is in it as soon as it exists. Every answer here is
also held against its description by the client (status, shape, problem+json, no traceback).
"""

import base64
import hmac
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import unquote
from uuid import UUID

import httpx
import orjson
import pytest

from app import clock
from app.ids import new_id
from app.services import rate_limits, tokens
from tests.api.operations import Operation, described_operations
from tests.checks import contract
from tests.conftest import Api, Callers
from tests.thorough import THOROUGH

T = TypeVar("T")
OPERATIONS = described_operations()
# About as many operations a test.
TOGETHER = 30
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


def by_subject(wanted: Callable[[Operation], bool]) -> pytest.MarkDecorator:
    """One test for a few tags, which walks over the operations of them: callers are made, and the desk is emptied, once
    for all of them.
    """
    ordered = sorted(filter(wanted, OPERATIONS), key=lambda each: each.tag)
    groups: list[list[Operation]] = [[]]
    for _, found in groupby(ordered, key=lambda each: each.tag):
        if len(groups[-1]) >= TOGETHER:
            groups.append([])
        groups[-1] += found
    names = [" to ".join(dict.fromkeys((each[0].tag, each[-1].tag))) for each in groups]
    return pytest.mark.parametrize("operations", groups, ids=names)


def some(values: Sequence[T], number: int, operation: Operation, place: int = 0) -> list[T]:
    """So many of the values, others at each operation (and at each `place` in it). For what is looked at before the
    operation: one code for all of them refuses it, so that every value must be tried, and every operation, but not each
    at each.
    """
    if THOROUGH:
        return list(values)
    start = (PLACES[operation.name] + place) * number
    return [values[(start + step) % len(values)] for step in range(min(number, len(values)))]


PLACES = {operation.name: place for place, operation in enumerate(OPERATIONS)}


def off(response: httpx.Response) -> bool:
    """Whether the operation asks a provider that this desk does not use."""
    return response.status_code == 409 and response.json()["code"] in {"assistant_off", "translation_unavailable"}


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


BEARERS = (None, "Bearer", "Basic YTpi", "Bearer x", "bearer otk_unknown", "Bearer " + "x" * 6000)


@by_subject(lambda each: not each.public)
async def test_nobody_gets_nothing(callers_: Callers, operations: list[Operation]) -> None:
    nobody = callers_.nobody()
    for operation in operations:
        for bearer in {None, *some(BEARERS, 1, operation)}:
            headers = {"authorization": bearer} if bearer else {}
            answer = await nobody(operation.method, operation.address(), json=operation.example, headers=headers)
            assert answer.status_code == 401, f"{operation} {bearer}: {answer.status_code} {answer.text}"
            assert answer.headers["www-authenticate"].startswith("Bearer")


@by_subject(lambda each: not each.public and each.name not in ASK_NOTHING)
async def test_a_key_without_scopes_opens_nothing(callers_: Callers, operations: list[Operation]) -> None:
    listener, reader = await callers_.partner("realtime"), await callers_.partner("feedback:read")
    for operation in operations:
        partner = listener if operation.name != "createRealtimeGrant" else reader
        answer = await partner(operation.method, operation.address(), json=operation.example)
        assert answer.status_code == 403, f"{operation}: {answer.text}"


@by_subject(lambda each: each.method != "GET" and not each.public and each.has_ids)
async def test_the_wrong_caller_changes_nothing(callers_: Callers, operations: list[Operation]) -> None:
    """A customer, a partner and an agent ask for everything there is, of things that are not theirs or not there."""
    wrong = (await callers_.customer(), await callers_.partner(), await callers_.agent())
    for operation in operations:
        for caller in wrong:
            answer = await caller(operation.method, operation.address(), json=operation.example)
            assert answer.status_code in {403, 404, 409, 422}, f"{operation}: {answer.text}"


@by_subject(lambda each: each.takes_body and not each.signed)
async def test_a_body_that_cannot_be_read(callers_: Callers, operations: list[Operation]) -> None:
    admin = await callers_.admin()
    headers = {"content-type": "application/json"}
    for operation in operations:
        for body, status, code in some(UNREADABLE, 2, operation):
            answer = await admin(operation.method, operation.address(), content=body, headers=headers)
            found = f"{operation} {body[:30]!r}: {answer.status_code} {answer.text[:200]}"
            assert refusal(answer) == (status, code), found
        for body in some(NO_OBJECT, 1, operation):
            answer = await admin(operation.method, operation.address(), content=body, headers=headers)
            optional = body == b"null" and not operation.needs_body
            found = f"{operation} {body!r}: {answer.status_code} {answer.text}"
            assert optional or answer.status_code in {401, 403, 422}, found


NOT_JSON = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense", "")


@by_subject(lambda each: each.takes_body and not each.signed)
async def test_a_body_that_is_not_called_json(callers_: Callers, operations: list[Operation]) -> None:
    admin = await callers_.admin()
    for operation in operations:
        body = orjson.dumps(operation.example)
        # A public form is taken as `multipart/form-data` too.
        taken = operation.described["requestBody"]["content"]
        for kind in some([each for each in NOT_JSON if each.partition(";")[0] not in taken], 1, operation):
            headers = {"content-type": kind} if kind else {}
            answer = await admin(operation.method, operation.address(), content=body, headers=headers)
            assert refusal(answer) == (415, "unsupported_media_type"), f"{operation} {kind}: {answer.text}"


@by_subject(lambda each: each.takes_body and not each.signed)
async def test_fields_that_do_not_exist_are_named(callers_: Callers, operations: list[Operation]) -> None:
    admin, customer = await callers_.admin(), await callers_.customer()
    for operation in operations:
        for caller in (admin, customer):
            body = {**(operation.example or {}), "no_such_field": 1}
            answer = await caller(operation.method, operation.address(), json=body)
            if answer.status_code == 403:
                continue
            assert answer.status_code == 422, f"{operation}: {answer.text}"
            assert "/no_such_field" in {each.get("pointer") for each in answer.json()["errors"]}, operation


@by_subject(lambda each: each.takes_body and not each.signed)
async def test_fields_of_the_wrong_kind(callers_: Callers, operations: list[Operation]) -> None:
    """Odd values in every field: accepted where they fit, else refused by name; never a 500.

    A value goes into all fields at once, a few of them at each operation: one code holds fields against their
    schemas. Those that a field may have by its schema go into that field alone, so that they get as far as they
    can: one at each field, another at the next.
    """
    admin = await callers_.admin()
    for operation in operations:
        address = await real_address(admin, operation)
        for body in odd_bodies(operation):
            answer = await admin(operation.method, address, json=body)
            found = f"{operation} {orjson.dumps(body)[:200]!r}: {answer.status_code} {answer.text}"
            # Whoever asks is known from the first to the last.
            assert answer.status_code < 500 or off(answer), found
            assert answer.status_code != 401 or operation.public, found


def odd_bodies(operation: Operation) -> Iterator[dict[str, Any]]:
    """What to ask an operation to do."""
    good = operation.example or {}
    fits = contract().validator(operation.body_schema).is_valid
    for value in some(ODD_VALUES, 3, operation):
        yield {**good, **dict.fromkeys(operation.fields, value)}
    for place, name in enumerate(operation.fields):
        for value in PLAUSIBLE if THOROUGH else [PLAUSIBLE[place % len(PLAUSIBLE)]]:
            body = {**good, name: value}
            if THOROUGH or fits(body):
                yield body


# To these the zero UUID is the line of what waits for anybody.
LINES = {"getQueueBoard", "listQueueItems"}


@by_subject(lambda each: each.has_ids)
async def test_addresses_of_nothing(callers_: Callers, operations: list[Operation]) -> None:
    """What a customer hears who changes such a thing is in `test_the_wrong_caller_changes_nothing`."""
    admin, customer = await callers_.admin(), await callers_.customer()
    for operation in operations:
        # Ids are read by one code; names are up to the operation.
        odd_ones = some(ODD_IDS, 2 if operation.only_uuids else 5, operation)
        odd_to_others = odd_ones[:1] if operation.only_uuids and not THOROUGH else odd_ones
        for caller, odd_ids in ((admin, odd_ones), (customer, odd_to_others)):
            if caller is admin or operation.method == "GET" or operation.public:
                unknown = await caller(operation.method, operation.address(), json=operation.example)
                # Whether a source is there is nobody's to know; a channel's address is an id that nobody guesses.
                signed = operation.signed and "404" not in operation.described["responses"]
                expected = {401} if signed else {401, 403, 404, 409, 422}
                assert unknown.status_code in expected, f"{operation}: {unknown.status_code} {unknown.text}"
            for odd in odd_ids:
                if operation.name in LINES and NIL in odd:
                    continue
                path = operation.template
                for name in operation.ids:
                    path = path.replace("{" + name + "}", odd)
                answer = await caller(operation.method, path, json=operation.example)
                assert 400 <= answer.status_code < 500, f"{operation} {odd[:20]}: {answer.status_code} {answer.text}"


def may_be(schema: dict[str, Any], value: str) -> bool:
    """Whether a query parameter with this schema may get as far as the operation with this value."""
    text = unquote(value, errors="replace")
    for choice in schema.get("anyOf", [schema]):
        kind, form = choice.get("type", "string"), choice.get("format")
        if kind == "null":
            # That is how it is left out: a query says no null.
            continue
        if kind == "array":
            if may_be(choice["items"], value):
                return True
            continue
        if kind in {"integer", "number"} and not (text.lstrip("-").isdigit() and _within(choice, int(text))):
            continue
        if kind == "boolean" and text not in {"0", "1"}:
            continue
        if kind == "string" and not contract().validator(choice).is_valid(text):
            continue
        if form == "uuid" and not _is_uuid(text):
            continue
        if form in {"date", "date-time"} and not text.strip("-")[:1].isdigit():
            continue
        return True
    return False


def _within(schema: dict[str, Any], number: int) -> bool:
    return bool(schema.get("minimum", number) <= number <= schema.get("maximum", number))


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


@by_subject(lambda each: bool(each.query))
async def test_parameters_of_the_wrong_kind(callers_: Callers, operations: list[Operation]) -> None:
    """Odd values in all parameters at once, and alone where the parameter's schema may let it through: one at
    each parameter, another at the next.
    """
    cursors = [base64.urlsafe_b64encode(each).decode().rstrip("=") for each in CURSORS]
    # A cursor is read by one code for whoever has it.
    admin, customer = await callers_.admin(), await callers_.customer()
    for operation in operations:
        for caller, pages in ((admin, some(cursors, 2, operation)), (customer, some(cursors, 1, operation))):
            if (await caller(operation.method, operation.address())).status_code == 403:
                continue
            for query in odd_queries(operation, pages):
                answer = await caller(operation.method, f"{operation.address()}?{query}", json=operation.example)
                assert answer.status_code < 500, f"{operation} {query[:90]}: {answer.text}"


def odd_queries(operation: Operation, pages: list[str]) -> Iterator[str]:
    """What to ask an operation for."""
    for value in some(ODD_QUERY, 1, operation):
        yield "&".join(f"{name}={value}" for name in operation.query)
    for place, (name, schema) in enumerate(operation.query.items()):
        values = [each for each in ODD_QUERY if THOROUGH or may_be(schema, each)]
        chosen = some(values, 1, operation, place) if values else []
        yield from (f"{name}={value}" for value in chosen + (pages if name == "cursor" else []))


@by_subject(lambda each: each.template.startswith("/v1/") and not each.signed)
async def test_parameters_that_do_not_exist_are_named(callers_: Callers, operations: list[Operation]) -> None:
    """A misspelt filter gives nothing, and not everything; whoever is nobody hears of that first."""
    admin, nobody = await callers_.admin(), callers_.nobody()
    for operation in operations:
        address = f"{operation.address()}?staus=open"
        error = await admin.refused(operation.method, address, 422, "unknown_parameter", json=operation.example)
        assert error["errors"][0]["parameter"] == "staus", operation
        if not operation.public:
            await nobody.refused(operation.method, address, 401, "unauthenticated", json=operation.example)


NO_VERSIONS = ("", '"', '""', 'W/"', "x" * 5000, "caf\xe9", '"1", "2"')


@by_subject(lambda each: each.method in {"PATCH", "DELETE"} and each.has_ids)
async def test_preconditions_that_are_no_versions(callers_: Callers, operations: list[Operation]) -> None:
    admin = await callers_.admin()
    for operation in operations:
        for value in some(NO_VERSIONS, 2, operation):
            headers = {"if-match": value.encode("latin-1")}
            answer = await admin(operation.method, operation.address(), json=operation.example, headers=headers)
            found = f"{operation} {value[:20]}: {answer.status_code} {answer.text}"
            assert answer.status_code in {404, 412, 422}, found


async def test_an_address_that_does_not_exist(callers_: Callers) -> None:
    for caller in (callers_.nobody(), await callers_.admin()):
        for path in ("/v1/nothing", "/v2/tickets", f"/v1/tickets/{new_id()}/nothing", "/%00", "/..;/"):
            assert (await caller("GET", path)).status_code == 404, path


async def test_a_method_that_an_address_does_not_take(callers_: Callers) -> None:
    admin = await callers_.admin()
    for path in ("/v1/tickets", f"/v1/tickets/{new_id()}"):
        answer = await admin("DELETE", path, expect=405)
        assert answer.json()["code"] == "method_not_allowed"
        assert answer.headers["allow"] == ("GET, PATCH" if path.count("/") > 2 else "GET, POST")


async def test_nothing_is_taken_for_something_else(callers_: Callers) -> None:
    """`false` is no 0 and `"5"` no 5: what the schema does not allow is refused, whatever could be made of it."""
    admin = await callers_.admin()
    for wrong in (False, "5", "true"):
        problem = await admin.refused("POST", "/v1/queues", 422, "invalid", json={"name": "A", "offer_seconds": wrong})
        assert "/offer_seconds" in {each["pointer"] for each in problem["errors"]}
    for odd in (0, 1, "true"):
        problem = await admin.refused("POST", "/v1/queues", 422, "invalid", json={"name": "A", "auto_accept": odd})
        assert "/auto_accept" in {each["pointer"] for each in problem["errors"]}
    await admin.post("/v1/queues", {"name": "A", "offer_seconds": 20, "auto_accept": True})


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
