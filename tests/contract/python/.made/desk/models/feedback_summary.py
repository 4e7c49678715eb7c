from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.distribution import Distribution





T = TypeVar("T", bound="FeedbackSummary")



@_attrs_define
class FeedbackSummary:
    """ What the invitations of a period brought. Shares and averages are exact, and null where there is no basis.

        Attributes:
            invited (int): Invitations sent, without those taken back by a reopening before an answer.
            count (int): How many of them were answered.
            response_rate (float | None): count / invited.
            average (float | None): Of the scores.
            csat (float | None): The share of 4 and 5.
            distribution (Distribution): How often each score was given.
     """

    invited: int
    count: int
    response_rate: float | None
    average: float | None
    csat: float | None
    distribution: Distribution





    def to_dict(self) -> dict[str, Any]:
        from ..models.distribution import Distribution # noqa: PLC0415
        invited = self.invited

        count = self.count

        response_rate: float | None
        response_rate = self.response_rate

        average: float | None
        average = self.average

        csat: float | None
        csat = self.csat

        distribution = self.distribution.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "invited": invited,
            "count": count,
            "response_rate": response_rate,
            "average": average,
            "csat": csat,
            "distribution": distribution,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.distribution import Distribution # noqa: PLC0415
        d = dict(src_dict)
        invited = d.pop("invited")

        count = d.pop("count")

        def _parse_response_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        response_rate = _parse_response_rate(d.pop("response_rate"))


        def _parse_average(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        average = _parse_average(d.pop("average"))


        def _parse_csat(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        csat = _parse_csat(d.pop("csat"))


        distribution = Distribution.from_dict(d.pop("distribution"))




        feedback_summary = cls(
            invited=invited,
            count=count,
            response_rate=response_rate,
            average=average,
            csat=csat,
            distribution=distribution,
        )

        return feedback_summary

