from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.staffing_target_in import StaffingTargetIn





T = TypeVar("T", bound="StaffingIn")



@_attrs_define
class StaffingIn:
    """ How many come in each hour, how much work they are, and what is promised to them.

        Attributes:
            arrivals_per_hour (list[float]):
            handling_seconds (float):
            concurrency (int | Unset): How many an agent does at once; counts as so many servers. Default: 1.
            patience_seconds (float | None | Unset): Mean; null: they wait for ever (Erlang C instead of Erlang A).
            shrinkage (float | Unset): The share of paid time that is not at work. Default: 0.0.
            target (StaffingTargetIn | Unset): What is to be kept; all that is named.
     """

    arrivals_per_hour: list[float]
    handling_seconds: float
    concurrency: int | Unset = 1
    patience_seconds: float | None | Unset = UNSET
    shrinkage: float | Unset = 0.0
    target: StaffingTargetIn | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.staffing_target_in import StaffingTargetIn # noqa: PLC0415
        arrivals_per_hour = self.arrivals_per_hour



        handling_seconds = self.handling_seconds

        concurrency = self.concurrency

        patience_seconds: float | None | Unset
        if isinstance(self.patience_seconds, Unset):
            patience_seconds = UNSET
        else:
            patience_seconds = self.patience_seconds

        shrinkage = self.shrinkage

        target: dict[str, Any] | Unset = UNSET
        if not isinstance(self.target, Unset):
            target = self.target.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "arrivals_per_hour": arrivals_per_hour,
            "handling_seconds": handling_seconds,
        })
        if concurrency is not UNSET:
            field_dict["concurrency"] = concurrency
        if patience_seconds is not UNSET:
            field_dict["patience_seconds"] = patience_seconds
        if shrinkage is not UNSET:
            field_dict["shrinkage"] = shrinkage
        if target is not UNSET:
            field_dict["target"] = target

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.staffing_target_in import StaffingTargetIn # noqa: PLC0415
        d = dict(src_dict)
        arrivals_per_hour = cast(list[float], d.pop("arrivals_per_hour"))


        handling_seconds = d.pop("handling_seconds")

        concurrency = d.pop("concurrency", UNSET)

        def _parse_patience_seconds(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        patience_seconds = _parse_patience_seconds(d.pop("patience_seconds", UNSET))


        shrinkage = d.pop("shrinkage", UNSET)

        _target = d.pop("target", UNSET)
        target: StaffingTargetIn | Unset
        if isinstance(_target,  Unset):
            target = UNSET
        else:
            target = StaffingTargetIn.from_dict(_target)




        staffing_in = cls(
            arrivals_per_hour=arrivals_per_hour,
            handling_seconds=handling_seconds,
            concurrency=concurrency,
            patience_seconds=patience_seconds,
            shrinkage=shrinkage,
            target=target,
        )

        return staffing_in

