from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.feed_event_out import FeedEventOut





T = TypeVar("T", bound="FeedPage")



@_attrs_define
class FeedPage:
    """ A page of the change feed. Ask with `after=next` for what comes then; `next` is always there.

        Attributes:
            items (list[FeedEventOut]):
            next_ (int):
            has_more (bool): Whether there is more already; a page of one type may be empty and go on.
     """

    items: list[FeedEventOut]
    next_: int
    has_more: bool





    def to_dict(self) -> dict[str, Any]:
        from ..models.feed_event_out import FeedEventOut # noqa: PLC0415
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)



        next_ = self.next_

        has_more = self.has_more


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "items": items,
            "next": next_,
            "has_more": has_more,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feed_event_out import FeedEventOut # noqa: PLC0415
        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in (_items):
            items_item = FeedEventOut.from_dict(items_item_data)



            items.append(items_item)


        next_ = d.pop("next")

        has_more = d.pop("has_more")

        feed_page = cls(
            items=items,
            next_=next_,
            has_more=has_more,
        )

        return feed_page

