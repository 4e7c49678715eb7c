from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.hour_staffing_out import HourStaffingOut





T = TypeVar("T", bound="StaffingOut")



@_attrs_define
class StaffingOut:
    """ Agents by the hour, in the order of the arrivals.

        Attributes:
            formula (str):
            hours (list[HourStaffingOut]):
     """

    formula: str
    hours: list[HourStaffingOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.hour_staffing_out import HourStaffingOut # noqa: PLC0415
        formula = self.formula

        hours = []
        for hours_item_data in self.hours:
            hours_item = hours_item_data.to_dict()
            hours.append(hours_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "formula": formula,
            "hours": hours,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hour_staffing_out import HourStaffingOut # noqa: PLC0415
        d = dict(src_dict)
        formula = d.pop("formula")

        hours = []
        _hours = d.pop("hours")
        for hours_item_data in (_hours):
            hours_item = HourStaffingOut.from_dict(hours_item_data)



            hours.append(hours_item)


        staffing_out = cls(
            formula=formula,
            hours=hours,
        )

        return staffing_out

