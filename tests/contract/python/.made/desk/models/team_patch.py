from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="TeamPatch")



@_attrs_define
class TeamPatch:
    """ Changes of a team; `agent_ids` is the whole membership, so send all of them.

        Attributes:
            name (None | str | Unset):
            agent_ids (list[UUID] | None | Unset):
            calendar_id (None | Unset | UUID): When the team works; null: at any time.
            escalates_to_id (None | Unset | UUID): The team that tickets go to which are beyond this one: a ladder, never a
                circle.
     """

    name: None | str | Unset = UNSET
    agent_ids: list[UUID] | None | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    escalates_to_id: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        agent_ids: list[str] | None | Unset
        if isinstance(self.agent_ids, Unset):
            agent_ids = UNSET
        elif isinstance(self.agent_ids, list):
            agent_ids = []
            for agent_ids_type_0_item_data in self.agent_ids:
                agent_ids_type_0_item = str(agent_ids_type_0_item_data)
                agent_ids.append(agent_ids_type_0_item)


        else:
            agent_ids = self.agent_ids

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        escalates_to_id: None | str | Unset
        if isinstance(self.escalates_to_id, Unset):
            escalates_to_id = UNSET
        elif isinstance(self.escalates_to_id, UUID):
            escalates_to_id = str(self.escalates_to_id)
        else:
            escalates_to_id = self.escalates_to_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if agent_ids is not UNSET:
            field_dict["agent_ids"] = agent_ids
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id
        if escalates_to_id is not UNSET:
            field_dict["escalates_to_id"] = escalates_to_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_agent_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                agent_ids_type_0 = []
                _agent_ids_type_0 = data
                for agent_ids_type_0_item_data in (_agent_ids_type_0):
                    agent_ids_type_0_item = UUID(agent_ids_type_0_item_data)



                    agent_ids_type_0.append(agent_ids_type_0_item)

                return agent_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        agent_ids = _parse_agent_ids(d.pop("agent_ids", UNSET))


        def _parse_calendar_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_id_type_0 = UUID(data)



                return calendar_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        calendar_id = _parse_calendar_id(d.pop("calendar_id", UNSET))


        def _parse_escalates_to_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                escalates_to_id_type_0 = UUID(data)



                return escalates_to_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        escalates_to_id = _parse_escalates_to_id(d.pop("escalates_to_id", UNSET))


        team_patch = cls(
            name=name,
            agent_ids=agent_ids,
            calendar_id=calendar_id,
            escalates_to_id=escalates_to_id,
        )

        return team_patch

