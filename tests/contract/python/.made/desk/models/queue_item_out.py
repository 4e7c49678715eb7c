from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.queue_item_out_channel import QueueItemOutChannel
from ..models.queue_item_out_placed_by_lead_type_0 import QueueItemOutPlacedByLeadType0
from ..models.queue_item_out_state import QueueItemOutState
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.needs_out import NeedsOut
  from ..models.reference import Reference





T = TypeVar("T", bound="QueueItemOut")



@_attrs_define
class QueueItemOut:
    """ Something that waits.

        Attributes:
            position (int): Among what waits here on its channel; 1 is next.
            channel (QueueItemOutChannel):
            state (QueueItemOutState): `held`: for the queue to open.
            ticket_id (UUID):
            chat_id (None | UUID):
            number (int):
            subject (str):
            priority (str):
            topic (None | str):
            language (None | str):
            requester (Reference): Somebody or something by id and name.
            waiting_since (datetime.datetime):
            due_at (datetime.datetime | None):
            placed_by_lead (None | QueueItemOutPlacedByLeadType0): A lead has put it there.
            needs (NeedsOut | None): What it asks for by now; null while that is not known or it is held.
     """

    position: int
    channel: QueueItemOutChannel
    state: QueueItemOutState
    ticket_id: UUID
    chat_id: None | UUID
    number: int
    subject: str
    priority: str
    topic: None | str
    language: None | str
    requester: Reference
    waiting_since: datetime.datetime
    due_at: datetime.datetime | None
    placed_by_lead: None | QueueItemOutPlacedByLeadType0
    needs: NeedsOut | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        position = self.position

        channel = self.channel.value

        state = self.state.value

        ticket_id = str(self.ticket_id)

        chat_id: None | str
        if isinstance(self.chat_id, UUID):
            chat_id = str(self.chat_id)
        else:
            chat_id = self.chat_id

        number = self.number

        subject = self.subject

        priority = self.priority

        topic: None | str
        topic = self.topic

        language: None | str
        language = self.language

        requester = self.requester.to_dict()

        waiting_since = self.waiting_since.isoformat()

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        placed_by_lead: None | str
        if isinstance(self.placed_by_lead, QueueItemOutPlacedByLeadType0):
            placed_by_lead = self.placed_by_lead.value
        else:
            placed_by_lead = self.placed_by_lead

        needs: dict[str, Any] | None
        if isinstance(self.needs, NeedsOut):
            needs = self.needs.to_dict()
        else:
            needs = self.needs


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "position": position,
            "channel": channel,
            "state": state,
            "ticket_id": ticket_id,
            "chat_id": chat_id,
            "number": number,
            "subject": subject,
            "priority": priority,
            "topic": topic,
            "language": language,
            "requester": requester,
            "waiting_since": waiting_since,
            "due_at": due_at,
            "placed_by_lead": placed_by_lead,
            "needs": needs,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        position = d.pop("position")

        channel = QueueItemOutChannel(d.pop("channel"))




        state = QueueItemOutState(d.pop("state"))




        ticket_id = UUID(d.pop("ticket_id"))




        def _parse_chat_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                chat_id_type_0 = UUID(data)



                return chat_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        chat_id = _parse_chat_id(d.pop("chat_id"))


        number = d.pop("number")

        subject = d.pop("subject")

        priority = d.pop("priority")

        def _parse_topic(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic = _parse_topic(d.pop("topic"))


        def _parse_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        language = _parse_language(d.pop("language"))


        requester = Reference.from_dict(d.pop("requester"))




        waiting_since = datetime.datetime.fromisoformat(d.pop("waiting_since"))




        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)



                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))


        def _parse_placed_by_lead(data: object) -> None | QueueItemOutPlacedByLeadType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                placed_by_lead_type_0 = QueueItemOutPlacedByLeadType0(data)



                return placed_by_lead_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QueueItemOutPlacedByLeadType0, data)

        placed_by_lead = _parse_placed_by_lead(d.pop("placed_by_lead"))


        def _parse_needs(data: object) -> NeedsOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                needs_type_0 = NeedsOut.from_dict(data)



                return needs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NeedsOut | None, data)

        needs = _parse_needs(d.pop("needs"))


        queue_item_out = cls(
            position=position,
            channel=channel,
            state=state,
            ticket_id=ticket_id,
            chat_id=chat_id,
            number=number,
            subject=subject,
            priority=priority,
            topic=topic,
            language=language,
            requester=requester,
            waiting_since=waiting_since,
            due_at=due_at,
            placed_by_lead=placed_by_lead,
            needs=needs,
        )

        return queue_item_out

