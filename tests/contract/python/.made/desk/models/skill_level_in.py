from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="SkillLevelIn")



@_attrs_define
class SkillLevelIn:
    """ Something an agent is good at, from 1 (learning) to 5 (expert). There is no such skill yet: it is made.

        Attributes:
            name (str):
            level (int):
     """

    name: str
    level: int





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        level = self.level


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "level": level,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        level = d.pop("level")

        skill_level_in = cls(
            name=name,
            level=level,
        )

        return skill_level_in

