from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.set_type_action_ticket_type import SetTypeActionTicketType
from typing import Literal, cast






T = TypeVar("T", bound="SetTypeAction")



@_attrs_define
class SetTypeAction:
    """ Set the type.

        Attributes:
            type_ (Literal['set_type']):
            ticket_type (SetTypeActionTicketType):
     """

    type_: Literal['set_type']
    ticket_type: SetTypeActionTicketType





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        ticket_type = self.ticket_type.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "ticket_type": ticket_type,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_type'] , d.pop("type"))
        if type_ != 'set_type':
            raise ValueError(f"type must match const 'set_type', got '{type_}'")

        ticket_type = SetTypeActionTicketType(d.pop("ticket_type"))




        set_type_action = cls(
            type_=type_,
            ticket_type=ticket_type,
        )

        return set_type_action

