from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.draft_out_format import DraftOutFormat
from ..models.draft_out_visibility import DraftOutVisibility
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.attached_out import AttachedOut
  from ..models.reference import Reference





T = TypeVar("T", bound="DraftOut")



@_attrs_define
class DraftOut:
    """ A draft. `version` is the ETag of the next `PUT`, and the `draft_version` of the message that it becomes.

        Attributes:
            ticket_id (UUID):
            agent (Reference): Somebody or something by id and name.
            body (str):
            format_ (DraftOutFormat):
            visibility (DraftOutVisibility):
            attachments (list[AttachedOut]):
            last_seen_seq (int | None):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    ticket_id: UUID
    agent: Reference
    body: str
    format_: DraftOutFormat
    visibility: DraftOutVisibility
    attachments: list[AttachedOut]
    last_seen_seq: int | None
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.attached_out import AttachedOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        ticket_id = str(self.ticket_id)

        agent = self.agent.to_dict()

        body = self.body

        format_ = self.format_.value

        visibility = self.visibility.value

        attachments = []
        for attachments_item_data in self.attachments:
            attachments_item = attachments_item_data.to_dict()
            attachments.append(attachments_item)



        last_seen_seq: int | None
        last_seen_seq = self.last_seen_seq

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "agent": agent,
            "body": body,
            "format": format_,
            "visibility": visibility,
            "attachments": attachments,
            "last_seen_seq": last_seen_seq,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attached_out import AttachedOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        agent = Reference.from_dict(d.pop("agent"))




        body = d.pop("body")

        format_ = DraftOutFormat(d.pop("format"))




        visibility = DraftOutVisibility(d.pop("visibility"))




        attachments = []
        _attachments = d.pop("attachments")
        for attachments_item_data in (_attachments):
            attachments_item = AttachedOut.from_dict(attachments_item_data)



            attachments.append(attachments_item)


        def _parse_last_seen_seq(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        last_seen_seq = _parse_last_seen_seq(d.pop("last_seen_seq"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        draft_out = cls(
            ticket_id=ticket_id,
            agent=agent,
            body=body,
            format_=format_,
            visibility=visibility,
            attachments=attachments,
            last_seen_seq=last_seen_seq,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return draft_out

