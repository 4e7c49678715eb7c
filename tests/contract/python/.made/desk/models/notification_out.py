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
  from ..models.notification_out_data import NotificationOutData





T = TypeVar("T", bound="NotificationOut")



@_attrs_define
class NotificationOut:
    """ Something that an agent is to know. What `data` holds for which `kind` is in the guide *events*.

        Attributes:
            id (UUID):
            kind (str): Ignore kinds that you do not know.
            ticket_id (None | UUID):
            data (NotificationOutData):
            created_at (datetime.datetime):
            read_at (datetime.datetime | None):
     """

    id: UUID
    kind: str
    ticket_id: None | UUID
    data: NotificationOutData
    created_at: datetime.datetime
    read_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.notification_out_data import NotificationOutData # noqa: PLC0415
        id = str(self.id)

        kind = self.kind

        ticket_id: None | str
        if isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        data = self.data.to_dict()

        created_at = self.created_at.isoformat()

        read_at: None | str
        if isinstance(self.read_at, datetime.datetime):
            read_at = self.read_at.isoformat()
        else:
            read_at = self.read_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "kind": kind,
            "ticket_id": ticket_id,
            "data": data,
            "created_at": created_at,
            "read_at": read_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.notification_out_data import NotificationOutData # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        kind = d.pop("kind")

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


        data = NotificationOutData.from_dict(d.pop("data"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        def _parse_read_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                read_at_type_0 = datetime.datetime.fromisoformat(data)



                return read_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        read_at = _parse_read_at(d.pop("read_at"))


        notification_out = cls(
            id=id,
            kind=kind,
            ticket_id=ticket_id,
            data=data,
            created_at=created_at,
            read_at=read_at,
        )

        return notification_out

