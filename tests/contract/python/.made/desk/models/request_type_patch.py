from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.request_type_patch_priority_type_0 import RequestTypePatchPriorityType0
from ..models.request_type_patch_ticket_type_type_0 import RequestTypePatchTicketTypeType0
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.approval_rule import ApprovalRule
  from ..models.request_type_patch_descriptions_type_0 import RequestTypePatchDescriptionsType0
  from ..models.request_type_patch_names_type_0 import RequestTypePatchNamesType0





T = TypeVar("T", bound="RequestTypePatch")



@_attrs_define
class RequestTypePatch:
    """ Changes of a type of request; tickets that have it keep what they got from it.

        Attributes:
            names (None | RequestTypePatchNamesType0 | Unset):
            descriptions (None | RequestTypePatchDescriptionsType0 | Unset):
            brand (None | str | Unset):
            public (bool | None | Unset):
            form (None | str | Unset):
            checklist (None | str | Unset):
            team_id (None | Unset | UUID):
            priority (None | RequestTypePatchPriorityType0 | Unset):
            ticket_type (None | RequestTypePatchTicketTypeType0 | Unset):
            tags (list[str] | None | Unset):
            approval (ApprovalRule | None | Unset):
            position (int | None | Unset):
            archived (bool | None | Unset):
     """

    names: None | RequestTypePatchNamesType0 | Unset = UNSET
    descriptions: None | RequestTypePatchDescriptionsType0 | Unset = UNSET
    brand: None | str | Unset = UNSET
    public: bool | None | Unset = UNSET
    form: None | str | Unset = UNSET
    checklist: None | str | Unset = UNSET
    team_id: None | Unset | UUID = UNSET
    priority: None | RequestTypePatchPriorityType0 | Unset = UNSET
    ticket_type: None | RequestTypePatchTicketTypeType0 | Unset = UNSET
    tags: list[str] | None | Unset = UNSET
    approval: ApprovalRule | None | Unset = UNSET
    position: int | None | Unset = UNSET
    archived: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.approval_rule import ApprovalRule # noqa: PLC0415
        from ..models.request_type_patch_descriptions_type_0 import RequestTypePatchDescriptionsType0 # noqa: PLC0415
        from ..models.request_type_patch_names_type_0 import RequestTypePatchNamesType0 # noqa: PLC0415
        names: dict[str, Any] | None | Unset
        if isinstance(self.names, Unset):
            names = UNSET
        elif isinstance(self.names, RequestTypePatchNamesType0):
            names = self.names.to_dict()
        else:
            names = self.names

        descriptions: dict[str, Any] | None | Unset
        if isinstance(self.descriptions, Unset):
            descriptions = UNSET
        elif isinstance(self.descriptions, RequestTypePatchDescriptionsType0):
            descriptions = self.descriptions.to_dict()
        else:
            descriptions = self.descriptions

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        public: bool | None | Unset
        if isinstance(self.public, Unset):
            public = UNSET
        else:
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
        elif isinstance(self.priority, RequestTypePatchPriorityType0):
            priority = self.priority.value
        else:
            priority = self.priority

        ticket_type: None | str | Unset
        if isinstance(self.ticket_type, Unset):
            ticket_type = UNSET
        elif isinstance(self.ticket_type, RequestTypePatchTicketTypeType0):
            ticket_type = self.ticket_type.value
        else:
            ticket_type = self.ticket_type

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags


        else:
            tags = self.tags

        approval: dict[str, Any] | None | Unset
        if isinstance(self.approval, Unset):
            approval = UNSET
        elif isinstance(self.approval, ApprovalRule):
            approval = self.approval.to_dict()
        else:
            approval = self.approval

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        archived: bool | None | Unset
        if isinstance(self.archived, Unset):
            archived = UNSET
        else:
            archived = self.archived


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if names is not UNSET:
            field_dict["names"] = names
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
        if archived is not UNSET:
            field_dict["archived"] = archived

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.approval_rule import ApprovalRule # noqa: PLC0415
        from ..models.request_type_patch_descriptions_type_0 import RequestTypePatchDescriptionsType0 # noqa: PLC0415
        from ..models.request_type_patch_names_type_0 import RequestTypePatchNamesType0 # noqa: PLC0415
        d = dict(src_dict)
        def _parse_names(data: object) -> None | RequestTypePatchNamesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                names_type_0 = RequestTypePatchNamesType0.from_dict(data)



                return names_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequestTypePatchNamesType0 | Unset, data)

        names = _parse_names(d.pop("names", UNSET))


        def _parse_descriptions(data: object) -> None | RequestTypePatchDescriptionsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                descriptions_type_0 = RequestTypePatchDescriptionsType0.from_dict(data)



                return descriptions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequestTypePatchDescriptionsType0 | Unset, data)

        descriptions = _parse_descriptions(d.pop("descriptions", UNSET))


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        def _parse_public(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        public = _parse_public(d.pop("public", UNSET))


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


        def _parse_priority(data: object) -> None | RequestTypePatchPriorityType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                priority_type_0 = RequestTypePatchPriorityType0(data)



                return priority_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequestTypePatchPriorityType0 | Unset, data)

        priority = _parse_priority(d.pop("priority", UNSET))


        def _parse_ticket_type(data: object) -> None | RequestTypePatchTicketTypeType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_type_type_0 = RequestTypePatchTicketTypeType0(data)



                return ticket_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequestTypePatchTicketTypeType0 | Unset, data)

        ticket_type = _parse_ticket_type(d.pop("ticket_type", UNSET))


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


        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))


        def _parse_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        archived = _parse_archived(d.pop("archived", UNSET))


        request_type_patch = cls(
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
            archived=archived,
        )

        return request_type_patch

