from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="TeamOut")



@_attrs_define
class TeamOut:
    """ A team and the agents in it. One that is archived gets no more work; its name may be another's.

        Attributes:
            id (UUID):
            name (str):
            agent_ids (list[UUID]):
            calendar_id (None | UUID):
            escalates_to_id (None | UUID):
            version (int):
            archived_at (datetime.datetime | None):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    name: str
    agent_ids: list[UUID]
    calendar_id: None | UUID
    escalates_to_id: None | UUID
    version: int
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        agent_ids = []
        for agent_ids_item_data in self.agent_ids:
            agent_ids_item = str(agent_ids_item_data)
            agent_ids.append(agent_ids_item)



        calendar_id: None | str
        if isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        escalates_to_id: None | str
        if isinstance(self.escalates_to_id, UUID):
            escalates_to_id = str(self.escalates_to_id)
        else:
            escalates_to_id = self.escalates_to_id

        version = self.version

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "agent_ids": agent_ids,
            "calendar_id": calendar_id,
            "escalates_to_id": escalates_to_id,
            "version": version,
            "archived_at": archived_at,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        agent_ids = []
        _agent_ids = d.pop("agent_ids")
        for agent_ids_item_data in (_agent_ids):
            agent_ids_item = UUID(agent_ids_item_data)



            agent_ids.append(agent_ids_item)


        def _parse_calendar_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_id_type_0 = UUID(data)



                return calendar_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        calendar_id = _parse_calendar_id(d.pop("calendar_id"))


        def _parse_escalates_to_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                escalates_to_id_type_0 = UUID(data)



                return escalates_to_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        escalates_to_id = _parse_escalates_to_id(d.pop("escalates_to_id"))


        version = d.pop("version")

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)



                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        team_out = cls(
            id=id,
            name=name,
            agent_ids=agent_ids,
            calendar_id=calendar_id,
            escalates_to_id=escalates_to_id,
            version=version,
            archived_at=archived_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        return team_out

