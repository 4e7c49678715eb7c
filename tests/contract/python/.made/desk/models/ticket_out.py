from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.ticket_out_approval_type_0 import TicketOutApprovalType0
from ..models.ticket_out_priority import TicketOutPriority
from ..models.ticket_out_status import TicketOutStatus
from ..models.ticket_out_type import TicketOutType
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.message_out import MessageOut
  from ..models.requester_out import RequesterOut
  from ..models.ticket_out_custom_fields import TicketOutCustomFields
  from ..models.ticket_ref import TicketRef





T = TypeVar("T", bound="TicketOut")



@_attrs_define
class TicketOut:
    """ A ticket as the caller may see it. For customers and partners `seq` counts only what they may see.

        Attributes:
            id (UUID):
            number (int):
            subject (str):
            status (TicketOutStatus):
            priority (TicketOutPriority):
            type_ (TicketOutType):
            channel (str):
            topic (None | str):
            language (None | str):
            tags (list[str]):
            custom_fields (TicketOutCustomFields): Those that you may see: `GET /v1/fields`.
            brand (None | str):
            request_type (None | str): Of the catalogue: `GET /v1/request-types`.
            requester (RequesterOut): Who asks.
            queue_id (None | UUID): For agents: where it waits, or waited; null: its team's own queue.
            team_id (None | UUID):
            assignee_id (None | UUID):
            source_id (None | UUID):
            external_id (None | str):
            chat_id (None | UUID):
            merged_into (None | TicketRef): A merged ticket: where it goes on, however often that was merged in turn; null:
                not yours to see.
            has_merged (bool): For agents: others were merged into it; its timeline has their messages.
            first_reply_at (datetime.datetime | None):
            first_human_reply_at (datetime.datetime | None):
            solved_at (datetime.datetime | None):
            snoozed_until (datetime.datetime | None): Out of sight until then, or until the customer writes.
            pending_until (datetime.datetime | None): Opens by itself then.
            tier (int): How often it was escalated, less how often that was taken back.
            approval (None | TicketOutApprovalType0): For agents: whether it waits for an approval, or how that ended; null:
                it needs none.
            next_due_at (datetime.datetime | None): Its earliest open deadline, missed or not; null: none, or its clocks are
                just being set.
            seq (int):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            messages (list[MessageOut] | None | Unset): With `include=messages`: the latest messages, oldest first.
     """

    id: UUID
    number: int
    subject: str
    status: TicketOutStatus
    priority: TicketOutPriority
    type_: TicketOutType
    channel: str
    topic: None | str
    language: None | str
    tags: list[str]
    custom_fields: TicketOutCustomFields
    brand: None | str
    request_type: None | str
    requester: RequesterOut
    queue_id: None | UUID
    team_id: None | UUID
    assignee_id: None | UUID
    source_id: None | UUID
    external_id: None | str
    chat_id: None | UUID
    merged_into: None | TicketRef
    has_merged: bool
    first_reply_at: datetime.datetime | None
    first_human_reply_at: datetime.datetime | None
    solved_at: datetime.datetime | None
    snoozed_until: datetime.datetime | None
    pending_until: datetime.datetime | None
    tier: int
    approval: None | TicketOutApprovalType0
    next_due_at: datetime.datetime | None
    seq: int
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    messages: list[MessageOut] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.message_out import MessageOut # noqa: PLC0415
        from ..models.requester_out import RequesterOut # noqa: PLC0415
        from ..models.ticket_out_custom_fields import TicketOutCustomFields # noqa: PLC0415
        from ..models.ticket_ref import TicketRef # noqa: PLC0415
        id = str(self.id)

        number = self.number

        subject = self.subject

        status = self.status.value

        priority = self.priority.value

        type_ = self.type_.value

        channel = self.channel

        topic: None | str
        topic = self.topic

        language: None | str
        language = self.language

        tags = self.tags



        custom_fields = self.custom_fields.to_dict()

        brand: None | str
        brand = self.brand

        request_type: None | str
        request_type = self.request_type

        requester = self.requester.to_dict()

        queue_id: None | str
        if isinstance(self.queue_id, UUID):
            queue_id = str(self.queue_id)
        else:
            queue_id = self.queue_id

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        assignee_id: None | str
        if isinstance(self.assignee_id, UUID):
            assignee_id = str(self.assignee_id)
        else:
            assignee_id = self.assignee_id

        source_id: None | str
        if isinstance(self.source_id, UUID):
            source_id = str(self.source_id)
        else:
            source_id = self.source_id

        external_id: None | str
        external_id = self.external_id

        chat_id: None | str
        if isinstance(self.chat_id, UUID):
            chat_id = str(self.chat_id)
        else:
            chat_id = self.chat_id

        merged_into: dict[str, Any] | None
        if isinstance(self.merged_into, TicketRef):
            merged_into = self.merged_into.to_dict()
        else:
            merged_into = self.merged_into

        has_merged = self.has_merged

        first_reply_at: None | str
        if isinstance(self.first_reply_at, datetime.datetime):
            first_reply_at = self.first_reply_at.isoformat()
        else:
            first_reply_at = self.first_reply_at

        first_human_reply_at: None | str
        if isinstance(self.first_human_reply_at, datetime.datetime):
            first_human_reply_at = self.first_human_reply_at.isoformat()
        else:
            first_human_reply_at = self.first_human_reply_at

        solved_at: None | str
        if isinstance(self.solved_at, datetime.datetime):
            solved_at = self.solved_at.isoformat()
        else:
            solved_at = self.solved_at

        snoozed_until: None | str
        if isinstance(self.snoozed_until, datetime.datetime):
            snoozed_until = self.snoozed_until.isoformat()
        else:
            snoozed_until = self.snoozed_until

        pending_until: None | str
        if isinstance(self.pending_until, datetime.datetime):
            pending_until = self.pending_until.isoformat()
        else:
            pending_until = self.pending_until

        tier = self.tier

        approval: None | str
        if isinstance(self.approval, TicketOutApprovalType0):
            approval = self.approval.value
        else:
            approval = self.approval

        next_due_at: None | str
        if isinstance(self.next_due_at, datetime.datetime):
            next_due_at = self.next_due_at.isoformat()
        else:
            next_due_at = self.next_due_at

        seq = self.seq

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        messages: list[dict[str, Any]] | None | Unset
        if isinstance(self.messages, Unset):
            messages = UNSET
        elif isinstance(self.messages, list):
            messages = []
            for messages_type_0_item_data in self.messages:
                messages_type_0_item = messages_type_0_item_data.to_dict()
                messages.append(messages_type_0_item)


        else:
            messages = self.messages


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
            "subject": subject,
            "status": status,
            "priority": priority,
            "type": type_,
            "channel": channel,
            "topic": topic,
            "language": language,
            "tags": tags,
            "custom_fields": custom_fields,
            "brand": brand,
            "request_type": request_type,
            "requester": requester,
            "queue_id": queue_id,
            "team_id": team_id,
            "assignee_id": assignee_id,
            "source_id": source_id,
            "external_id": external_id,
            "chat_id": chat_id,
            "merged_into": merged_into,
            "has_merged": has_merged,
            "first_reply_at": first_reply_at,
            "first_human_reply_at": first_human_reply_at,
            "solved_at": solved_at,
            "snoozed_until": snoozed_until,
            "pending_until": pending_until,
            "tier": tier,
            "approval": approval,
            "next_due_at": next_due_at,
            "seq": seq,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })
        if messages is not UNSET:
            field_dict["messages"] = messages

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_out import MessageOut # noqa: PLC0415
        from ..models.requester_out import RequesterOut # noqa: PLC0415
        from ..models.ticket_out_custom_fields import TicketOutCustomFields # noqa: PLC0415
        from ..models.ticket_ref import TicketRef # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        subject = d.pop("subject")

        status = TicketOutStatus(d.pop("status"))




        priority = TicketOutPriority(d.pop("priority"))




        type_ = TicketOutType(d.pop("type"))




        channel = d.pop("channel")

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


        tags = cast(list[str], d.pop("tags"))


        custom_fields = TicketOutCustomFields.from_dict(d.pop("custom_fields"))




        def _parse_brand(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        brand = _parse_brand(d.pop("brand"))


        def _parse_request_type(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        request_type = _parse_request_type(d.pop("request_type"))


        requester = RequesterOut.from_dict(d.pop("requester"))




        def _parse_queue_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queue_id_type_0 = UUID(data)



                return queue_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        queue_id = _parse_queue_id(d.pop("queue_id"))


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


        def _parse_source_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                source_id_type_0 = UUID(data)



                return source_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        source_id = _parse_source_id(d.pop("source_id"))


        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))


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


        def _parse_merged_into(data: object) -> None | TicketRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                merged_into_type_0 = TicketRef.from_dict(data)



                return merged_into_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketRef, data)

        merged_into = _parse_merged_into(d.pop("merged_into"))


        has_merged = d.pop("has_merged")

        def _parse_first_reply_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_reply_at_type_0 = datetime.datetime.fromisoformat(data)



                return first_reply_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        first_reply_at = _parse_first_reply_at(d.pop("first_reply_at"))


        def _parse_first_human_reply_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_human_reply_at_type_0 = datetime.datetime.fromisoformat(data)



                return first_human_reply_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        first_human_reply_at = _parse_first_human_reply_at(d.pop("first_human_reply_at"))


        def _parse_solved_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                solved_at_type_0 = datetime.datetime.fromisoformat(data)



                return solved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        solved_at = _parse_solved_at(d.pop("solved_at"))


        def _parse_snoozed_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                snoozed_until_type_0 = datetime.datetime.fromisoformat(data)



                return snoozed_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        snoozed_until = _parse_snoozed_until(d.pop("snoozed_until"))


        def _parse_pending_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                pending_until_type_0 = datetime.datetime.fromisoformat(data)



                return pending_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        pending_until = _parse_pending_until(d.pop("pending_until"))


        tier = d.pop("tier")

        def _parse_approval(data: object) -> None | TicketOutApprovalType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                approval_type_0 = TicketOutApprovalType0(data)



                return approval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketOutApprovalType0, data)

        approval = _parse_approval(d.pop("approval"))


        def _parse_next_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_due_at_type_0 = datetime.datetime.fromisoformat(data)



                return next_due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_due_at = _parse_next_due_at(d.pop("next_due_at"))


        seq = d.pop("seq")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        def _parse_messages(data: object) -> list[MessageOut] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                messages_type_0 = []
                _messages_type_0 = data
                for messages_type_0_item_data in (_messages_type_0):
                    messages_type_0_item = MessageOut.from_dict(messages_type_0_item_data)



                    messages_type_0.append(messages_type_0_item)

                return messages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[MessageOut] | None | Unset, data)

        messages = _parse_messages(d.pop("messages", UNSET))


        ticket_out = cls(
            id=id,
            number=number,
            subject=subject,
            status=status,
            priority=priority,
            type_=type_,
            channel=channel,
            topic=topic,
            language=language,
            tags=tags,
            custom_fields=custom_fields,
            brand=brand,
            request_type=request_type,
            requester=requester,
            queue_id=queue_id,
            team_id=team_id,
            assignee_id=assignee_id,
            source_id=source_id,
            external_id=external_id,
            chat_id=chat_id,
            merged_into=merged_into,
            has_merged=has_merged,
            first_reply_at=first_reply_at,
            first_human_reply_at=first_human_reply_at,
            solved_at=solved_at,
            snoozed_until=snoozed_until,
            pending_until=pending_until,
            tier=tier,
            approval=approval,
            next_due_at=next_due_at,
            seq=seq,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            messages=messages,
        )

        return ticket_out

