from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="CustomerMergeIn")



@_attrs_define
class CustomerMergeIn:
    """ Which customer this one really is.

        Attributes:
            into_id (UUID):
     """

    into_id: UUID





    def to_dict(self) -> dict[str, Any]:
        into_id = str(self.into_id)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "into_id": into_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        into_id = UUID(d.pop("into_id"))




        customer_merge_in = cls(
            into_id=into_id,
        )

        return customer_merge_in

