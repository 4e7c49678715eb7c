from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.view_out_scope import ViewOutScope
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.view_out_conditions import ViewOutConditions





T = TypeVar("T", bound="ViewOut")



@_attrs_define
class ViewOut:
    """ A view.

        Attributes:
            id (UUID):
            name (str):
            scope (ViewOutScope):
            team_id (None | UUID):
            agent_id (None | UUID): Whose own it is.
            conditions (ViewOutConditions): As they were sent: `all` and `any`.
            sort (str):
            columns (list[str]):
            position (int):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    name: str
    scope: ViewOutScope
    team_id: None | UUID
    agent_id: None | UUID
    conditions: ViewOutConditions
    sort: str
    columns: list[str]
    position: int
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.view_out_conditions import ViewOutConditions # noqa: PLC0415
        id = str(self.id)

        name = self.name

        scope = self.scope.value

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        agent_id: None | str
        if isinstance(self.agent_id, UUID):
            agent_id = str(self.agent_id)
        else:
            agent_id = self.agent_id

        conditions = self.conditions.to_dict()

        sort = self.sort

        columns = self.columns



        position = self.position

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "scope": scope,
            "team_id": team_id,
            "agent_id": agent_id,
            "conditions": conditions,
            "sort": sort,
            "columns": columns,
            "position": position,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.view_out_conditions import ViewOutConditions # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        scope = ViewOutScope(d.pop("scope"))




        def _parse_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        team_id = _parse_team_id(d.pop("team_id"))


        def _parse_agent_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                agent_id_type_0 = UUID(data)



                return agent_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        conditions = ViewOutConditions.from_dict(d.pop("conditions"))




        sort = d.pop("sort")

        columns = cast(list[str], d.pop("columns"))


        position = d.pop("position")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        view_out = cls(
            id=id,
            name=name,
            scope=scope,
            team_id=team_id,
            agent_id=agent_id,
            conditions=conditions,
            sort=sort,
            columns=columns,
            position=position,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return view_out

