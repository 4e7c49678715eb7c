from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.checklist_item import ChecklistItem





T = TypeVar("T", bound="ChecklistIn")



@_attrs_define
class ChecklistIn:
    """ Tasks that are added to a ticket together, in this order.

        Attributes:
            key (str):
            name (str):
            items (list[ChecklistItem]):
     """

    key: str
    name: str
    items: list[ChecklistItem]





    def to_dict(self) -> dict[str, Any]:
        from ..models.checklist_item import ChecklistItem # noqa: PLC0415
        key = self.key

        name = self.name

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "key": key,
            "name": name,
            "items": items,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.checklist_item import ChecklistItem # noqa: PLC0415
        d = dict(src_dict)
        key = d.pop("key")

        name = d.pop("name")

        items = []
        _items = d.pop("items")
        for items_item_data in (_items):
            items_item = ChecklistItem.from_dict(items_item_data)



            items.append(items_item)


        checklist_in = cls(
            key=key,
            name=name,
            items=items,
        )

        return checklist_in

