from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="ChecklistItem")



@_attrs_define
class ChecklistItem:
    """ A task of a checklist. `due_after_seconds` counts from when it is added to a ticket.

        Attributes:
            title (str):
            required (bool | Unset): The ticket is not solved before it is done. Default: False.
            assignee_id (None | Unset | UUID):
            due_after_seconds (int | None | Unset):
     """

    title: str
    required: bool | Unset = False
    assignee_id: None | Unset | UUID = UNSET
    due_after_seconds: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        title = self.title

        required = self.required

        assignee_id: None | str | Unset
        if isinstance(self.assignee_id, Unset):
            assignee_id = UNSET
        elif isinstance(self.assignee_id, UUID):
            assignee_id = str(self.assignee_id)
        else:
            assignee_id = self.assignee_id

        due_after_seconds: int | None | Unset
        if isinstance(self.due_after_seconds, Unset):
            due_after_seconds = UNSET
        else:
            due_after_seconds = self.due_after_seconds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "title": title,
        })
        if required is not UNSET:
            field_dict["required"] = required
        if assignee_id is not UNSET:
            field_dict["assignee_id"] = assignee_id
        if due_after_seconds is not UNSET:
            field_dict["due_after_seconds"] = due_after_seconds

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        title = d.pop("title")

        required = d.pop("required", UNSET)

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


        def _parse_due_after_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        due_after_seconds = _parse_due_after_seconds(d.pop("due_after_seconds", UNSET))


        checklist_item = cls(
            title=title,
            required=required,
            assignee_id=assignee_id,
            due_after_seconds=due_after_seconds,
        )

        return checklist_item

