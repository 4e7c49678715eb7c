from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from uuid import UUID






T = TypeVar("T", bound="DraftSkillIn")



@_attrs_define
class DraftSkillIn:
    """ A skill that agents of a group have.

        Attributes:
            skill_id (UUID):
            level (int | Unset):  Default: 3.
     """

    skill_id: UUID
    level: int | Unset = 3





    def to_dict(self) -> dict[str, Any]:
        skill_id = str(self.skill_id)

        level = self.level


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "skill_id": skill_id,
        })
        if level is not UNSET:
            field_dict["level"] = level

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        skill_id = UUID(d.pop("skill_id"))




        level = d.pop("level", UNSET)

        draft_skill_in = cls(
            skill_id=skill_id,
            level=level,
        )

        return draft_skill_in

