from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.condition_in import ConditionIn





T = TypeVar("T", bound="ConditionsIn")



@_attrs_define
class ConditionsIn:
    """ All of `all` must hold and, if there are any, one of `any`. Without conditions a policy is for every ticket.

        Attributes:
            all_ (list[ConditionIn] | Unset):
            any_ (list[ConditionIn] | Unset):
     """

    all_: list[ConditionIn] | Unset = UNSET
    any_: list[ConditionIn] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.condition_in import ConditionIn # noqa: PLC0415
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
        from ..models.condition_in import ConditionIn # noqa: PLC0415
        d = dict(src_dict)
        _all_ = d.pop("all", UNSET)
        all_: list[ConditionIn] | Unset = UNSET
        if _all_ is not UNSET:
            all_ = []
            for all_item_data in _all_:
                all_item = ConditionIn.from_dict(all_item_data)



                all_.append(all_item)


        _any_ = d.pop("any", UNSET)
        any_: list[ConditionIn] | Unset = UNSET
        if _any_ is not UNSET:
            any_ = []
            for any_item_data in _any_:
                any_item = ConditionIn.from_dict(any_item_data)



                any_.append(any_item)


        conditions_in = cls(
            all_=all_,
            any_=any_,
        )

        return conditions_in

