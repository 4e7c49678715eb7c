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






T = TypeVar("T", bound="AbsenceIn")



@_attrs_define
class AbsenceIn:
    """ A new absence.

        Attributes:
            starts_at (datetime.datetime):
            ends_at (datetime.datetime): Out of office until just before; at most two years after it starts.
            agent_id (None | Unset | UUID): Yourself unless given.
            substitute_id (None | Unset | UUID): Who gets what comes back to the agent meanwhile; null: it is routed as if
                new.
            note (None | str | Unset): For colleagues, all of whom can read it.
     """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    agent_id: None | Unset | UUID = UNSET
    substitute_id: None | Unset | UUID = UNSET
    note: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        elif isinstance(self.agent_id, UUID):
            agent_id = str(self.agent_id)
        else:
            agent_id = self.agent_id

        substitute_id: None | str | Unset
        if isinstance(self.substitute_id, Unset):
            substitute_id = UNSET
        elif isinstance(self.substitute_id, UUID):
            substitute_id = str(self.substitute_id)
        else:
            substitute_id = self.substitute_id

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "starts_at": starts_at,
            "ends_at": ends_at,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if substitute_id is not UNSET:
            field_dict["substitute_id"] = substitute_id
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




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


        def _parse_substitute_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                substitute_id_type_0 = UUID(data)



                return substitute_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        substitute_id = _parse_substitute_id(d.pop("substitute_id", UNSET))


        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))


        absence_in = cls(
            starts_at=starts_at,
            ends_at=ends_at,
            agent_id=agent_id,
            substitute_id=substitute_id,
            note=note,
        )

        return absence_in

