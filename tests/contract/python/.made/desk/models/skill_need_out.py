from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="SkillNeedOut")



@_attrs_define
class SkillNeedOut:
    """ A skill that is asked for, at this level or above.

        Attributes:
            id (UUID):
            name (str):
            level (int):
     """

    id: UUID
    name: str
    level: int





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        level = self.level


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "level": level,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        level = d.pop("level")

        skill_need_out = cls(
            id=id,
            name=name,
            level=level,
        )

        return skill_need_out

