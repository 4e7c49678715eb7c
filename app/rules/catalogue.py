"""The catalogue: what a type of request makes of a new ticket."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequestType:
    """A type of request as it stands. `approver`: the agent who approves besides leads."""

    key: str
    brand: str | None = None
    public: bool = True
    archived: bool = False
    form: str | None = None
    checklist: str | None = None
    team_id: UUID | None = None
    priority: str | None = None
    ticket_type: str = "request"
    tags: tuple[str, ...] = ()
    needs_approval: bool = False
    approver: UUID | None = None


def may_choose(kind: str, *, brand: str | None, of_brand: str | None, public: bool, archived: bool) -> bool:
    """Whether a kind of caller may use something of the catalogue (made for `of_brand`) on a ticket of this brand."""
    return not archived and of_brand in {None, brand} and (public or kind != "customer")


# What a ticket without a type of request has from the catalogue.
NOTHING = RequestType("", ticket_type="question")


def given_anew(
    values: Mapping[str, Any],
    before: RequestType,
    now: RequestType,
    *,
    type_before: str,
    type_now: str,
    said: AbstractSet[str],
    placed: bool,
) -> dict[str, Any]:
    """What changes of a ticket's type, priority, tags and team when its type of request does.

    Only what nobody has touched: what every new ticket has, or what its type of request before gave. `said` are the
    fields that are set with it, `placed`: somebody has the ticket, or has said whose it is.
    """
    given: dict[str, Any] = {}
    if now is not NOTHING:
        if "type" not in said and values["type"] in {NOTHING.ticket_type, type_before}:
            given["type"] = type_now
        if now.priority is not None and "priority" not in said and values["priority"] in {"normal", before.priority}:
            given["priority"] = now.priority
        if now.team_id is not None and not placed and said.isdisjoint({"team_id", "assignee_id"}):
            given["team_id"] = now.team_id
    if "tags" not in said:
        gone = set(before.tags) - set(now.tags)
        given["tags"] = list(dict.fromkeys([*(tag for tag in values["tags"] if tag not in gone), *now.tags]))
    return {name: value for name, value in given.items() if value != values[name]}
