from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.outside_conversation_status import OutsideConversationStatus
from typing import cast

if TYPE_CHECKING:
  from ..models.outside_message import OutsideMessage





T = TypeVar("T", bound="OutsideConversation")



@_attrs_define
class OutsideConversation:
    """ A side conversation as whoever is outside sees it: nothing of the ticket.

        Attributes:
            subject (str):
            status (OutsideConversationStatus):
            items (list[OutsideMessage]): The latest 100, oldest first.
     """

    subject: str
    status: OutsideConversationStatus
    items: list[OutsideMessage]





    def to_dict(self) -> dict[str, Any]:
        from ..models.outside_message import OutsideMessage # noqa: PLC0415
        subject = self.subject

        status = self.status.value

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "subject": subject,
            "status": status,
            "items": items,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.outside_message import OutsideMessage # noqa: PLC0415
        d = dict(src_dict)
        subject = d.pop("subject")

        status = OutsideConversationStatus(d.pop("status"))




        items = []
        _items = d.pop("items")
        for items_item_data in (_items):
            items_item = OutsideMessage.from_dict(items_item_data)



            items.append(items_item)


        outside_conversation = cls(
            subject=subject,
            status=status,
            items=items,
        )

        return outside_conversation

