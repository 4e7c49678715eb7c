from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="DistinctIn")



@_attrs_define
class DistinctIn:
    """ Who is not the same person as this customer.

        Attributes:
            other_id (UUID):
     """

    other_id: UUID





    def to_dict(self) -> dict[str, Any]:
        other_id = str(self.other_id)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "other_id": other_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        other_id = UUID(d.pop("other_id"))




        distinct_in = cls(
            other_id=other_id,
        )

        return distinct_in

