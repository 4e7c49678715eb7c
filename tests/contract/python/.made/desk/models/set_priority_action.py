from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.set_priority_action_priority import SetPriorityActionPriority
from typing import Literal, cast






T = TypeVar("T", bound="SetPriorityAction")



@_attrs_define
class SetPriorityAction:
    """ Set the priority, up or down.

        Attributes:
            type_ (Literal['set_priority']):
            priority (SetPriorityActionPriority):
     """

    type_: Literal['set_priority']
    priority: SetPriorityActionPriority





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        priority = self.priority.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "priority": priority,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_priority'] , d.pop("type"))
        if type_ != 'set_priority':
            raise ValueError(f"type must match const 'set_priority', got '{type_}'")

        priority = SetPriorityActionPriority(d.pop("priority"))




        set_priority_action = cls(
            type_=type_,
            priority=priority,
        )

        return set_priority_action

