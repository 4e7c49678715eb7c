"""Every operation that changes something, called again: duplicates at once, a crash before and after the commit,
another body under the same key, a version that is no more. A new operation is in here as soon as it is described,
and fails until it has a scenario in `tests/api/scenarios`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from app.db import UnitOfWork
from app.main import create_app
from app.services import rate_limits
from app.settings import Settings, configure
from tests.api.digest import digest
from tests.api.operations import Operation
from tests.api.scenarios import OPERATIONS, SCENARIOS, Call, World
from tests.conftest import Api, Callers, Desk, serving
from tests.desks import a_database
from tests.thorough import THOROUGH, chosen

# What cannot be tried here, and where it is.
ELSEWHERE = {
    "draftReply": "needs a model: tests/api/test_ticket_assistant.py",
    "summariseTicket": "the same",
    "rewriteText": "the same",
    "answerFromArticles": "the same",
    "mailSignInLink": "needs a mail server: tests/api/test_portal.py",
    "createPresignedUpload": "needs a bucket: tests/api/test_attachments.py",
    "completePresignedUpload": "the same",
    "changePassword": "ends the sign-in that asked, so that nobody can ask again with it: tests/api/test_auth.py",
}
# What is committed before all the rest, and swept when nothing comes of it.
BEGUN = {"createAttachment": {"attachments"}}
# What never changes has no version: it is there or it is gone, and an If-Match would say nothing.
NO_VERSION = {
    "revokeApiKey", "endWidgetSession", "deleteAttachment", "removeArticleFile", "takeBackIdeaVote", "unlinkIdeaTicket",
    "endSignIn", "resetSecondFactor", "forgetIdentity", "liftSignInLimit",
    "endPortalSession", "endPortalSessions",
}  # fmt: skip
CHANGES = [each for each in OPERATIONS.values() if each.method != "GET" and each.name in SCENARIOS]
KEYED = [each for each in CHANGES if each.method == "POST" and not each.signed]
VERSIONED = [each for each in CHANGES if each.method in {"PATCH", "DELETE"} and each.name not in NO_VERSION]
AT_ONCE = 5 if THOROUGH else 3


class PowerCutError(Exception):
    """The process ends here."""


class Lossy:
    """Does what was asked for, and is gone before it has answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on; a request with the header `x-lose-answer` has no answer."""
        if (b"x-lose-answer", b"1") not in scope.get("headers", ()):
            await self._app(scope, receive, send)
            return

        async def lost(_message: MutableMapping[str, Any]) -> None:
            raise PowerCutError

        await self._app(scope, receive, lost)


@pytest.fixture(scope="module")
async def desk(postgres: str, settings: Settings) -> AsyncIterator[Desk]:
    """A desk of its own where nothing happens by itself: what is different afterwards is what was asked for."""
    async with a_database(postgres) as url:
        app = create_app(settings.model_copy(update={"database_url": url, "worker_inside": False, "offer_seconds": 60}))
        app.add_middleware(Lossy)
        async with serving(app) as made:
            yield made
    configure(settings)


@pytest.fixture(autouse=True)
def _unlimited() -> Iterator[None]:
    rate_limits.forget()
    yield
    rate_limits.forget()


@pytest.fixture
async def world(callers_: Callers) -> World:
    """What scenarios are made of."""
    return World(callers_, await callers_.admin())


async def prepared(world: World, operation: Operation) -> tuple[Api, Call]:
    """The caller and a call that works."""
    call = await SCENARIOS[operation.name](world)
    return call.caller or world.admin, call


async def ask(api: Api, operation: Operation, call: Call, **more: Any) -> httpx.Response:
    """The call, with these headers."""
    options = call.options()
    options["headers"] |= {name.replace("_", "-"): value for name, value in more.items()}
    return await api(operation.method, call.path, **options)


async def unanswered(api: Api, operation: Operation, call: Call, **more: str) -> None:
    """The call, whose answer is not a documented one: the process breaks off."""
    options = call.options()
    options["headers"] |= {name.replace("_", "-"): value for name, value in more.items()}
    response = await api.http.request(operation.method, call.path, **options)
    assert response.status_code == 500, response.text


def test_every_operation_that_changes_something_has_a_scenario() -> None:
    missing = {each.name for each in OPERATIONS.values() if each.method != "GET"} - set(SCENARIOS) - set(ELSEWHERE)
    assert not missing, (
        f"No scenario for {', '.join(sorted(missing))}. Add one to the module of its subject in tests/api/scenarios: "
        "`by_example` when the example of its body works, `on_made` when it is called on what another operation makes, "
        "else a function with @scenario that returns a Call. Retries, crashes and versions are then tested for it."
    )
    gone = (set(SCENARIOS) | set(ELSEWHERE) | NO_VERSION) - set(OPERATIONS)
    assert not gone, f"These operations are not there any more: {sorted(gone)}"


def test_every_change_takes_a_version_and_every_such_thing_has_one() -> None:
    """PATCH and DELETE take If-Match; a thing that can be read and has one of them is answered with an ETag."""
    without = {
        each.name
        for each in OPERATIONS.values()
        if each.method in {"PATCH", "DELETE"}
        and not any(one["name"].lower() == "if-match" for one in each.described.get("parameters", []))
    }
    assert without == NO_VERSION, (
        "an operation must take If-Match (the `IfMatch` dependency), or be listed with a reason"
    )


@pytest.mark.parametrize("operation", KEYED, ids=str)
async def test_a_post_is_done_once(
    world: World, desk: Desk, operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused, or broken off before its commit: nothing is there, and the key is free. Broken off after it: a retry
    gets the answer, and nothing happens again. Another body: refused. Several at once elsewhere: one effect (at some).
    """
    api, call = await prepared(world, operation)
    key = {"idempotency_key": "a-key-that-is-long-enough"}
    before = await digest(desk.database)
    # Keys are read, and the second of two waits for the first, before an operation begins.
    also = chosen(KEYED.index(operation), one_in=4)
    if also:
        await refusals(api, operation, call, **key)
    with monkeypatch.context() as broken:

        async def finish(_work: UnitOfWork) -> None:
            raise PowerCutError

        broken.setattr(UnitOfWork, "finish", finish)
        await unanswered(api, operation, call, **key)
    begun = BEGUN.get(operation.name, set())
    assert (await digest(desk.database)).changed(before) - begun == set(), "something stays of what was never committed"

    await unanswered(api, operation, call, **key, x_lose_answer="1")
    done = await digest(desk.database)
    retried = await ask(api, operation, call, **key)
    assert retried.is_success, retried.text
    assert retried.headers["idempotency-replayed"] == "true"
    assert (await ask(api, operation, call, **key)).content == retried.content
    other = Call(
        call.path, content=b'{"another": "body"}', headers={**call.headers, "content-type": "application/json"}
    )
    refused = await ask(api, operation, other, **key)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_mismatch")
    assert (await digest(desk.database)).changed(done) - begun == set(), "a retry changed something"

    if also:
        effect = {table: count for table, count in done.added(before).items() if table not in begun}
        await all_at_once(world, desk, operation, effect)


async def refusals(api: Api, operation: Operation, call: Call, **key: str) -> None:
    """A key that is none, and a body that does not fit."""
    wrong = await ask(api, operation, call, idempotency_key="k" * 256)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_idempotency_key")
    if operation.takes_body:
        wrong = await ask(api, operation, Call(call.path, {**(call.body or {}), "no_such_field": 1}), **key)
        assert wrong.status_code == 422, wrong.text


async def all_at_once(world: World, desk: Desk, operation: Operation, effect: dict[str, int]) -> None:
    """The same thing again elsewhere, several times at once: one effect."""
    api, call = await prepared(world, operation)
    before = await digest(desk.database)
    key = {"idempotency_key": "another-key-that-is-long-enough"}
    answers = await asyncio.gather(*(ask(api, operation, call, **key) for _ in range(AT_ONCE)))
    assert all(each.is_success for each in answers), [each.text for each in answers]
    assert len({(each.status_code, each.content) for each in answers}) == 1
    assert sum("idempotency-replayed" in each.headers for each in answers) == AT_ONCE - 1
    added = (await digest(desk.database)).added(before)
    assert {table: count for table, count in added.items() if table not in BEGUN.get(operation.name, set())} == effect


@pytest.mark.parametrize("operation", VERSIONED, ids=str)
async def test_of_two_changes_of_one_version_one_wins(world: World, desk: Desk, operation: Operation) -> None:
    """And a stale version changes nothing; without If-Match the last one holds."""
    api, call = await prepared(world, operation)
    version = (await api("GET", call.read or call.path, expect=200)).headers["etag"]
    answers = await asyncio.gather(*(ask(api, operation, call, if_match=version) for _ in range(2)))
    statuses = sorted(each.status_code for each in answers)
    # What is archived already may be archived again: nothing happens, as RFC 9110 (13.1.1) allows.
    late = {204, 404, 409, 412} if operation.method == "DELETE" else {412}
    assert statuses[0] in {200, 204}, [each.text for each in answers]
    assert statuses[1] in late, [each.text for each in answers]
    before = await digest(desk.database)
    stale = await ask(api, operation, call, if_match=version)
    assert stale.status_code in late, stale.text
    assert (await digest(desk.database)).changed(before) == set()
    if chosen(VERSIONED.index(operation), one_in=4):
        api, call = await prepared(world, operation)
        assert (await ask(api, operation, call)).is_success


@pytest.mark.parametrize("operation", [each for each in CHANGES if each.method == "PUT" or each.signed], ids=str)
async def test_what_is_put_twice_is_there_once(world: World, desk: Desk, operation: Operation) -> None:
    """A PUT has no key: saying it again, also at once, adds nothing. A signed webhook has an id of its own."""
    api, call = await prepared(world, operation)
    before = await digest(desk.database)
    first = await ask(api, operation, call)
    assert first.is_success, first.text
    effect = (await digest(desk.database)).added(before)
    answers = await asyncio.gather(*(ask(api, operation, call) for _ in range(AT_ONCE)))
    assert all(each.is_success for each in answers), [each.text for each in answers]
    assert (await digest(desk.database)).added(before) == effect


async def test_what_does_not_change_is_gone_once(world: World, desk: Desk) -> None:
    """Things without a version: of two deletions at once one finds it."""
    for name in sorted(NO_VERSION):
        operation = OPERATIONS[name]
        api, call = await prepared(world, operation)
        answers = await asyncio.gather(*(ask(api, operation, call) for _ in range(2)))
        statuses = sorted(each.status_code for each in answers)
        # Who takes back a vote sees the idea as it is now.
        assert statuses[0] in {200, 204}, [each.text for each in answers]
        assert statuses[1] in {200, 204, 401, 404}, [each.text for each in answers]
        before = await digest(desk.database)
        assert (await ask(api, operation, call)).status_code in {200, 204, 401, 404}
        assert (await digest(desk.database)).changed(before) == set(), name
