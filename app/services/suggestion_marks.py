"""Marks: stems within a kind and a brand, as `desk_suggestion_mark` makes them: no brand learns from another."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, TypeAlias

from app.db import Connection
from app.rules.suggesting import Counts

Kind: TypeAlias = Literal["article", "reply"]

_COUNTS = "SELECT mark, examples FROM suggestion_words WHERE mark = ANY ($1::text[])"


def beginning(kind: Kind, brand: str) -> str:
    """What all marks of a kind and a brand begin with; by itself: how many examples there are."""
    return f"{kind[0]}:{brand}:"


def marks(kind: Kind, brand: str, stems: Iterable[str]) -> list[str]:
    """These stems as marks."""
    first = beginning(kind, brand)
    return [first + stem for stem in stems]


def stems(kind: Kind, brand: str, found: Iterable[str]) -> frozenset[str]:
    """The stems of these marks."""
    length = len(beginning(kind, brand))
    return frozenset(mark[length:] for mark in found)


async def counts(connection: Connection, kind: Kind, brand: str, wanted: Collection[str]) -> Counts:
    """How often each of these stems is in what was learnt."""
    rows = await connection.fetch(_COUNTS, marks(kind, brand, ["", *wanted]))
    length = len(beginning(kind, brand))
    found: Mapping[str, int] = {row["mark"][length:]: row["examples"] for row in rows}
    return Counts(found.get("", 0), found)
