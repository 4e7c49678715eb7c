from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.ticket_in_priority import TicketInPriority
from ..models.ticket_in_type import TicketInType
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.requester_in import RequesterIn
  from ..models.ticket_in_custom_fields import TicketInCustomFields





T = TypeVar("T", bound="TicketIn")



@_attrs_define
class TicketIn:
    """ A new ticket. Customers name only what is theirs to say; the rest is for agents and partners.

        Attributes:
            subject (str):
            body (str):
            requester (None | RequesterIn | Unset):
            priority (TicketInPriority | Unset):  Default: TicketInPriority.NORMAL.
            type_ (TicketInType | Unset):  Default: TicketInType.QUESTION.
            topic (None | str | Unset):
            language (None | str | Unset):
            tags (list[str] | Unset):
            custom_fields (TicketInCustomFields | Unset):
            brand (None | str | Unset):
            request_type (None | str | Unset): Of the catalogue: `GET /v1/request-types`.
            form (None | str | Unset): The form that was filled in; its questions need their answers.
            team_id (None | Unset | UUID):
            assignee_id (None | Unset | UUID):
            attachment_ids (list[UUID] | Unset): Files that you have uploaded and that belong to no message yet, in this
                order.
     """

    subject: str
    body: str
    requester: None | RequesterIn | Unset = UNSET
    priority: TicketInPriority | Unset = TicketInPriority.NORMAL
    type_: TicketInType | Unset = TicketInType.QUESTION
    topic: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    custom_fields: TicketInCustomFields | Unset = UNSET
    brand: None | str | Unset = UNSET
    request_type: None | str | Unset = UNSET
    form: None | str | Unset = UNSET
    team_id: None | Unset | UUID = UNSET
    assignee_id: None | Unset | UUID = UNSET
    attachment_ids: list[UUID] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.requester_in import RequesterIn # noqa: PLC0415
        from ..models.ticket_in_custom_fields import TicketInCustomFields # noqa: PLC0415
        subject = self.subject

        body = self.body

        requester: dict[str, Any] | None | Unset
        if isinstance(self.requester, Unset):
            requester = UNSET
        elif isinstance(self.requester, RequesterIn):
            requester = self.requester.to_dict()
        else:
            requester = self.requester

        priority: str | Unset = UNSET
        if not isinstance(self.priority, Unset):
            priority = self.priority.value


        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value


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

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags



        custom_fields: dict[str, Any] | Unset = UNSET
        if not isinstance(self.custom_fields, Unset):
            custom_fields = self.custom_fields.to_dict()

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        request_type: None | str | Unset
        if isinstance(self.request_type, Unset):
            request_type = UNSET
        else:
            request_type = self.request_type

        form: None | str | Unset
        if isinstance(self.form, Unset):
            form = UNSET
        else:
            form = self.form

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

        attachment_ids: list[str] | Unset = UNSET
        if not isinstance(self.attachment_ids, Unset):
            attachment_ids = []
            for attachment_ids_item_data in self.attachment_ids:
                attachment_ids_item = str(attachment_ids_item_data)
                attachment_ids.append(attachment_ids_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "subject": subject,
            "body": body,
        })
        if requester is not UNSET:
            field_dict["requester"] = requester
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
        if request_type is not UNSET:
            field_dict["request_type"] = request_type
        if form is not UNSET:
            field_dict["form"] = form
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if assignee_id is not UNSET:
            field_dict["assignee_id"] = assignee_id
        if attachment_ids is not UNSET:
            field_dict["attachment_ids"] = attachment_ids

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.requester_in import RequesterIn # noqa: PLC0415
        from ..models.ticket_in_custom_fields import TicketInCustomFields # noqa: PLC0415
        d = dict(src_dict)
        subject = d.pop("subject")

        body = d.pop("body")

        def _parse_requester(data: object) -> None | RequesterIn | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                requester_type_0 = RequesterIn.from_dict(data)



                return requester_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequesterIn | Unset, data)

        requester = _parse_requester(d.pop("requester", UNSET))


        _priority = d.pop("priority", UNSET)
        priority: TicketInPriority | Unset
        if isinstance(_priority,  Unset):
            priority = UNSET
        else:
            priority = TicketInPriority(_priority)




        _type_ = d.pop("type", UNSET)
        type_: TicketInType | Unset
        if isinstance(_type_,  Unset):
            type_ = UNSET
        else:
            type_ = TicketInType(_type_)




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


        tags = cast(list[str], d.pop("tags", UNSET))


        _custom_fields = d.pop("custom_fields", UNSET)
        custom_fields: TicketInCustomFields | Unset
        if isinstance(_custom_fields,  Unset):
            custom_fields = UNSET
        else:
            custom_fields = TicketInCustomFields.from_dict(_custom_fields)




        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        def _parse_request_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_type = _parse_request_type(d.pop("request_type", UNSET))


        def _parse_form(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        form = _parse_form(d.pop("form", UNSET))


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


        _attachment_ids = d.pop("attachment_ids", UNSET)
        attachment_ids: list[UUID] | Unset = UNSET
        if _attachment_ids is not UNSET:
            attachment_ids = []
            for attachment_ids_item_data in _attachment_ids:
                attachment_ids_item = UUID(attachment_ids_item_data)



                attachment_ids.append(attachment_ids_item)


        ticket_in = cls(
            subject=subject,
            body=body,
            requester=requester,
            priority=priority,
            type_=type_,
            topic=topic,
            language=language,
            tags=tags,
            custom_fields=custom_fields,
            brand=brand,
            request_type=request_type,
            form=form,
            team_id=team_id,
            assignee_id=assignee_id,
            attachment_ids=attachment_ids,
        )

        return ticket_in

