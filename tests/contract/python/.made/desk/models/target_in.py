from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.target_in_hours import TargetInHours
from ..models.target_in_metric import TargetInMetric
from ..models.target_in_priority import TargetInPriority
from ..types import UNSET, Unset






T = TypeVar("T", bound="TargetIn")



@_attrs_define
class TargetIn:
    """ A promise for tickets of one priority.

        Attributes:
            metric (TargetInMetric):
            priority (TargetInPriority):
            seconds (int): 1 to 31622400 (366 days).
            hours (TargetInHours | Unset): `business`: only opening hours of the policy's calendar count. `calendar`: every
                hour. Default: TargetInHours.CALENDAR.
     """

    metric: TargetInMetric
    priority: TargetInPriority
    seconds: int
    hours: TargetInHours | Unset = TargetInHours.CALENDAR





    def to_dict(self) -> dict[str, Any]:
        metric = self.metric.value

        priority = self.priority.value

        seconds = self.seconds

        hours: str | Unset = UNSET
        if not isinstance(self.hours, Unset):
            hours = self.hours.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "metric": metric,
            "priority": priority,
            "seconds": seconds,
        })
        if hours is not UNSET:
            field_dict["hours"] = hours

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        metric = TargetInMetric(d.pop("metric"))




        priority = TargetInPriority(d.pop("priority"))




        seconds = d.pop("seconds")

        _hours = d.pop("hours", UNSET)
        hours: TargetInHours | Unset
        if isinstance(_hours,  Unset):
            hours = UNSET
        else:
            hours = TargetInHours(_hours)




        target_in = cls(
            metric=metric,
            priority=priority,
            seconds=seconds,
            hours=hours,
        )

        return target_in

