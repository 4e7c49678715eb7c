from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.side_conversation_out_status import SideConversationOutStatus
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="SideConversationOut")



@_attrs_define
class SideConversationOut:
    """ A private thread beside a ticket. The customer never sees it, nor that there is one.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            subject (str):
            status (SideConversationOutStatus):
            email (None | str):
            name (None | str):
            team_id (None | UUID):
            created_by (UUID):
            message_count (int):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    subject: str
    status: SideConversationOutStatus
    email: None | str
    name: None | str
    team_id: None | UUID
    created_by: UUID
    message_count: int
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        subject = self.subject

        status = self.status.value

        email: None | str
        email = self.email

        name: None | str
        name = self.name

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        created_by = str(self.created_by)

        message_count = self.message_count

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "subject": subject,
            "status": status,
            "email": email,
            "name": name,
            "team_id": team_id,
            "created_by": created_by,
            "message_count": message_count,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        subject = d.pop("subject")

        status = SideConversationOutStatus(d.pop("status"))




        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))


        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        def _parse_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        team_id = _parse_team_id(d.pop("team_id"))


        created_by = UUID(d.pop("created_by"))




        message_count = d.pop("message_count")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        side_conversation_out = cls(
            id=id,
            ticket_id=ticket_id,
            subject=subject,
            status=status,
            email=email,
            name=name,
            team_id=team_id,
            created_by=created_by,
            message_count=message_count,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return side_conversation_out

