"""The application: routers, error handlers, documentation and the lifespan."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app import __version__, logs, openapi, problems
from app.db import Database
from app.hints import Hint
from app.middleware import Envelope
from app.realtime.hub import Hub
from app.routers import (
    agents,
    api_keys,
    auth,
    brands,
    chats,
    customers,
    feedback,
    health,
    intake,
    organizations,
    realtime,
    sources,
    teams,
    tickets,
    widget,
)
from app.services import callers
from app.settings import Settings, configure
from app.worker import Worker

ROUTERS = (
    tickets.router,
    chats.router,
    realtime.router,
    feedback.router,
    widget.router,
    intake.router,
    customers.router,
    organizations.router,
    agents.router,
    teams.router,
    brands.router,
    auth.router,
    api_keys.router,
    sources.router,
    health.router,
)


def create_app(settings: Settings) -> FastAPI:
    """The desk as an ASGI application on `settings.database_url` (migrated by whoever starts it)."""
    configure(settings)
    logs.configure(settings.log_level, settings.log_format)
    if settings.database_url is None or settings.secret is None:
        msg = "create_app needs a database and a secret: `otklik serve` provides them"
        raise RuntimeError(msg)
    database = Database(settings.database_url, settings)
    hub = Hub(database, settings)
    worker = Worker(database, settings, deadlines=settings.worker_inside)

    async def publish(hints: Sequence[Hint]) -> None:
        for each in hints:
            if each.kind in {"agent", "revoked"}:
                callers.forget(each.id)
        worker.notice(hints)
        await hub.publish(hints)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await database.pool()
        database.publish = publish
        await hub.start()
        await worker.start()
        try:
            yield
        finally:
            await worker.stop()
            await hub.stop()
            await database.close()

    app = FastAPIOffline(title="Otklik", version=__version__, lifespan=lifespan)
    app.state.database = database
    app.state.settings = settings
    app.state.hub = hub
    problems.install(app)
    openapi.install(app)
    app.add_middleware(Envelope, body_limit=settings.body_limit)
    for router in ROUTERS:
        app.include_router(router)
    return app
