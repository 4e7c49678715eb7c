from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.viewer_out import ViewerOut





T = TypeVar("T", bound="ViewersOut")



@_attrs_define
class ViewersOut:
    """ Who looks at a ticket and who types on it, by what their clients say: best effort, and a few seconds old.

        Attributes:
            ticket_id (UUID):
            viewers (list[ViewerOut]):
     """

    ticket_id: UUID
    viewers: list[ViewerOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.viewer_out import ViewerOut # noqa: PLC0415
        ticket_id = str(self.ticket_id)

        viewers = []
        for viewers_item_data in self.viewers:
            viewers_item = viewers_item_data.to_dict()
            viewers.append(viewers_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "viewers": viewers,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.viewer_out import ViewerOut # noqa: PLC0415
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        viewers = []
        _viewers = d.pop("viewers")
        for viewers_item_data in (_viewers):
            viewers_item = ViewerOut.from_dict(viewers_item_data)



            viewers.append(viewers_item)


        viewers_out = cls(
            ticket_id=ticket_id,
            viewers=viewers,
        )

        return viewers_out

