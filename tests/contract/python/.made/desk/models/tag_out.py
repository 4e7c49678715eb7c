from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="TagOut")



@_attrs_define
class TagOut:
    """ A tag, and how many tickets have it.

        Attributes:
            name (str):
            uses (int): Tickets that have it now.
     """

    name: str
    uses: int





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        uses = self.uses


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "uses": uses,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        uses = d.pop("uses")

        tag_out = cls(
            name=name,
            uses=uses,
        )

        return tag_out

