from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="MergeIn")



@_attrs_define
class MergeIn:
    """ Which tickets become part of this one.

        Attributes:
            source_ids (list[UUID]):
            notify_customer (bool | Unset): Tell each merged ticket's customer, in their language. Default: False.
     """

    source_ids: list[UUID]
    notify_customer: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        source_ids = []
        for source_ids_item_data in self.source_ids:
            source_ids_item = str(source_ids_item_data)
            source_ids.append(source_ids_item)



        notify_customer = self.notify_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "source_ids": source_ids,
        })
        if notify_customer is not UNSET:
            field_dict["notify_customer"] = notify_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source_ids = []
        _source_ids = d.pop("source_ids")
        for source_ids_item_data in (_source_ids):
            source_ids_item = UUID(source_ids_item_data)



            source_ids.append(source_ids_item)


        notify_customer = d.pop("notify_customer", UNSET)

        merge_in = cls(
            source_ids=source_ids,
            notify_customer=notify_customer,
        )

        return merge_in

