from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.ticket_short_status import TicketShortStatus
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="TicketShort")



@_attrs_define
class TicketShort:
    """ A ticket in a few words.

        Attributes:
            id (UUID):
            number (int):
            subject (str):
            status (TicketShortStatus):
            priority (str):
            channel (str):
            topic (None | str):
            assignee_id (None | UUID):
            team_id (None | UUID):
            requester_id (UUID): The customer, or one who was merged into them.
            created_at (datetime.datetime):
            last_activity_at (datetime.datetime): The last change that the customer may know of.
     """

    id: UUID
    number: int
    subject: str
    status: TicketShortStatus
    priority: str
    channel: str
    topic: None | str
    assignee_id: None | UUID
    team_id: None | UUID
    requester_id: UUID
    created_at: datetime.datetime
    last_activity_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number

        subject = self.subject

        status = self.status.value

        priority = self.priority

        channel = self.channel

        topic: None | str
        topic = self.topic

        assignee_id: None | str
        if isinstance(self.assignee_id, UUID):
            assignee_id = str(self.assignee_id)
        else:
            assignee_id = self.assignee_id

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        requester_id = str(self.requester_id)

        created_at = self.created_at.isoformat()

        last_activity_at = self.last_activity_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
            "subject": subject,
            "status": status,
            "priority": priority,
            "channel": channel,
            "topic": topic,
            "assignee_id": assignee_id,
            "team_id": team_id,
            "requester_id": requester_id,
            "created_at": created_at,
            "last_activity_at": last_activity_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        subject = d.pop("subject")

        status = TicketShortStatus(d.pop("status"))




        priority = d.pop("priority")

        channel = d.pop("channel")

        def _parse_topic(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic = _parse_topic(d.pop("topic"))


        def _parse_assignee_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                assignee_id_type_0 = UUID(data)



                return assignee_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        assignee_id = _parse_assignee_id(d.pop("assignee_id"))


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


        requester_id = UUID(d.pop("requester_id"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        last_activity_at = datetime.datetime.fromisoformat(d.pop("last_activity_at"))




        ticket_short = cls(
            id=id,
            number=number,
            subject=subject,
            status=status,
            priority=priority,
            channel=channel,
            topic=topic,
            assignee_id=assignee_id,
            team_id=team_id,
            requester_id=requester_id,
            created_at=created_at,
            last_activity_at=last_activity_at,
        )

        return ticket_short

