from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="RequeueAction")



@_attrs_define
class RequeueAction:
    """ Put the ticket back into its queue, from when it first waited.

        Attributes:
            type_ (Literal['requeue']):
     """

    type_: Literal['requeue']





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['requeue'] , d.pop("type"))
        if type_ != 'requeue':
            raise ValueError(f"type must match const 'requeue', got '{type_}'")

        requeue_action = cls(
            type_=type_,
        )

        return requeue_action

