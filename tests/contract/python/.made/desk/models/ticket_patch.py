from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.ticket_patch_priority_type_0 import TicketPatchPriorityType0
from ..models.ticket_patch_status_type_0 import TicketPatchStatusType0
from ..models.ticket_patch_type_type_0 import TicketPatchTypeType0
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.ticket_patch_custom_fields_type_0 import TicketPatchCustomFieldsType0





T = TypeVar("T", bound="TicketPatch")



@_attrs_define
class TicketPatch:
    """ Changes of a ticket; only the fields that are sent are changed.

        Attributes:
            subject (None | str | Unset):
            status (None | TicketPatchStatusType0 | Unset):
            priority (None | TicketPatchPriorityType0 | Unset):
            type_ (None | TicketPatchTypeType0 | Unset):
            topic (None | str | Unset):
            language (None | str | Unset):
            tags (list[str] | None | Unset):
            custom_fields (None | TicketPatchCustomFieldsType0 | Unset):
            brand (None | str | Unset):
            team_id (None | Unset | UUID):
            assignee_id (None | Unset | UUID):
            pending_until (datetime.datetime | None | Unset):
            force (bool | Unset): Solve or close it although children of it are open; of leads also without what is
                required. Default: False.
     """

    subject: None | str | Unset = UNSET
    status: None | TicketPatchStatusType0 | Unset = UNSET
    priority: None | TicketPatchPriorityType0 | Unset = UNSET
    type_: None | TicketPatchTypeType0 | Unset = UNSET
    topic: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    tags: list[str] | None | Unset = UNSET
    custom_fields: None | TicketPatchCustomFieldsType0 | Unset = UNSET
    brand: None | str | Unset = UNSET
    team_id: None | Unset | UUID = UNSET
    assignee_id: None | Unset | UUID = UNSET
    pending_until: datetime.datetime | None | Unset = UNSET
    force: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.ticket_patch_custom_fields_type_0 import TicketPatchCustomFieldsType0 # noqa: PLC0415
        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, TicketPatchStatusType0):
            status = self.status.value
        else:
            status = self.status

        priority: None | str | Unset
        if isinstance(self.priority, Unset):
            priority = UNSET
        elif isinstance(self.priority, TicketPatchPriorityType0):
            priority = self.priority.value
        else:
            priority = self.priority

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        elif isinstance(self.type_, TicketPatchTypeType0):
            type_ = self.type_.value
        else:
            type_ = self.type_

        topic: None | str | Unset
        if isinstance(self.topic, Unset):
            topic = UNSET
        else:
            topic = self.topic

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags


        else:
            tags = self.tags

        custom_fields: dict[str, Any] | None | Unset
        if isinstance(self.custom_fields, Unset):
            custom_fields = UNSET
        elif isinstance(self.custom_fields, TicketPatchCustomFieldsType0):
            custom_fields = self.custom_fields.to_dict()
        else:
            custom_fields = self.custom_fields

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        assignee_id: None | str | Unset
        if isinstance(self.assignee_id, Unset):
            assignee_id = UNSET
        elif isinstance(self.assignee_id, UUID):
            assignee_id = str(self.assignee_id)
        else:
            assignee_id = self.assignee_id

        pending_until: None | str | Unset
        if isinstance(self.pending_until, Unset):
            pending_until = UNSET
        elif isinstance(self.pending_until, datetime.datetime):
            pending_until = self.pending_until.isoformat()
        else:
            pending_until = self.pending_until

        force = self.force


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if subject is not UNSET:
            field_dict["subject"] = subject
        if status is not UNSET:
            field_dict["status"] = status
        if priority is not UNSET:
            field_dict["priority"] = priority
        if type_ is not UNSET:
            field_dict["type"] = type_
        if topic is not UNSET:
            field_dict["topic"] = topic
        if language is not UNSET:
            field_dict["language"] = language
        if tags is not UNSET:
            field_dict["tags"] = tags
        if custom_fields is not UNSET:
            field_dict["custom_fields"] = custom_fields
        if brand is not UNSET:
            field_dict["brand"] = brand
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if assignee_id is not UNSET:
            field_dict["assignee_id"] = assignee_id
        if pending_until is not UNSET:
            field_dict["pending_until"] = pending_until
        if force is not UNSET:
            field_dict["force"] = force

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ticket_patch_custom_fields_type_0 import TicketPatchCustomFieldsType0 # noqa: PLC0415
        d = dict(src_dict)
        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))


        def _parse_status(data: object) -> None | TicketPatchStatusType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = TicketPatchStatusType0(data)



                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketPatchStatusType0 | Unset, data)

        status = _parse_status(d.pop("status", UNSET))


        def _parse_priority(data: object) -> None | TicketPatchPriorityType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                priority_type_0 = TicketPatchPriorityType0(data)



                return priority_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketPatchPriorityType0 | Unset, data)

        priority = _parse_priority(d.pop("priority", UNSET))


        def _parse_type_(data: object) -> None | TicketPatchTypeType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = TicketPatchTypeType0(data)



                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketPatchTypeType0 | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))


        def _parse_topic(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        topic = _parse_topic(d.pop("topic", UNSET))


        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))


        def _parse_tags(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tags_type_0 = cast(list[str], data)

                return tags_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tags = _parse_tags(d.pop("tags", UNSET))


        def _parse_custom_fields(data: object) -> None | TicketPatchCustomFieldsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                custom_fields_type_0 = TicketPatchCustomFieldsType0.from_dict(data)



                return custom_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketPatchCustomFieldsType0 | Unset, data)

        custom_fields = _parse_custom_fields(d.pop("custom_fields", UNSET))


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        def _parse_team_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))


        def _parse_assignee_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                assignee_id_type_0 = UUID(data)



                return assignee_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        assignee_id = _parse_assignee_id(d.pop("assignee_id", UNSET))


        def _parse_pending_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                pending_until_type_0 = datetime.datetime.fromisoformat(data)



                return pending_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        pending_until = _parse_pending_until(d.pop("pending_until", UNSET))


        force = d.pop("force", UNSET)

        ticket_patch = cls(
            subject=subject,
            status=status,
            priority=priority,
            type_=type_,
            topic=topic,
            language=language,
            tags=tags,
            custom_fields=custom_fields,
            brand=brand,
            team_id=team_id,
            assignee_id=assignee_id,
            pending_until=pending_until,
            force=force,
        )

        return ticket_patch

