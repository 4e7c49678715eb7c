from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="ReadIn")



@_attrs_define
class ReadIn:
    """ How far the caller has read, as it counts. Beyond the end means all of it.

        Attributes:
            seq (int):
     """

    seq: int





    def to_dict(self) -> dict[str, Any]:
        seq = self.seq


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "seq": seq,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        seq = d.pop("seq")

        read_in = cls(
            seq=seq,
        )

        return read_in

