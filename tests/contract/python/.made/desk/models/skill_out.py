from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.skill_out_levels import SkillOutLevels





T = TypeVar("T", bound="SkillOut")



@_attrs_define
class SkillOut:
    """ A skill, and who could be asked for it.

        Attributes:
            id (UUID):
            name (str):
            description (None | str):
            agents (int): How many active agents have it.
            levels (SkillOutLevels): How many of them at each level, from 1 (learning) to 5 (expert).
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    name: str
    description: None | str
    agents: int
    levels: SkillOutLevels
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.skill_out_levels import SkillOutLevels # noqa: PLC0415
        id = str(self.id)

        name = self.name

        description: None | str
        description = self.description

        agents = self.agents

        levels = self.levels.to_dict()

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "description": description,
            "agents": agents,
            "levels": levels,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.skill_out_levels import SkillOutLevels # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))


        agents = d.pop("agents")

        levels = SkillOutLevels.from_dict(d.pop("levels"))




        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        skill_out = cls(
            id=id,
            name=name,
            description=description,
            agents=agents,
            levels=levels,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return skill_out

