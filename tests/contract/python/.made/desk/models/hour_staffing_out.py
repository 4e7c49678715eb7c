from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="HourStaffingOut")



@_attrs_define
class HourStaffingOut:
    """ What one hour takes, and what to expect then.

        Attributes:
            arrivals (float):
            agents (int):
            scheduled (int):
            within (float | None):
            mean_wait_seconds (float | None):
            abandonment (float):
            occupancy (float):
     """

    arrivals: float
    agents: int
    scheduled: int
    within: float | None
    mean_wait_seconds: float | None
    abandonment: float
    occupancy: float





    def to_dict(self) -> dict[str, Any]:
        arrivals = self.arrivals

        agents = self.agents

        scheduled = self.scheduled

        within: float | None
        within = self.within

        mean_wait_seconds: float | None
        mean_wait_seconds = self.mean_wait_seconds

        abandonment = self.abandonment

        occupancy = self.occupancy


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "arrivals": arrivals,
            "agents": agents,
            "scheduled": scheduled,
            "within": within,
            "mean_wait_seconds": mean_wait_seconds,
            "abandonment": abandonment,
            "occupancy": occupancy,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        arrivals = d.pop("arrivals")

        agents = d.pop("agents")

        scheduled = d.pop("scheduled")

        def _parse_within(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        within = _parse_within(d.pop("within"))


        def _parse_mean_wait_seconds(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mean_wait_seconds = _parse_mean_wait_seconds(d.pop("mean_wait_seconds"))


        abandonment = d.pop("abandonment")

        occupancy = d.pop("occupancy")

        hour_staffing_out = cls(
            arrivals=arrivals,
            agents=agents,
            scheduled=scheduled,
            within=within,
            mean_wait_seconds=mean_wait_seconds,
            abandonment=abandonment,
            occupancy=occupancy,
        )

        return hour_staffing_out

