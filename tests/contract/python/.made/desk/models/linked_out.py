from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.linked_out_priority import LinkedOutPriority
from ..models.linked_out_status import LinkedOutStatus
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="LinkedOut")



@_attrs_define
class LinkedOut:
    """ The other ticket.

        Attributes:
            id (UUID):
            number (int):
            subject (str):
            status (LinkedOutStatus):
            priority (LinkedOutPriority):
            assignee_id (None | UUID):
     """

    id: UUID
    number: int
    subject: str
    status: LinkedOutStatus
    priority: LinkedOutPriority
    assignee_id: None | UUID





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number

        subject = self.subject

        status = self.status.value

        priority = self.priority.value

        assignee_id: None | str
        if isinstance(self.assignee_id, UUID):
            assignee_id = str(self.assignee_id)
        else:
            assignee_id = self.assignee_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
            "subject": subject,
            "status": status,
            "priority": priority,
            "assignee_id": assignee_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        subject = d.pop("subject")

        status = LinkedOutStatus(d.pop("status"))




        priority = LinkedOutPriority(d.pop("priority"))




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


        linked_out = cls(
            id=id,
            number=number,
            subject=subject,
            status=status,
            priority=priority,
            assignee_id=assignee_id,
        )

        return linked_out

