from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.reference import Reference
  from ..models.skill_need_out import SkillNeedOut





T = TypeVar("T", bound="NeedsOut")



@_attrs_define
class NeedsOut:
    """ What an item asks of an agent.

        Attributes:
            teams (list[Reference] | None): One of these; null: anybody.
            skills (list[SkillNeedOut]):
            language (None | str):
            tier (int):
     """

    teams: list[Reference] | None
    skills: list[SkillNeedOut]
    language: None | str
    tier: int





    def to_dict(self) -> dict[str, Any]:
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.skill_need_out import SkillNeedOut # noqa: PLC0415
        teams: list[dict[str, Any]] | None
        if isinstance(self.teams, list):
            teams = []
            for teams_type_0_item_data in self.teams:
                teams_type_0_item = teams_type_0_item_data.to_dict()
                teams.append(teams_type_0_item)


        else:
            teams = self.teams

        skills = []
        for skills_item_data in self.skills:
            skills_item = skills_item_data.to_dict()
            skills.append(skills_item)



        language: None | str
        language = self.language

        tier = self.tier


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "teams": teams,
            "skills": skills,
            "language": language,
            "tier": tier,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.skill_need_out import SkillNeedOut # noqa: PLC0415
        d = dict(src_dict)
        def _parse_teams(data: object) -> list[Reference] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                teams_type_0 = []
                _teams_type_0 = data
                for teams_type_0_item_data in (_teams_type_0):
                    teams_type_0_item = Reference.from_dict(teams_type_0_item_data)



                    teams_type_0.append(teams_type_0_item)

                return teams_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Reference] | None, data)

        teams = _parse_teams(d.pop("teams"))


        skills = []
        _skills = d.pop("skills")
        for skills_item_data in (_skills):
            skills_item = SkillNeedOut.from_dict(skills_item_data)



            skills.append(skills_item)


        def _parse_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        language = _parse_language(d.pop("language"))


        tier = d.pop("tier")

        needs_out = cls(
            teams=teams,
            skills=skills,
            language=language,
            tier=tier,
        )

        return needs_out

