from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="CustomerNoteIn")



@_attrs_define
class CustomerNoteIn:
    """ What agents should know of a customer.

        Attributes:
            body (str):
            pinned (bool | Unset):  Default: False.
     """

    body: str
    pinned: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        pinned = self.pinned


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
        })
        if pinned is not UNSET:
            field_dict["pinned"] = pinned

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        pinned = d.pop("pinned", UNSET)

        customer_note_in = cls(
            body=body,
            pinned=pinned,
        )

        return customer_note_in

