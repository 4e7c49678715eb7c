from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="TimeEntryIn")



@_attrs_define
class TimeEntryIn:
    """ Time of yours on a ticket. Leads and admins may enter it for others.

        Attributes:
            seconds (int): At most a day in one entry.
            note (None | str | Unset):
            billable (bool | Unset):  Default: False.
            agent_id (None | Unset | UUID): Whose time; yours by default.
            spent_at (datetime.datetime | None | Unset): When it was spent; now by default, never later.
     """

    seconds: int
    note: None | str | Unset = UNSET
    billable: bool | Unset = False
    agent_id: None | Unset | UUID = UNSET
    spent_at: datetime.datetime | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        seconds = self.seconds

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        billable = self.billable

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        elif isinstance(self.agent_id, UUID):
            agent_id = str(self.agent_id)
        else:
            agent_id = self.agent_id

        spent_at: None | str | Unset
        if isinstance(self.spent_at, Unset):
            spent_at = UNSET
        elif isinstance(self.spent_at, datetime.datetime):
            spent_at = self.spent_at.isoformat()
        else:
            spent_at = self.spent_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "seconds": seconds,
        })
        if note is not UNSET:
            field_dict["note"] = note
        if billable is not UNSET:
            field_dict["billable"] = billable
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if spent_at is not UNSET:
            field_dict["spent_at"] = spent_at

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        seconds = d.pop("seconds")

        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))


        billable = d.pop("billable", UNSET)

        def _parse_agent_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                agent_id_type_0 = UUID(data)



                return agent_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_spent_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                spent_at_type_0 = datetime.datetime.fromisoformat(data)



                return spent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        spent_at = _parse_spent_at(d.pop("spent_at", UNSET))


        time_entry_in = cls(
            seconds=seconds,
            note=note,
            billable=billable,
            agent_id=agent_id,
            spent_at=spent_at,
        )

        return time_entry_in

