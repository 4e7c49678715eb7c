from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.timeline_item_kind import TimelineItemKind
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.timeline_item_data import TimelineItemData





T = TypeVar("T", bound="TimelineItem")



@_attrs_define
class TimelineItem:
    """ Something that happened with a customer. What `data` holds depends on the `kind`.

        Attributes:
            kind (TimelineItemKind):
            id (UUID):
            at (datetime.datetime): Of a ticket its last activity, else when it happened.
            ticket_id (None | UUID):
            data (TimelineItemData):
     """

    kind: TimelineItemKind
    id: UUID
    at: datetime.datetime
    ticket_id: None | UUID
    data: TimelineItemData





    def to_dict(self) -> dict[str, Any]:
        from ..models.timeline_item_data import TimelineItemData # noqa: PLC0415
        kind = self.kind.value

        id = str(self.id)

        at = self.at.isoformat()

        ticket_id: None | str
        if isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        data = self.data.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "id": id,
            "at": at,
            "ticket_id": ticket_id,
            "data": data,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.timeline_item_data import TimelineItemData # noqa: PLC0415
        d = dict(src_dict)
        kind = TimelineItemKind(d.pop("kind"))




        id = UUID(d.pop("id"))




        at = datetime.datetime.fromisoformat(d.pop("at"))




        def _parse_ticket_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_id_type_0 = UUID(data)



                return ticket_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        ticket_id = _parse_ticket_id(d.pop("ticket_id"))


        data = TimelineItemData.from_dict(d.pop("data"))




        timeline_item = cls(
            kind=kind,
            id=id,
            at=at,
            ticket_id=ticket_id,
            data=data,
        )

        return timeline_item

