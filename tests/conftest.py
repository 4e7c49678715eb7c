"""What all tests share: a real Postgres, the desk on a real port, callers, and checks after every test."""

import asyncio
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import httpx
import hypothesis
import pytest
import uvicorn
from fastapi import FastAPI

from app import clock, migrations
from app.db import Database
from app.ids import new_id
from app.main import create_app
from app.models import Agent, AgentLoad, ApiKey, Customer, SignIn, Team, TeamMember, VisitorSession
from app.postgres import EmbeddedPostgres
from app.realtime.server import uvicorn_options
from app.services import callers, rate_limits, tokens
from app.settings import Settings, configure
from tests import bytecode, checks, memory, nursery
from tests.lanes import pytest_collection_modifyitems, pytest_xdist_make_scheduler
from tests.thorough import examples

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]
SECRET = "test-secret-0123456789abcdefghijklmnop"
# Nothing here is lost when the machine loses its power; what is durable is tested with servers of their own.
LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# The migrated database that others are copied from.
PATTERN = "desk_pattern"

memory.use()
bytecode.keep()
hypothesis.settings.register_profile("suite", hypothesis.settings.get_profile("ci"), max_examples=examples(100))
# httpx asks for this library, which is not installed, several times a request, and looks through all of sys.path.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # "not there", said at once


def pytest_configure(config: pytest.Config) -> None:
    """Fork the nursery while nothing is open; whoever only hands out the tests to others needs none."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", default=None):
        nursery.begin()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real server of this session's own; its address."""
    with tempfile.TemporaryDirectory(prefix="otklik-tests-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        path.chmod(0o755)  # the server may run as another user
        server = EmbeddedPostgres(path / "pg", settings=LOOSE)
        url = server.start()
        try:
            migrations.upgrade(url)
            asyncio.run(_keep_a_pattern(url))
            yield url
        finally:
            server.stop()


async def _keep_a_pattern(url: str) -> None:
    """A copy of the migrated database while it is empty, from which tests get databases of their own.

    Copying takes a twentieth of the time that migrating takes.
    """
    name = urlsplit(url).path.removeprefix("/")
    connection = await asyncpg.connect(urlsplit(url)._replace(path="/postgres").geturl())
    try:
        await connection.execute(f"CREATE DATABASE {PATTERN} TEMPLATE {name}")
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the desk under test keeps attachments."""
    return tmp_path_factory.mktemp("attachments")


@pytest.fixture(scope="session")
def settings(postgres: str, files: Path) -> Settings:
    """The settings of the desk under test."""
    return Settings(
        database_url=postgres,
        secret=SECRET,
        actor_cache_seconds=0,
        offer_seconds=1.0,
        sweep_seconds=1.0,
        drain_seconds=1.0,
        log_level="error",
        login_attempts=1000,
        public_url="http://desk.test",
        attachments=files.as_uri(),
        # Nothing is counted but where a test asks for it.
        insight_days=0,
        reports=False,
    )


@pytest.fixture
def long_offers(settings: Settings) -> Iterator[None]:
    """Offers that do not expire while a test on a busy machine is still looking at them."""
    configure(settings.model_copy(update={"offer_seconds": 60}))
    yield
    configure(settings)


@dataclass(frozen=True)
class Desk:
    """The desk under test, listening on a real port."""

    app: FastAPI
    url: str
    database: Database
    # Closed with it; a failed test would leave them to the next one.
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def ws_url(self) -> str:
        """Where the hub listens."""
        return self.url.replace("http", "ws") + "/v1/realtime"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(app: FastAPI, **more: Any) -> AsyncIterator[Desk]:
    """A process of the desk on a loopback port, with `more` for uvicorn."""
    port = free_port()
    options = {**uvicorn_options(), "timeout_graceful_shutdown": 2, **more}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, **options))
    running = asyncio.create_task(server.serve())
    while not server.started:
        if running.done():
            running.result()
        await asyncio.sleep(0.01)
    made = Desk(app, f"http://127.0.0.1:{port}", app.state.database)
    try:
        yield made
    finally:
        await asyncio.gather(*(each.aclose() for each in made.clients))
        server.should_exit = True
        await running


@pytest.fixture(scope="session")
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    """The desk under test."""
    app = create_app(settings)
    app.openapi_schema = checks.document()
    checks.contract()
    async with serving(app) as made:
        yield made


class Api:
    """An HTTP client as one caller; every answer is held against the OpenAPI description."""

    def __init__(self, desk: Desk, token: str | None = None, *, who: UUID | None = None, name: str = "") -> None:
        self.desk = desk
        self.token = token
        self.id = who
        self.name = name
        headers = {"authorization": f"Bearer {token}"} if token else {}
        # Plain HTTP on loopback: loading the certificates would cost more than most tests.
        self.http = httpx.AsyncClient(base_url=desk.url, headers=headers, timeout=20, verify=False)  # noqa: S501

    @property
    def who(self) -> UUID:
        """Whose client this is."""
        assert self.id is not None
        return self.id

    async def __call__(self, method: str, path: str, *, expect: int | None = None, **options: Any) -> httpx.Response:
        """Send a request; with `expect`, assert the status."""
        response = await self.http.request(method, path, **options)
        checks.against_openapi(response)
        if expect is not None:
            assert response.status_code == expect, f"{method} {path}: {response.status_code} {response.text}"
        return response

    async def get(self, path: str, *, expect: int = 200, **options: Any) -> Any:
        """GET; the JSON."""
        return (await self("GET", path, expect=expect, **options)).json()

    async def post(self, path: str, body: Any = None, *, expect: int = 201, **options: Any) -> Any:
        """POST JSON; the JSON."""
        return (await self("POST", path, expect=expect, json=body, **options)).json()

    async def patch(self, path: str, body: Any, *, expect: int = 200, **options: Any) -> Any:
        """PATCH JSON; the JSON."""
        return (await self("PATCH", path, expect=expect, json=body, **options)).json()

    async def put(self, path: str, body: Any, *, expect: int = 200, **options: Any) -> Any:
        """PUT JSON; the JSON."""
        return (await self("PUT", path, expect=expect, json=body, **options)).json()

    async def refused(self, method: str, path: str, status: int, code: str, **options: Any) -> Any:
        """A refused request: asserts the status and the problem's code; the problem."""
        problem = (await self(method, path, expect=status, **options)).json()
        assert problem["code"] == code, problem
        return problem


class Callers:
    """Makes callers straight in the database, so that a test of tickets does not depend on sign-in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.opened: list[Api] = []

    def _api(self, token: str | None, who: UUID | None = None, name: str = "") -> Api:
        made = Api(self.desk, token, who=who, name=name)
        self.opened.append(made)
        return made

    async def agent(
        self, *, role: str = "agent", name: str = "Anna", online: bool = False, chat: int = 3, ticket: int = 20,
        team: UUID | None = None, channels: tuple[str, ...] = ("chat", "ticket"),
    ) -> Api:  # fmt: skip
        """An agent with a sign-in; `online` with these capacities."""
        now = clock.now()
        async with self.desk.database.unit_of_work() as work:
            agent = Agent(
                email=f"{new_id()}@desk.test", name=name, role=role, created_at=now, updated_at=now,
                presence="online" if online else "offline", presence_channels=list(channels) if online else [],
                presence_at=now,
            )  # fmt: skip
            sign_in = SignIn(agent_id=agent.id, token_hash=str(new_id()), created_at=now, expires_at=now + timedelta(1))
            work.session.add(agent)
            await work.session.flush()
            work.session.add_all(
                [
                    AgentLoad(agent_id=agent.id, channel="chat", capacity=chat),
                    AgentLoad(agent_id=agent.id, channel="ticket", capacity=ticket),
                    AgentLoad(agent_id=agent.id, channel="call", capacity=1),
                    sign_in,
                ]
            )
            if team is not None:
                work.session.add(TeamMember(team_id=team, agent_id=agent.id))
        return self._api(tokens.issue("agent", agent.id, sign_in.id, seconds=900, now=now), agent.id, name)

    async def admin(self) -> Api:
        """An admin."""
        return await self.agent(role="admin", name="Ada")

    async def customer(self, *, name: str = "Vera", email: str | None = None, external_id: str | None = None) -> Api:
        """A customer with a visitor token; with `external_id` one whom the company vouches for."""
        now = clock.now()
        async with self.desk.database.unit_of_work() as work:
            customer = Customer(name=name, email=email, external_id=external_id, created_at=now, updated_at=now)
            session = VisitorSession(customer_id=customer.id, created_at=now, expires_at=now + timedelta(1))
            work.session.add(customer)
            await work.session.flush()
            work.session.add(session)
        return self._api(tokens.issue("customer", customer.id, session.id, seconds=900, now=now), customer.id, name)

    async def partner(self, *scopes: str, source_id: UUID | None = None) -> Api:
        """A partner with an API key."""
        now = clock.now()
        key = tokens.new_secret("otk")
        async with self.desk.database.unit_of_work() as work:
            row = ApiKey(
                name="Partner", prefix=key[:8], key_hash=tokens.digest(key), source_id=source_id, created_at=now,
                scopes=list(scopes or ("tickets:read", "tickets:write")),
            )  # fmt: skip
            work.session.add(row)
        return self._api(key, row.id, "Partner")

    async def team(self, name: str = "Support", *members: Api) -> UUID:
        """A team with these agents."""
        now = clock.now()
        async with self.desk.database.unit_of_work() as work:
            team = Team(name=name, created_at=now, updated_at=now)
            work.session.add(team)
            await work.session.flush()
            work.session.add_all(TeamMember(team_id=team.id, agent_id=each.id) for each in members if each.id)
        return team.id

    def nobody(self) -> Api:
        """A client without a credential."""
        return self._api(None)


@pytest.fixture
async def callers_(desk: Desk) -> AsyncIterator[Callers]:
    """The factory of callers."""
    made = Callers(desk)
    yield made
    for api in made.opened:
        await api.http.aclose()


@pytest.fixture
def loopback(desk: Desk, settings: Settings) -> Iterator[None]:
    """The operator allows loopback, as a self-hoster would for a neighbour."""
    pool = desk.app.state.worker._beside._deliverer._pool
    was, pool._allowed = pool._allowed, pool._allowed.read(["127.0.0.0/8"])
    configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"]}))
    yield
    pool._allowed = was
    configure(settings)


@pytest.fixture(autouse=True)
async def _true_and_clean(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """After every test that used the desk: the log folds to the rows, the ledger adds up; then all rows go."""
    yield
    if "desk" not in request.fixturenames:
        return
    desk: Desk = request.getfixturevalue("desk")
    try:
        await checks.invariants(desk.database)
    finally:
        await checks.empty(desk.database)
        callers.forget()
        # What others did from this address within the hour counts for nobody.
        rate_limits.forget()
