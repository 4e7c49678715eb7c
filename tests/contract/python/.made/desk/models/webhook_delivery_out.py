from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.webhook_delivery_out_status import WebhookDeliveryOutStatus
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="WebhookDeliveryOut")



@_attrs_define
class WebhookDeliveryOut:
    """ One event for one webhook.

        Attributes:
            id (UUID):
            webhook_id (UUID):
            event_id (str): The header `webhook-id`.
            position (int | None): Its place in the change feed; null for a test.
            type_ (str):
            ticket_id (None | UUID):
            replay (bool):
            status (WebhookDeliveryOutStatus):
            attempts (int):
            last_status (int | None): What the receiver answered last.
            last_error (None | str):
            created_at (datetime.datetime):
            ended_at (datetime.datetime | None):
     """

    id: UUID
    webhook_id: UUID
    event_id: str
    position: int | None
    type_: str
    ticket_id: None | UUID
    replay: bool
    status: WebhookDeliveryOutStatus
    attempts: int
    last_status: int | None
    last_error: None | str
    created_at: datetime.datetime
    ended_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        webhook_id = str(self.webhook_id)

        event_id = self.event_id

        position: int | None
        position = self.position

        type_ = self.type_

        ticket_id: None | str
        if isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        replay = self.replay

        status = self.status.value

        attempts = self.attempts

        last_status: int | None
        last_status = self.last_status

        last_error: None | str
        last_error = self.last_error

        created_at = self.created_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "webhook_id": webhook_id,
            "event_id": event_id,
            "position": position,
            "type": type_,
            "ticket_id": ticket_id,
            "replay": replay,
            "status": status,
            "attempts": attempts,
            "last_status": last_status,
            "last_error": last_error,
            "created_at": created_at,
            "ended_at": ended_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        webhook_id = UUID(d.pop("webhook_id"))




        event_id = d.pop("event_id")

        def _parse_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        position = _parse_position(d.pop("position"))


        type_ = d.pop("type")

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


        replay = d.pop("replay")

        status = WebhookDeliveryOutStatus(d.pop("status"))




        attempts = d.pop("attempts")

        def _parse_last_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        last_status = _parse_last_status(d.pop("last_status"))


        def _parse_last_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_error = _parse_last_error(d.pop("last_error"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)



                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))


        webhook_delivery_out = cls(
            id=id,
            webhook_id=webhook_id,
            event_id=event_id,
            position=position,
            type_=type_,
            ticket_id=ticket_id,
            replay=replay,
            status=status,
            attempts=attempts,
            last_status=last_status,
            last_error=last_error,
            created_at=created_at,
            ended_at=ended_at,
        )

        return webhook_delivery_out

