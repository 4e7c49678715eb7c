from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.rating_short import RatingShort
  from ..models.ratings_overview_distribution import RatingsOverviewDistribution





T = TypeVar("T", bound="RatingsOverview")



@_attrs_define
class RatingsOverview:
    """ How the customer has rated; of more than a thousand ratings the latest thousand.

        Attributes:
            count (int):
            average (float | None):
            distribution (RatingsOverviewDistribution): How often each score was given, by score.
            latest (list[RatingShort]):
     """

    count: int
    average: float | None
    distribution: RatingsOverviewDistribution
    latest: list[RatingShort]





    def to_dict(self) -> dict[str, Any]:
        from ..models.rating_short import RatingShort # noqa: PLC0415
        from ..models.ratings_overview_distribution import RatingsOverviewDistribution # noqa: PLC0415
        count = self.count

        average: float | None
        average = self.average

        distribution = self.distribution.to_dict()

        latest = []
        for latest_item_data in self.latest:
            latest_item = latest_item_data.to_dict()
            latest.append(latest_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "count": count,
            "average": average,
            "distribution": distribution,
            "latest": latest,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rating_short import RatingShort # noqa: PLC0415
        from ..models.ratings_overview_distribution import RatingsOverviewDistribution # noqa: PLC0415
        d = dict(src_dict)
        count = d.pop("count")

        def _parse_average(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        average = _parse_average(d.pop("average"))


        distribution = RatingsOverviewDistribution.from_dict(d.pop("distribution"))




        latest = []
        _latest = d.pop("latest")
        for latest_item_data in (_latest):
            latest_item = RatingShort.from_dict(latest_item_data)



            latest.append(latest_item)


        ratings_overview = cls(
            count=count,
            average=average,
            distribution=distribution,
            latest=latest,
        )

        return ratings_overview

