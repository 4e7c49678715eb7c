from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="NotificationCount")



@_attrs_define
class NotificationCount:
    """ How many are unread.

        Attributes:
            unread (int): Counted up to 1000: then it is that many or more.
     """

    unread: int





    def to_dict(self) -> dict[str, Any]:
        unread = self.unread


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "unread": unread,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        unread = d.pop("unread")

        notification_count = cls(
            unread=unread,
        )

        return notification_count

