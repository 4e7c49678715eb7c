"""What `otklik doctor` says of channels: what came in and waits or is parked, and what did not leave."""

from typing import Any

from app import clock
from app.db import Connection
from app.postgres import Finding

# Longer than this nothing waits that the desk can take.
PATIENCE_SECONDS = 60.0
# Counted up to this.
MOST = 10_000

_IN = """SELECT (SELECT count(*) FROM (SELECT FROM inbound WHERE status = 'parked' LIMIT $1) k) AS parked,
(SELECT received_at FROM inbound WHERE status = 'waiting' ORDER BY id LIMIT 1) AS oldest"""
_OUT = """SELECT (SELECT count(*) FROM (SELECT FROM outbound WHERE status = 'unsure' LIMIT $1) k) AS unsure,
(SELECT count(*) FROM (SELECT FROM outbound WHERE status = 'failed' LIMIT $1) k) AS failed"""


async def examine(connection: Connection) -> list[Finding]:
    """Two lines. What waits for people is no fault of the environment: it is said, and all is well."""
    came: Any = await connection.fetchrow(_IN, MOST)
    left: Any = await connection.fetchrow(_OUT, MOST)
    return [_inbound(came["parked"], _age(came["oldest"])), _outbound(left["unsure"], left["failed"])]


def _age(oldest: Any) -> float | None:  # noqa: ANN401 - a column
    return None if oldest is None else max(0.0, (clock.now() - oldest).total_seconds())


def _inbound(parked: int, waits: float | None) -> Finding:
    waiting = "nothing waits" if waits is None else f"the oldest waits for {waits:,.0f} s"
    advice = []
    if parked:
        advice.append("`GET /v1/inbound?status=parked` says why; `POST /v1/inbound/replay` tries all of it again.")
    if waits is not None and waits > PATIENCE_SECONDS:
        advice.append("Is a worker running? `problem` in `GET /v1/inbound?status=waiting` says what it waits for.")
    return Finding("inbound", ok=True, detail=f"{parked:,} parked, {waiting}", advice=" ".join(advice))


def _outbound(unsure: int, failed: int) -> Finding:
    advice = "`GET /v1/outbound?status=failed` and `?status=unsure` say why." if unsure or failed else ""
    return Finding("outbound", ok=True, detail=f"{unsure:,} unsure, {failed:,} failed", advice=advice)
