from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast
import datetime

if TYPE_CHECKING:
  from ..models.message_out import MessageOut
  from ..models.ticket_ref import TicketRef





T = TypeVar("T", bound="TimelineItem")



@_attrs_define
class TimelineItem:
    """ A message, and the ticket that it is on. Other types may come: leave out what you do not know.

        Attributes:
            type_ (Literal['message']):
            at (datetime.datetime):
            ticket (TicketRef): A ticket by its id and number.
            via (None | TicketRef): The merged ticket that it was sent to, when it came here from there.
            message (MessageOut): A message. `seq` is its place in the ticket as the caller counts.
     """

    type_: Literal['message']
    at: datetime.datetime
    ticket: TicketRef
    via: None | TicketRef
    message: MessageOut





    def to_dict(self) -> dict[str, Any]:
        from ..models.message_out import MessageOut # noqa: PLC0415
        from ..models.ticket_ref import TicketRef # noqa: PLC0415
        type_ = self.type_

        at = self.at.isoformat()

        ticket = self.ticket.to_dict()

        via: dict[str, Any] | None
        if isinstance(self.via, TicketRef):
            via = self.via.to_dict()
        else:
            via = self.via

        message = self.message.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "at": at,
            "ticket": ticket,
            "via": via,
            "message": message,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_out import MessageOut # noqa: PLC0415
        from ..models.ticket_ref import TicketRef # noqa: PLC0415
        d = dict(src_dict)
        type_ = cast(Literal['message'] , d.pop("type"))
        if type_ != 'message':
            raise ValueError(f"type must match const 'message', got '{type_}'")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        ticket = TicketRef.from_dict(d.pop("ticket"))




        def _parse_via(data: object) -> None | TicketRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                via_type_0 = TicketRef.from_dict(data)



                return via_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketRef, data)

        via = _parse_via(d.pop("via"))


        message = MessageOut.from_dict(d.pop("message"))




        timeline_item = cls(
            type_=type_,
            at=at,
            ticket=ticket,
            via=via,
            message=message,
        )

        return timeline_item

