"""Conditions in groups, as clients send and see them; `rules/condition_groups.py` says what they mean."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from app.rules.condition_groups import MAX_CONDITIONS, MAX_DEPTH, More
from app.rules.conditions import Operator
from app.schemas.base import In, Text
from app.schemas.conditions import few


class NodeIn(In):
    """A condition (`field`, `operator`, `value`), or a group of them (`all`, `any`)."""

    field: Annotated[
        Text | None, Field(max_length=120, description="A field of the ticket, an instant, or of the event.")
    ] = None
    operator: Operator | More | None = None
    value: Annotated[Any, BeforeValidator(few)] = None
    all: Annotated[list["NodeIn"] | None, Field(max_length=MAX_CONDITIONS)] = None
    any: Annotated[list["NodeIn"] | None, Field(max_length=MAX_CONDITIONS)] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "NodeIn":
        is_group = self.all is not None or self.any is not None
        if is_group == (self.field is not None) or (self.field is None) != (self.operator is None):
            msg = "is either a condition with field and operator, or a group with all or any"
            raise ValueError(msg)
        if is_group and self.value is not None:
            msg = "a group has no value"
            raise ValueError(msg)
        return self


class GroupIn(In):
    """All of `all` must hold and, if there are any, one of `any`; each is a condition or another group."""

    all: Annotated[list[NodeIn], Field(max_length=MAX_CONDITIONS)] = []
    any: Annotated[list[NodeIn], Field(max_length=MAX_CONDITIONS)] = []

    @model_validator(mode="after")
    def _not_much(self) -> "GroupIn":
        number, depth = _size([*self.all, *self.any])
        if number > MAX_CONDITIONS or depth >= MAX_DEPTH:
            msg = f"must be at most {MAX_CONDITIONS} conditions, in groups at most {MAX_DEPTH} deep"
            raise ValueError(msg)
        return self


def _size(nodes: list[NodeIn]) -> tuple[int, int]:
    number, depth = 0, 0
    for each in nodes:
        if each.field is not None:
            number += 1
            continue
        below, deeper = _size([*(each.all or []), *(each.any or [])])
        # An empty group counts too: a million of them are no small thing.
        number, depth = number + below + 1, max(depth, deeper + 1)
    return number, depth


def stated(group: GroupIn) -> dict[str, Any]:
    """A group as it is stored: nothing but what was said."""
    return {"all": [_node(each) for each in group.all], "any": [_node(each) for each in group.any]}


def _node(node: NodeIn) -> dict[str, Any]:
    if node.field is not None:
        return {"field": node.field, "operator": node.operator, "value": node.model_dump(mode="json")["value"]}
    return {"all": [_node(each) for each in node.all or []], "any": [_node(each) for each in node.any or []]}
