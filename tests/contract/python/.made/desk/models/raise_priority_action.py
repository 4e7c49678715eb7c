from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.raise_priority_action_to_type_0 import RaisePriorityActionToType0
from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="RaisePriorityAction")



@_attrs_define
class RaisePriorityAction:
    """ Raise the ticket's priority; never lowers it.

        Attributes:
            type_ (Literal['raise_priority']):
            to (None | RaisePriorityActionToType0 | Unset): null: one up.
     """

    type_: Literal['raise_priority']
    to: None | RaisePriorityActionToType0 | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        to: None | str | Unset
        if isinstance(self.to, Unset):
            to = UNSET
        elif isinstance(self.to, RaisePriorityActionToType0):
            to = self.to.value
        else:
            to = self.to


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
        })
        if to is not UNSET:
            field_dict["to"] = to

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['raise_priority'] , d.pop("type"))
        if type_ != 'raise_priority':
            raise ValueError(f"type must match const 'raise_priority', got '{type_}'")

        def _parse_to(data: object) -> None | RaisePriorityActionToType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                to_type_0 = RaisePriorityActionToType0(data)



                return to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RaisePriorityActionToType0 | Unset, data)

        to = _parse_to(d.pop("to", UNSET))


        raise_priority_action = cls(
            type_=type_,
            to=to,
        )

        return raise_priority_action

