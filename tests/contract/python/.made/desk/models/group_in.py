from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.node_in import NodeIn





T = TypeVar("T", bound="GroupIn")



@_attrs_define
class GroupIn:
    """ All of `all` must hold and, if there are any, one of `any`; each is a condition or another group.

        Attributes:
            all_ (list[NodeIn] | Unset):
            any_ (list[NodeIn] | Unset):
     """

    all_: list[NodeIn] | Unset = UNSET
    any_: list[NodeIn] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.node_in import NodeIn # noqa: PLC0415
        all_: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.all_, Unset):
            all_ = []
            for all_item_data in self.all_:
                all_item = all_item_data.to_dict()
                all_.append(all_item)



        any_: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.any_, Unset):
            any_ = []
            for any_item_data in self.any_:
                any_item = any_item_data.to_dict()
                any_.append(any_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if all_ is not UNSET:
            field_dict["all"] = all_
        if any_ is not UNSET:
            field_dict["any"] = any_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.node_in import NodeIn # noqa: PLC0415
        d = dict(src_dict)
        _all_ = d.pop("all", UNSET)
        all_: list[NodeIn] | Unset = UNSET
        if _all_ is not UNSET:
            all_ = []
            for all_item_data in _all_:
                all_item = NodeIn.from_dict(all_item_data)



                all_.append(all_item)


        _any_ = d.pop("any", UNSET)
        any_: list[NodeIn] | Unset = UNSET
        if _any_ is not UNSET:
            any_ = []
            for any_item_data in _any_:
                any_item = NodeIn.from_dict(any_item_data)



                any_.append(any_item)


        group_in = cls(
            all_=all_,
            any_=any_,
        )

        return group_in

