from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.needs_out import NeedsOut





T = TypeVar("T", bound="ClassOut")



@_attrs_define
class ClassOut:
    """ So many items that ask for the same.

        Attributes:
            channel (str):
            count (int):
            needs (NeedsOut): What an item asks of an agent.
     """

    channel: str
    count: int
    needs: NeedsOut





    def to_dict(self) -> dict[str, Any]:
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        channel = self.channel

        count = self.count

        needs = self.needs.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "channel": channel,
            "count": count,
            "needs": needs,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        d = dict(src_dict)
        channel = d.pop("channel")

        count = d.pop("count")

        needs = NeedsOut.from_dict(d.pop("needs"))




        class_out = cls(
            channel=channel,
            count=count,
            needs=needs,
        )

        return class_out

