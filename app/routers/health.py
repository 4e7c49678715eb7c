"""`/healthz`, `/readyz`, `/metrics`: for ops."""

from functools import cache

from fastapi import Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app import __version__
from app.deps import PUBLIC, Work, problems
from app.errors import Unavailable
from app.requests import DeskRouter
from app.schemas.health import HealthOut, ReadyOut
from app.services import health

router = DeskRouter(tags=["Operations"])
_expected = cache(health.expected_revision)


def _not_stopping(request: Request) -> None:
    if request.app.state.hub.stopping:
        raise Unavailable("This process is stopping")


@router.get("/healthz", operation_id="healthz", summary="Is the process alive?",
            openapi_extra=PUBLIC)  # fmt: skip
async def healthz() -> HealthOut:
    """Alive. Says nothing about the database: a restart would not mend that."""
    return HealthOut(status="ok", version=__version__)


@router.head("/healthz", include_in_schema=False, openapi_extra=PUBLIC)
async def healthz_head() -> Response:
    """The same without a body, as some balancers ask."""
    return Response()


@router.head("/readyz", include_in_schema=False, openapi_extra=PUBLIC)
async def readyz_head(request: Request, work: Work) -> Response:
    """The same without a body, as some balancers ask."""
    _not_stopping(request)
    await health.ready(await work.lean(), _expected())
    return Response()


@router.get("/readyz", operation_id="readyz", summary="Can it serve?",
            responses=problems(), openapi_extra=PUBLIC)  # fmt: skip
async def readyz(request: Request, work: Work) -> ReadyOut:
    """Ready: the database answers and has this version's schema. 503 otherwise, and while it is shutting down."""
    _not_stopping(request)
    revision = await health.ready(await work.lean(), _expected())
    return ReadyOut(status="ready", database="ok", schema_revision=revision)


@router.get("/metrics", operation_id="metrics", summary="Prometheus metrics", response_class=Response,
            responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
            openapi_extra=PUBLIC)  # fmt: skip
async def metrics() -> Response:
    """Counters and timings of this process. Keep it inside your network: it names routes and volumes."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
