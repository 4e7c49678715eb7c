from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="TaskOut")



@_attrs_define
class TaskOut:
    """ A task of a ticket.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            title (str):
            position (int):
            required (bool):
            assignee_id (None | UUID):
            due_at (datetime.datetime | None):
            done (bool):
            done_at (datetime.datetime | None):
            done_by (None | UUID):
            checklist (None | str): The key of the checklist that it came with.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    title: str
    position: int
    required: bool
    assignee_id: None | UUID
    due_at: datetime.datetime | None
    done: bool
    done_at: datetime.datetime | None
    done_by: None | UUID
    checklist: None | str
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        title = self.title

        position = self.position

        required = self.required

        assignee_id: None | str
        if isinstance(self.assignee_id, UUID):
            assignee_id = str(self.assignee_id)
        else:
            assignee_id = self.assignee_id

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        done = self.done

        done_at: None | str
        if isinstance(self.done_at, datetime.datetime):
            done_at = self.done_at.isoformat()
        else:
            done_at = self.done_at

        done_by: None | str
        if isinstance(self.done_by, UUID):
            done_by = str(self.done_by)
        else:
            done_by = self.done_by

        checklist: None | str
        checklist = self.checklist

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "title": title,
            "position": position,
            "required": required,
            "assignee_id": assignee_id,
            "due_at": due_at,
            "done": done,
            "done_at": done_at,
            "done_by": done_by,
            "checklist": checklist,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        title = d.pop("title")

        position = d.pop("position")

        required = d.pop("required")

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


        done = d.pop("done")

        def _parse_done_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_at_type_0 = datetime.datetime.fromisoformat(data)



                return done_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        done_at = _parse_done_at(d.pop("done_at"))


        def _parse_done_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_by_type_0 = UUID(data)



                return done_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        done_by = _parse_done_by(d.pop("done_by"))


        def _parse_checklist(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        checklist = _parse_checklist(d.pop("checklist"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        task_out = cls(
            id=id,
            ticket_id=ticket_id,
            title=title,
            position=position,
            required=required,
            assignee_id=assignee_id,
            due_at=due_at,
            done=done,
            done_at=done_at,
            done_by=done_by,
            checklist=checklist,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return task_out

