"""Merging customers, and those who look alike, as clients send and see them."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.duplicates import Sign
from app.schemas.base import In, Instant, Out
from app.schemas.customers import CustomerOut


class CustomerMergeIn(In):
    """Which customer this one really is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"into_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    into_id: UUID


class DistinctIn(In):
    """Who is not the same person as this customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"other_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    other_id: UUID


class CustomerMergeOut(Out):
    """A merge, undone or not."""

    id: UUID
    source_id: UUID
    target_id: UUID
    filled: dict[str, str] = Field(description="Fields of the target that were empty and were taken from the source.")
    by: str = Field(description="Who merged them.")
    merged_at: Instant
    undone_at: Instant | None


class CustomerMergePage(Out):
    """A page of merges, newest first."""

    items: list[CustomerMergeOut]
    next_cursor: str | None


class LookAlike(Out):
    """Two customers who may be one person."""

    customer: CustomerOut
    other: CustomerOut
    likeness: float = Field(description="0 to 1: how likely they are one person.")
    signs: list[Sign] = Field(description="What they share, the strongest first.")


class LookAlikes(Out):
    """Those who look like one customer, the likeliest first; at most 50."""

    items: list[LookAlike]


class LookAlikePage(Out):
    """A page of look-alikes, by the newest customers first; a page may be empty and still have a next one."""

    items: list[LookAlike]
    next_cursor: str | None
