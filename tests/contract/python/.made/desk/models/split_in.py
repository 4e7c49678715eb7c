from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="SplitIn")



@_attrs_define
class SplitIn:
    """ Which messages make a ticket of their own, and whose it is.

        Attributes:
            message_ids (list[UUID]):
            subject (None | str | Unset): That of the ticket, when it is left out.
            requester_id (None | Unset | UUID): Somebody else who may read all of these messages; the ticket's own requester
                else.
            team_id (None | Unset | UUID):
            assignee_id (None | Unset | UUID):
     """

    message_ids: list[UUID]
    subject: None | str | Unset = UNSET
    requester_id: None | Unset | UUID = UNSET
    team_id: None | Unset | UUID = UNSET
    assignee_id: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        message_ids = []
        for message_ids_item_data in self.message_ids:
            message_ids_item = str(message_ids_item_data)
            message_ids.append(message_ids_item)



        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        requester_id: None | str | Unset
        if isinstance(self.requester_id, Unset):
            requester_id = UNSET
        elif isinstance(self.requester_id, UUID):
            requester_id = str(self.requester_id)
        else:
            requester_id = self.requester_id

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


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message_ids": message_ids,
        })
        if subject is not UNSET:
            field_dict["subject"] = subject
        if requester_id is not UNSET:
            field_dict["requester_id"] = requester_id
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if assignee_id is not UNSET:
            field_dict["assignee_id"] = assignee_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message_ids = []
        _message_ids = d.pop("message_ids")
        for message_ids_item_data in (_message_ids):
            message_ids_item = UUID(message_ids_item_data)



            message_ids.append(message_ids_item)


        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))


        def _parse_requester_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                requester_id_type_0 = UUID(data)



                return requester_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        requester_id = _parse_requester_id(d.pop("requester_id", UNSET))


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


        split_in = cls(
            message_ids=message_ids,
            subject=subject,
            requester_id=requester_id,
            team_id=team_id,
            assignee_id=assignee_id,
        )

        return split_in

