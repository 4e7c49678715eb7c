"""The application: routers, error handlers, documentation and the lifespan."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware

from app import __version__, clock, detecting, locales, logs, openapi, problems
from app.asyncapi import routes
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.hints import Hint
from app.middleware import Envelope
from app.operations import ROUTERS
from app.realtime.hub import Hub
from app.routers import articles, channel_doors, form_submissions
from app.services import callers, pictures
from app.settings import Settings, configure
from app.timekeeper import Timekeeper
from app.web import pages
from app.worker import Worker

log = structlog.get_logger("otklik")

# A database that is started together with the desk, or again after a crash, takes seconds to recover.
DATABASE_SECONDS = 30.0


async def _warm() -> None:
    """Load what the first customer would wait for."""
    await asyncio.to_thread(detecting.warm)
    await asyncio.to_thread(locales.warm)


async def _when_the_database_can(begin: Callable[[], Awaitable[object]]) -> None:
    """Do it, again while the database is away: it may be starting as well, after the same crash."""
    until = clock.monotonic() + DATABASE_SECONDS
    while True:
        try:
            await begin()
        except Exception as error:
            away = isinstance(error, Unavailable) or as_unavailable(error) is not None
            if not away or clock.monotonic() > until:
                raise
            log.warning("waiting for the database", error=type(error).__name__)
        else:
            return
        await asyncio.sleep(0.5)


def create_app(settings: Settings) -> FastAPI:
    """The desk as an ASGI application on `settings.database_url` (migrated by whoever starts it)."""
    configure(settings)
    logs.configure(settings.log_level, settings.log_format)
    if settings.database_url is None or settings.secret is None:
        msg = "create_app needs a database and a secret: `otklik serve` provides them"
        raise RuntimeError(msg)
    database = Database(settings.database_url, settings)
    worker = Worker(database, settings, deadlines=settings.worker_inside)
    hub = Hub(database, settings, overheard=worker.overhear)
    timekeeper = Timekeeper(database)

    async def publish(hints: Sequence[Hint]) -> None:
        # The work is committed: whatever goes wrong from here on must not turn its answer into an error.
        try:
            for each in hints:
                if each.kind in {"agent", "revoked"}:
                    callers.forget(each.id)
            worker.notice(hints)
            timekeeper.notice(hints)
            await hub.publish(hints)
        except Exception:
            log.exception("hints lost; the sweep will find what they were about")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        await _when_the_database_can(database.pool)
        database.publish = publish
        await _when_the_database_can(hub.start)
        await worker.start()
        if settings.worker_inside:
            await timekeeper.start()
        await _warm()
        # What is loaded by now stays: without this the collector walks all of it again and again, and a page of
        # tickets makes enough small objects to stop everybody for 100 ms and more, several times a second.
        gc.collect()
        gc.freeze()
        try:
            yield {"drain": hub.drain, "entrance": hub.entrance}
        finally:
            await timekeeper.stop()
            await worker.stop()
            await hub.stop()
            await database.close()

    app = FastAPIOffline(title="Otklik", version=__version__, lifespan=lifespan, redirect_slashes=False)
    app.state.database = database
    app.state.settings = settings
    app.state.hub = hub
    app.state.timekeeper, app.state.worker = timekeeper, worker
    problems.install(app)
    openapi.install(app)
    app.add_middleware(
        Envelope,
        body_limit=settings.body_limit,
        larger={"/v1/attachments": settings.attachment_bytes},
        larger_like=(*channel_doors.limits(settings), *articles.limits(settings), *pictures.limits()),
        forms=(form_submissions.PATH, settings.attachment_bytes + settings.body_limit),
    )
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "authorization",
                "content-type",
                "idempotency-key",
                "if-match",
                "if-range",
                "range",
                "x-request-id",
            ],
            expose_headers=[
                "accept-ranges",
                "content-disposition",
                "content-range",
                "etag",
                "location",
                "x-request-id",
                "retry-after",
                "idempotency-replayed",
            ],
            max_age=3600,
        )
    for router in ROUTERS:
        app.include_router(router)
    pages.install(app, settings)
    routes.install(app)
    return app
