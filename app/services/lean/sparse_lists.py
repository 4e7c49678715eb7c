"""Pages of tickets by custom fields and topics, which few tickets may have or nearly all, wherever these are in order.

Nobody knows that beforehand, so the newest are walked first: what many have is soon found there. Else those that have
it are fetched by its index, when these are few, and sorted. What is neither is walked on, so far and so long a request.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.services.lean.field_filters import Narrowed

# Tickets that are walked before anything else, what is few, and how many are walked then by each statement.
WALKED, FEW, FURTHER = 2_000, 5_000, 8_000
# After so long a request says where to go on.
SECONDS = 0.25
_LEAST = 250
# Plans for what a statement would cost if all of it were read are wrong here: only an index knows what is rare.
_BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
_AGAIN = "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on"

Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Sparse:
    """What is asked: tickets `t` of any of these branches (conditions and their `values`) in the order of `column`."""

    column: str
    way: str
    branches: list[list[str]]
    narrowed: Narrowed
    limit: int
    values: list[Any] = field(default_factory=list)

    @property
    def order(self) -> str:
        """Of rows with `at` and `id`."""
        return f"at {self.way}, id {self.way}"


@dataclass(slots=True)
class Piece:
    """Tickets that were found, in order, and the place after which to go on; None: there are no more."""

    found: list[Place]
    after: Place | None


async def find(connection: Connection, asked: Sparse) -> Piece:
    """Up to `limit` tickets; fewer, and a place to go on from, when it would take too long."""
    begun = clock.monotonic()
    piece = await _walk(connection, asked, WALKED, None)
    if piece.after is None or len(piece.found) > asked.limit:
        return _cut(piece, asked)
    ids = await _few(connection, asked)
    if ids is not None:
        return _cut(await _whole(connection, asked, ids), asked)
    found = piece.found
    while piece.after is not None and len(found) <= asked.limit and clock.monotonic() < begun + SECONDS:
        piece = await _walk(connection, asked, FURTHER, piece.after)
        found = found + piece.found
    return _cut(Piece(found, piece.after), asked)


def _cut(piece: Piece, asked: Sparse) -> Piece:
    if len(piece.found) <= asked.limit:
        return piece
    kept = piece.found[: asked.limit]
    return Piece(kept, kept[-1])


async def _walk(connection: Connection, asked: Sparse, most: int, after: Place | None) -> Piece:
    """So many tickets in the order of the list, and which of them fit."""
    most = max(_LEAST, most // len(asked.branches))
    values, beyond = list(asked.values), "true"
    if after is not None:
        sign, first = "<" if asked.way == "DESC" else ">", len(values) + 1
        beyond = f"(t.{asked.column}, t.id) {sign} (${first}::timestamptz, ${first + 1}::uuid)"
        values += after
    scans = " UNION ALL ".join(
        f"(SELECT t.id, t.{asked.column} AS at, {asked.narrowed.fits} AS fits FROM tickets t"  # noqa: S608 - ours
        f" WHERE {' AND '.join([*each, beyond])} ORDER BY t.{asked.column} {asked.way}, t.id {asked.way} LIMIT {most})"
        for each in asked.branches
    )
    back = asked.order.replace("DESC", "asc").replace("ASC", "DESC")
    rows = await connection.fetch(
        f"""WITH walked AS MATERIALIZED (SELECT * FROM ({scans}) b ORDER BY {asked.order} LIMIT {most})
(SELECT true AS fits, id, at FROM walked WHERE fits ORDER BY {asked.order} LIMIT {asked.limit + 1})
UNION ALL
(SELECT false, id, at FROM walked WHERE (SELECT count(*) FROM walked) >= {most} ORDER BY {back} LIMIT 1)""",  # noqa: S608
        *values,
    )
    places = [(row["fits"], (row["at"], UUID(int=row["id"].int))) for row in rows]
    last = next((place for fits, place in places if not fits), None)
    return Piece(sorted((place for fits, place in places if fits), reverse=asked.way == "DESC"), last)


async def _few(connection: Connection, asked: Sparse) -> list[UUID] | None:
    """All tickets that may fit, whoever sees them; None when these are many."""
    async with connection.transaction():
        await connection.execute(_BY_INDEX)
        # Planned as if all of it were read, and read no further than that.
        rows = await connection.fetch(
            f"WITH f AS MATERIALIZED ({asked.narrowed.probe}) SELECT id FROM f LIMIT {FEW + 1}"  # noqa: S608
        )
        await connection.execute(_AGAIN)
    return None if len(rows) > FEW else [row["id"] for row in rows]


async def _whole(connection: Connection, asked: Sparse, ids: list[UUID]) -> Piece:
    branches = " OR ".join(f"({' AND '.join(each) or 'true'})" for each in asked.branches)
    rows = await connection.fetch(
        f"""WITH few AS MATERIALIZED (SELECT t.id, t.{asked.column} AS at FROM tickets t
 WHERE t.id = ANY (${len(asked.values) + 1}::uuid[]) AND {asked.narrowed.fits} AND ({branches}))
SELECT id, at FROM few ORDER BY {asked.order} LIMIT {asked.limit + 1}""",  # noqa: S608
        *asked.values,
        ids,
    )
    return Piece([(row["at"], UUID(int=row["id"].int)) for row in rows], None)
