from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.message_out_delivery_type_0 import MessageOutDeliveryType0
from ..models.message_out_format import MessageOutFormat
from ..models.message_out_visibility import MessageOutVisibility
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.attached_out import AttachedOut
  from ..models.author_out import AuthorOut





T = TypeVar("T", bound="MessageOut")



@_attrs_define
class MessageOut:
    """ A message. `seq` is its place in the ticket as the caller counts.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            seq (int):
            author (AuthorOut): Whose words these are.
            visibility (MessageOutVisibility):
            body (str):
            format_ (MessageOutFormat):
            client_message_id (None | str):
            created_at (datetime.datetime):
            version (int): Counts edits; the ETag.
            edited_at (datetime.datetime | None):
            redacted_at (datetime.datetime | None): Something in it was removed for good.
            delivery (MessageOutDeliveryType0 | None): For agents: what became of it on its way. Null: no channel reports
                that.
            attachments (list[AttachedOut]):
     """

    id: UUID
    ticket_id: UUID
    seq: int
    author: AuthorOut
    visibility: MessageOutVisibility
    body: str
    format_: MessageOutFormat
    client_message_id: None | str
    created_at: datetime.datetime
    version: int
    edited_at: datetime.datetime | None
    redacted_at: datetime.datetime | None
    delivery: MessageOutDeliveryType0 | None
    attachments: list[AttachedOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.attached_out import AttachedOut # noqa: PLC0415
        from ..models.author_out import AuthorOut # noqa: PLC0415
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        seq = self.seq

        author = self.author.to_dict()

        visibility = self.visibility.value

        body = self.body

        format_ = self.format_.value

        client_message_id: None | str
        client_message_id = self.client_message_id

        created_at = self.created_at.isoformat()

        version = self.version

        edited_at: None | str
        if isinstance(self.edited_at, datetime.datetime):
            edited_at = self.edited_at.isoformat()
        else:
            edited_at = self.edited_at

        redacted_at: None | str
        if isinstance(self.redacted_at, datetime.datetime):
            redacted_at = self.redacted_at.isoformat()
        else:
            redacted_at = self.redacted_at

        delivery: None | str
        if isinstance(self.delivery, MessageOutDeliveryType0):
            delivery = self.delivery.value
        else:
            delivery = self.delivery

        attachments = []
        for attachments_item_data in self.attachments:
            attachments_item = attachments_item_data.to_dict()
            attachments.append(attachments_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "seq": seq,
            "author": author,
            "visibility": visibility,
            "body": body,
            "format": format_,
            "client_message_id": client_message_id,
            "created_at": created_at,
            "version": version,
            "edited_at": edited_at,
            "redacted_at": redacted_at,
            "delivery": delivery,
            "attachments": attachments,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attached_out import AttachedOut # noqa: PLC0415
        from ..models.author_out import AuthorOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        seq = d.pop("seq")

        author = AuthorOut.from_dict(d.pop("author"))




        visibility = MessageOutVisibility(d.pop("visibility"))




        body = d.pop("body")

        format_ = MessageOutFormat(d.pop("format"))




        def _parse_client_message_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        client_message_id = _parse_client_message_id(d.pop("client_message_id"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        version = d.pop("version")

        def _parse_edited_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                edited_at_type_0 = datetime.datetime.fromisoformat(data)



                return edited_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        edited_at = _parse_edited_at(d.pop("edited_at"))


        def _parse_redacted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redacted_at_type_0 = datetime.datetime.fromisoformat(data)



                return redacted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        redacted_at = _parse_redacted_at(d.pop("redacted_at"))


        def _parse_delivery(data: object) -> MessageOutDeliveryType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivery_type_0 = MessageOutDeliveryType0(data)



                return delivery_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MessageOutDeliveryType0 | None, data)

        delivery = _parse_delivery(d.pop("delivery"))


        attachments = []
        _attachments = d.pop("attachments")
        for attachments_item_data in (_attachments):
            attachments_item = AttachedOut.from_dict(attachments_item_data)



            attachments.append(attachments_item)


        message_out = cls(
            id=id,
            ticket_id=ticket_id,
            seq=seq,
            author=author,
            visibility=visibility,
            body=body,
            format_=format_,
            client_message_id=client_message_id,
            created_at=created_at,
            version=version,
            edited_at=edited_at,
            redacted_at=redacted_at,
            delivery=delivery,
            attachments=attachments,
        )

        return message_out

