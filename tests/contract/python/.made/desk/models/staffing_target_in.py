from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="StaffingTargetIn")



@_attrs_define
class StaffingTargetIn:
    """ What is to be kept; all that is named.

        Attributes:
            share (float | None | Unset): This share is served `within_seconds`. Default: 0.8.
            within_seconds (float | Unset):  Default: 20.0.
            mean_wait_seconds (float | None | Unset):
            abandonment (float | None | Unset): At most this share gives up; needs their patience.
            occupancy (float | None | Unset): At most this share of the agents' time is in use.
     """

    share: float | None | Unset = 0.8
    within_seconds: float | Unset = 20.0
    mean_wait_seconds: float | None | Unset = UNSET
    abandonment: float | None | Unset = UNSET
    occupancy: float | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        share: float | None | Unset
        if isinstance(self.share, Unset):
            share = UNSET
        else:
            share = self.share

        within_seconds = self.within_seconds

        mean_wait_seconds: float | None | Unset
        if isinstance(self.mean_wait_seconds, Unset):
            mean_wait_seconds = UNSET
        else:
            mean_wait_seconds = self.mean_wait_seconds

        abandonment: float | None | Unset
        if isinstance(self.abandonment, Unset):
            abandonment = UNSET
        else:
            abandonment = self.abandonment

        occupancy: float | None | Unset
        if isinstance(self.occupancy, Unset):
            occupancy = UNSET
        else:
            occupancy = self.occupancy


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if share is not UNSET:
            field_dict["share"] = share
        if within_seconds is not UNSET:
            field_dict["within_seconds"] = within_seconds
        if mean_wait_seconds is not UNSET:
            field_dict["mean_wait_seconds"] = mean_wait_seconds
        if abandonment is not UNSET:
            field_dict["abandonment"] = abandonment
        if occupancy is not UNSET:
            field_dict["occupancy"] = occupancy

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_share(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        share = _parse_share(d.pop("share", UNSET))


        within_seconds = d.pop("within_seconds", UNSET)

        def _parse_mean_wait_seconds(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        mean_wait_seconds = _parse_mean_wait_seconds(d.pop("mean_wait_seconds", UNSET))


        def _parse_abandonment(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        abandonment = _parse_abandonment(d.pop("abandonment", UNSET))


        def _parse_occupancy(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        occupancy = _parse_occupancy(d.pop("occupancy", UNSET))


        staffing_target_in = cls(
            share=share,
            within_seconds=within_seconds,
            mean_wait_seconds=mean_wait_seconds,
            abandonment=abandonment,
            occupancy=occupancy,
        )

        return staffing_target_in

