"""What may be merged into what, whose thread goes on where, and what an undone merge gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules.statuses import UNSOLVED, Status

# So many tickets are one at most, with all that was merged into what was merged: a timeline reads each of them.
MOST_MERGED = 200
# So many at once.
MOST_AT_ONCE = 50

Refusal: TypeAlias = Literal["merge_into_itself", "merge_circle", "already_merged", "chat_is_live", "ticket_closed"]

# What a merge takes from a ticket, and unmerging gives back: it is not solved, out of sight or waiting for anything.
_TAKEN = ("solved_at", "snoozed_until", "pending_until")


@dataclass(frozen=True, slots=True)
class Side:
    """A ticket as merging sees it. `root` is where its pointers end: itself, when it is not
    merged.
    """

    id: UUID
    status: Status
    requester_id: UUID
    source_id: UUID | None
    root: UUID
    in_chat: bool = False
    # The customers in copy.
    in_copy: frozenset[UUID] = frozenset()


def refusal(source: Side, target: Side) -> Refusal | None:
    """Why a ticket cannot be merged into another one, which is not merged itself; None: it can be, or is already."""
    if source.id == target.id:
        return "merge_into_itself"
    if source.root == target.id:
        return None
    if source.root != source.id:
        return "already_merged"
    if source.in_chat:
        return "chat_is_live"
    return "ticket_closed" if target.status == "closed" else None


def keeps_own_thread(source: Side, target: Side) -> bool:
    """Whether a merged ticket and its target are read by different people: then its thread goes on where it was.

    Else one customer would be shown what another one writes, or one partner the tickets of another; and whoever is in
    copy of one of them would miss it.
    """
    same = (source.requester_id, source.in_copy) == (target.requester_id, target.in_copy)
    return not same or source.source_id not in {None, target.source_id}


def taken(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a merge changes in a ticket with these fields, besides its pointer."""
    return {"status": "merged"} | {name: None for name in _TAKEN if fields.get(name) is not None}


def given_back(was: Mapping[str, Any], *, assignee_there: bool) -> dict[str, Any]:
    """What unmerging changes: what the merge has taken comes back.

    `was` are the values from before the merge, as the log has them. Open work of an agent who is not there any more is
    nobody's.
    """
    changes = {name: was[name] for name in ("status", *_TAKEN) if name in was}
    changes["merged_into_id"] = None
    if was["status"] in UNSOLVED and not assignee_there:
        changes["assignee_id"] = None
    return changes
