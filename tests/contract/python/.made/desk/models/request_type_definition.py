from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.request_type_definition_priority_type_0 import RequestTypeDefinitionPriorityType0
from ..models.request_type_definition_ticket_type import RequestTypeDefinitionTicketType
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.approval_rule import ApprovalRule
  from ..models.request_type_definition_descriptions import RequestTypeDefinitionDescriptions
  from ..models.request_type_definition_names import RequestTypeDefinitionNames





T = TypeVar("T", bound="RequestTypeDefinition")



@_attrs_define
class RequestTypeDefinition:
    """ A type of request as it was made.

        Attributes:
            names (RequestTypeDefinitionNames): By language, like `{"en": "Region"}`.
            descriptions (RequestTypeDefinitionDescriptions | Unset):
            brand (None | str | Unset): Only for this brand; null: for all.
            public (bool | Unset): Whether customers may choose it. Default: True.
            form (None | str | Unset): The form that is asked.
            checklist (None | str | Unset): Its tasks are added to each ticket.
            team_id (None | Unset | UUID): Whose it is, unless somebody names a team or an agent.
            priority (None | RequestTypeDefinitionPriorityType0 | Unset): Unless somebody says another one.
            ticket_type (RequestTypeDefinitionTicketType | Unset):  Default: RequestTypeDefinitionTicketType.REQUEST.
            tags (list[str] | Unset):
            approval (ApprovalRule | None | Unset): Who says yes first; null: nobody has to.
            position (int | Unset):  Default: 0.
     """

    names: RequestTypeDefinitionNames
    descriptions: RequestTypeDefinitionDescriptions | Unset = UNSET
    brand: None | str | Unset = UNSET
    public: bool | Unset = True
    form: None | str | Unset = UNSET
    checklist: None | str | Unset = UNSET
    team_id: None | Unset | UUID = UNSET
    priority: None | RequestTypeDefinitionPriorityType0 | Unset = UNSET
    ticket_type: RequestTypeDefinitionTicketType | Unset = RequestTypeDefinitionTicketType.REQUEST
    tags: list[str] | Unset = UNSET
    approval: ApprovalRule | None | Unset = UNSET
    position: int | Unset = 0





    def to_dict(self) -> dict[str, Any]:
        from ..models.approval_rule import ApprovalRule # noqa: PLC0415
        from ..models.request_type_definition_descriptions import RequestTypeDefinitionDescriptions # noqa: PLC0415
        from ..models.request_type_definition_names import RequestTypeDefinitionNames # noqa: PLC0415
        names = self.names.to_dict()

        descriptions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.descriptions, Unset):
            descriptions = self.descriptions.to_dict()

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        public = self.public

        form: None | str | Unset
        if isinstance(self.form, Unset):
            form = UNSET
        else:
            form = self.form

        checklist: None | str | Unset
        if isinstance(self.checklist, Unset):
            checklist = UNSET
        else:
            checklist = self.checklist

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        priority: None | str | Unset
        if isinstance(self.priority, Unset):
            priority = UNSET
        elif isinstance(self.priority, RequestTypeDefinitionPriorityType0):
            priority = self.priority.value
        else:
            priority = self.priority

        ticket_type: str | Unset = UNSET
        if not isinstance(self.ticket_type, Unset):
            ticket_type = self.ticket_type.value


        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags



        approval: dict[str, Any] | None | Unset
        if isinstance(self.approval, Unset):
            approval = UNSET
        elif isinstance(self.approval, ApprovalRule):
            approval = self.approval.to_dict()
        else:
            approval = self.approval

        position = self.position


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "names": names,
        })
        if descriptions is not UNSET:
            field_dict["descriptions"] = descriptions
        if brand is not UNSET:
            field_dict["brand"] = brand
        if public is not UNSET:
            field_dict["public"] = public
        if form is not UNSET:
            field_dict["form"] = form
        if checklist is not UNSET:
            field_dict["checklist"] = checklist
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if priority is not UNSET:
            field_dict["priority"] = priority
        if ticket_type is not UNSET:
            field_dict["ticket_type"] = ticket_type
        if tags is not UNSET:
            field_dict["tags"] = tags
        if approval is not UNSET:
            field_dict["approval"] = approval
        if position is not UNSET:
            field_dict["position"] = position

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.approval_rule import ApprovalRule # noqa: PLC0415
        from ..models.request_type_definition_descriptions import RequestTypeDefinitionDescriptions # noqa: PLC0415
        from ..models.request_type_definition_names import RequestTypeDefinitionNames # noqa: PLC0415
        d = dict(src_dict)
        names = RequestTypeDefinitionNames.from_dict(d.pop("names"))




        _descriptions = d.pop("descriptions", UNSET)
        descriptions: RequestTypeDefinitionDescriptions | Unset
        if isinstance(_descriptions,  Unset):
            descriptions = UNSET
        else:
            descriptions = RequestTypeDefinitionDescriptions.from_dict(_descriptions)




        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        public = d.pop("public", UNSET)

        def _parse_form(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        form = _parse_form(d.pop("form", UNSET))


        def _parse_checklist(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        checklist = _parse_checklist(d.pop("checklist", UNSET))


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


        def _parse_priority(data: object) -> None | RequestTypeDefinitionPriorityType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                priority_type_0 = RequestTypeDefinitionPriorityType0(data)



                return priority_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequestTypeDefinitionPriorityType0 | Unset, data)

        priority = _parse_priority(d.pop("priority", UNSET))


        _ticket_type = d.pop("ticket_type", UNSET)
        ticket_type: RequestTypeDefinitionTicketType | Unset
        if isinstance(_ticket_type,  Unset):
            ticket_type = UNSET
        else:
            ticket_type = RequestTypeDefinitionTicketType(_ticket_type)




        tags = cast(list[str], d.pop("tags", UNSET))


        def _parse_approval(data: object) -> ApprovalRule | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                approval_type_0 = ApprovalRule.from_dict(data)



                return approval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ApprovalRule | None | Unset, data)

        approval = _parse_approval(d.pop("approval", UNSET))


        position = d.pop("position", UNSET)

        request_type_definition = cls(
            names=names,
            descriptions=descriptions,
            brand=brand,
            public=public,
            form=form,
            checklist=checklist,
            team_id=team_id,
            priority=priority,
            ticket_type=ticket_type,
            tags=tags,
            approval=approval,
            position=position,
        )

        return request_type_definition

