from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.attachment_out_state import AttachmentOutState
from ..models.attachment_out_warning_type_0 import AttachmentOutWarningType0
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="AttachmentOut")



@_attrs_define
class AttachmentOut:
    """ A file, with a link to its bytes that needs no credential and works for a few minutes.

        Attributes:
            id (UUID):
            name (str):
            content_type (str): By its bytes; application/octet-stream when that cannot be told.
            size (int): Bytes.
            state (AttachmentOutState):
            warning (AttachmentOutWarningType0 | None): It could be two things at once, or unpacks to a suspicious size:
                look twice.
            sha256 (str):
            ticket_id (None | UUID):
            message_id (None | UUID):
            inline (bool): Whether `&inline=true` on the link shows it in a page.
            url (None | str): Null while it cannot be had.
            url_expires_at (datetime.datetime | None):
            created_at (datetime.datetime):
     """

    id: UUID
    name: str
    content_type: str
    size: int
    state: AttachmentOutState
    warning: AttachmentOutWarningType0 | None
    sha256: str
    ticket_id: None | UUID
    message_id: None | UUID
    inline: bool
    url: None | str
    url_expires_at: datetime.datetime | None
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        content_type = self.content_type

        size = self.size

        state = self.state.value

        warning: None | str
        if isinstance(self.warning, AttachmentOutWarningType0):
            warning = self.warning.value
        else:
            warning = self.warning

        sha256 = self.sha256

        ticket_id: None | str
        if isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        message_id: None | str
        if isinstance(self.message_id, UUID):
            message_id = str(self.message_id)
        else:
            message_id = self.message_id

        inline = self.inline

        url: None | str
        url = self.url

        url_expires_at: None | str
        if isinstance(self.url_expires_at, datetime.datetime):
            url_expires_at = self.url_expires_at.isoformat()
        else:
            url_expires_at = self.url_expires_at

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "content_type": content_type,
            "size": size,
            "state": state,
            "warning": warning,
            "sha256": sha256,
            "ticket_id": ticket_id,
            "message_id": message_id,
            "inline": inline,
            "url": url,
            "url_expires_at": url_expires_at,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        content_type = d.pop("content_type")

        size = d.pop("size")

        state = AttachmentOutState(d.pop("state"))




        def _parse_warning(data: object) -> AttachmentOutWarningType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                warning_type_0 = AttachmentOutWarningType0(data)



                return warning_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AttachmentOutWarningType0 | None, data)

        warning = _parse_warning(d.pop("warning"))


        sha256 = d.pop("sha256")

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


        def _parse_message_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_id_type_0 = UUID(data)



                return message_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        message_id = _parse_message_id(d.pop("message_id"))


        inline = d.pop("inline")

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))


        def _parse_url_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                url_expires_at_type_0 = datetime.datetime.fromisoformat(data)



                return url_expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        url_expires_at = _parse_url_expires_at(d.pop("url_expires_at"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        attachment_out = cls(
            id=id,
            name=name,
            content_type=content_type,
            size=size,
            state=state,
            warning=warning,
            sha256=sha256,
            ticket_id=ticket_id,
            message_id=message_id,
            inline=inline,
            url=url,
            url_expires_at=url_expires_at,
            created_at=created_at,
        )

        return attachment_out

