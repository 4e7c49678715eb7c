from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="TimeEntryOut")



@_attrs_define
class TimeEntryOut:
    """ Time of an agent on a ticket.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            agent_id (UUID):
            agent_name (str):
            seconds (int):
            note (None | str):
            billable (bool):
            spent_at (datetime.datetime):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    agent_id: UUID
    agent_name: str
    seconds: int
    note: None | str
    billable: bool
    spent_at: datetime.datetime
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        agent_id = str(self.agent_id)

        agent_name = self.agent_name

        seconds = self.seconds

        note: None | str
        note = self.note

        billable = self.billable

        spent_at = self.spent_at.isoformat()

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "agent_id": agent_id,
            "agent_name": agent_name,
            "seconds": seconds,
            "note": note,
            "billable": billable,
            "spent_at": spent_at,
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




        agent_id = UUID(d.pop("agent_id"))




        agent_name = d.pop("agent_name")

        seconds = d.pop("seconds")

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))


        billable = d.pop("billable")

        spent_at = datetime.datetime.fromisoformat(d.pop("spent_at"))




        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        time_entry_out = cls(
            id=id,
            ticket_id=ticket_id,
            agent_id=agent_id,
            agent_name=agent_name,
            seconds=seconds,
            note=note,
            billable=billable,
            spent_at=spent_at,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return time_entry_out

