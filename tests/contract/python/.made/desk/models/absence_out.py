from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="AbsenceOut")



@_attrs_define
class AbsenceOut:
    """ An absence: its agent gets no work, whatever their presence says, and keeps what they have.

        Attributes:
            id (UUID):
            agent_id (UUID):
            starts_at (datetime.datetime):
            ends_at (datetime.datetime):
            substitute_id (None | UUID):
            note (None | str):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    agent_id: UUID
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    substitute_id: None | UUID
    note: None | str
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        agent_id = str(self.agent_id)

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        substitute_id: None | str
        if isinstance(self.substitute_id, UUID):
            substitute_id = str(self.substitute_id)
        else:
            substitute_id = self.substitute_id

        note: None | str
        note = self.note

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "agent_id": agent_id,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "substitute_id": substitute_id,
            "note": note,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        agent_id = UUID(d.pop("agent_id"))




        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        def _parse_substitute_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                substitute_id_type_0 = UUID(data)



                return substitute_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        substitute_id = _parse_substitute_id(d.pop("substitute_id"))


        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        absence_out = cls(
            id=id,
            agent_id=agent_id,
            starts_at=starts_at,
            ends_at=ends_at,
            substitute_id=substitute_id,
            note=note,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return absence_out

