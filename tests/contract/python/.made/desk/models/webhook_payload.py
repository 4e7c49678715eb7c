from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.feed_event_out import FeedEventOut
  from ..models.ticket_out import TicketOut





T = TypeVar("T", bound="WebhookPayload")



@_attrs_define
class WebhookPayload:
    """ What is posted. The header `webhook-id` has `data.id`: the same for every attempt and every replay.

        Attributes:
            type_ (str):
            timestamp (datetime.datetime):
            api_version (str):
            replay (bool): Somebody asked for it again.
            data (FeedEventOut): Something that happened. Of a ticket: `ticket_id`, `seq`, `actor`. Of anything else:
                `about`.

                `data.set` holds the fields that changed, `data.was` what they were, `data.message` the message it is about.
            ticket (None | TicketOut | Unset): The ticket as it was then, if that was asked for.
     """

    type_: str
    timestamp: datetime.datetime
    api_version: str
    replay: bool
    data: FeedEventOut
    ticket: None | TicketOut | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.feed_event_out import FeedEventOut # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        type_ = self.type_

        timestamp = self.timestamp.isoformat()

        api_version = self.api_version

        replay = self.replay

        data = self.data.to_dict()

        ticket: dict[str, Any] | None | Unset
        if isinstance(self.ticket, Unset):
            ticket = UNSET
        elif isinstance(self.ticket, TicketOut):
            ticket = self.ticket.to_dict()
        else:
            ticket = self.ticket


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "timestamp": timestamp,
            "api_version": api_version,
            "replay": replay,
            "data": data,
        })
        if ticket is not UNSET:
            field_dict["ticket"] = ticket

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feed_event_out import FeedEventOut # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        d = dict(src_dict)
        type_ = d.pop("type")

        timestamp = datetime.datetime.fromisoformat(d.pop("timestamp"))




        api_version = d.pop("api_version")

        replay = d.pop("replay")

        data = FeedEventOut.from_dict(d.pop("data"))




        def _parse_ticket(data: object) -> None | TicketOut | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ticket_type_0 = TicketOut.from_dict(data)



                return ticket_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketOut | Unset, data)

        ticket = _parse_ticket(d.pop("ticket", UNSET))


        webhook_payload = cls(
            type_=type_,
            timestamp=timestamp,
            api_version=api_version,
            replay=replay,
            data=data,
            ticket=ticket,
        )

        return webhook_payload

