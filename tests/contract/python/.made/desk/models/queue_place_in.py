from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.queue_place_in_place import QueuePlaceInPlace
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="QueuePlaceIn")



@_attrs_define
class QueuePlaceIn:
    """ Where in its queue a waiting ticket or chat goes.

        Attributes:
            place (QueuePlaceInPlace): `in_order`: where it belongs by itself.
            reason (None | str | Unset):
     """

    place: QueuePlaceInPlace
    reason: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        place = self.place.value

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "place": place,
        })
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        place = QueuePlaceInPlace(d.pop("place"))




        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        queue_place_in = cls(
            place=place,
            reason=reason,
        )

        return queue_place_in

