from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.checklist_item import ChecklistItem





T = TypeVar("T", bound="ChecklistOut")



@_attrs_define
class ChecklistOut:
    """ A checklist.

        Attributes:
            id (UUID):
            key (str):
            name (str):
            items (list[ChecklistItem]):
            archived (bool):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    key: str
    name: str
    items: list[ChecklistItem]
    archived: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.checklist_item import ChecklistItem # noqa: PLC0415
        id = str(self.id)

        key = self.key

        name = self.name

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)



        archived = self.archived

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "key": key,
            "name": name,
            "items": items,
            "archived": archived,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.checklist_item import ChecklistItem # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        key = d.pop("key")

        name = d.pop("name")

        items = []
        _items = d.pop("items")
        for items_item_data in (_items):
            items_item = ChecklistItem.from_dict(items_item_data)



            items.append(items_item)


        archived = d.pop("archived")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        checklist_out = cls(
            id=id,
            key=key,
            name=name,
            items=items,
            archived=archived,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return checklist_out

