from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.opening_hours import OpeningHours





T = TypeVar("T", bound="Week")



@_attrs_define
class Week:
    """ The hours that begin on each day of the week; a day that is not named is closed.

        Attributes:
            mon (list[OpeningHours] | Unset):
            tue (list[OpeningHours] | Unset):
            wed (list[OpeningHours] | Unset):
            thu (list[OpeningHours] | Unset):
            fri (list[OpeningHours] | Unset):
            sat (list[OpeningHours] | Unset):
            sun (list[OpeningHours] | Unset):
     """

    mon: list[OpeningHours] | Unset = UNSET
    tue: list[OpeningHours] | Unset = UNSET
    wed: list[OpeningHours] | Unset = UNSET
    thu: list[OpeningHours] | Unset = UNSET
    fri: list[OpeningHours] | Unset = UNSET
    sat: list[OpeningHours] | Unset = UNSET
    sun: list[OpeningHours] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.opening_hours import OpeningHours # noqa: PLC0415
        mon: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.mon, Unset):
            mon = []
            for mon_item_data in self.mon:
                mon_item = mon_item_data.to_dict()
                mon.append(mon_item)



        tue: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tue, Unset):
            tue = []
            for tue_item_data in self.tue:
                tue_item = tue_item_data.to_dict()
                tue.append(tue_item)



        wed: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.wed, Unset):
            wed = []
            for wed_item_data in self.wed:
                wed_item = wed_item_data.to_dict()
                wed.append(wed_item)



        thu: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.thu, Unset):
            thu = []
            for thu_item_data in self.thu:
                thu_item = thu_item_data.to_dict()
                thu.append(thu_item)



        fri: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.fri, Unset):
            fri = []
            for fri_item_data in self.fri:
                fri_item = fri_item_data.to_dict()
                fri.append(fri_item)



        sat: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sat, Unset):
            sat = []
            for sat_item_data in self.sat:
                sat_item = sat_item_data.to_dict()
                sat.append(sat_item)



        sun: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sun, Unset):
            sun = []
            for sun_item_data in self.sun:
                sun_item = sun_item_data.to_dict()
                sun.append(sun_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if mon is not UNSET:
            field_dict["mon"] = mon
        if tue is not UNSET:
            field_dict["tue"] = tue
        if wed is not UNSET:
            field_dict["wed"] = wed
        if thu is not UNSET:
            field_dict["thu"] = thu
        if fri is not UNSET:
            field_dict["fri"] = fri
        if sat is not UNSET:
            field_dict["sat"] = sat
        if sun is not UNSET:
            field_dict["sun"] = sun

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.opening_hours import OpeningHours # noqa: PLC0415
        d = dict(src_dict)
        _mon = d.pop("mon", UNSET)
        mon: list[OpeningHours] | Unset = UNSET
        if _mon is not UNSET:
            mon = []
            for mon_item_data in _mon:
                mon_item = OpeningHours.from_dict(mon_item_data)



                mon.append(mon_item)


        _tue = d.pop("tue", UNSET)
        tue: list[OpeningHours] | Unset = UNSET
        if _tue is not UNSET:
            tue = []
            for tue_item_data in _tue:
                tue_item = OpeningHours.from_dict(tue_item_data)



                tue.append(tue_item)


        _wed = d.pop("wed", UNSET)
        wed: list[OpeningHours] | Unset = UNSET
        if _wed is not UNSET:
            wed = []
            for wed_item_data in _wed:
                wed_item = OpeningHours.from_dict(wed_item_data)



                wed.append(wed_item)


        _thu = d.pop("thu", UNSET)
        thu: list[OpeningHours] | Unset = UNSET
        if _thu is not UNSET:
            thu = []
            for thu_item_data in _thu:
                thu_item = OpeningHours.from_dict(thu_item_data)



                thu.append(thu_item)


        _fri = d.pop("fri", UNSET)
        fri: list[OpeningHours] | Unset = UNSET
        if _fri is not UNSET:
            fri = []
            for fri_item_data in _fri:
                fri_item = OpeningHours.from_dict(fri_item_data)



                fri.append(fri_item)


        _sat = d.pop("sat", UNSET)
        sat: list[OpeningHours] | Unset = UNSET
        if _sat is not UNSET:
            sat = []
            for sat_item_data in _sat:
                sat_item = OpeningHours.from_dict(sat_item_data)



                sat.append(sat_item)


        _sun = d.pop("sun", UNSET)
        sun: list[OpeningHours] | Unset = UNSET
        if _sun is not UNSET:
            sun = []
            for sun_item_data in _sun:
                sun_item = OpeningHours.from_dict(sun_item_data)



                sun.append(sun_item)


        week = cls(
            mon=mon,
            tue=tue,
            wed=wed,
            thu=thu,
            fri=fri,
            sat=sat,
            sun=sun,
        )

        return week

