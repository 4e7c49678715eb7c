from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.draft_capacity_in import DraftCapacityIn
  from ..models.draft_skill_in import DraftSkillIn





T = TypeVar("T", bound="DraftAgentsIn")



@_attrs_define
class DraftAgentsIn:
    """ So many agents who are alike, and when they work.

        Attributes:
            count (int):
            team_ids (list[UUID] | Unset):
            skills (list[DraftSkillIn] | Unset):
            languages (list[str] | Unset):
            tier (int | Unset):  Default: 0.
            capacity (DraftCapacityIn | Unset): What each of a group may hold at once; nothing on a channel that is not
                named.
            calendar_id (None | Unset | UUID): When they work; null: all the time.
     """

    count: int
    team_ids: list[UUID] | Unset = UNSET
    skills: list[DraftSkillIn] | Unset = UNSET
    languages: list[str] | Unset = UNSET
    tier: int | Unset = 0
    capacity: DraftCapacityIn | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.draft_capacity_in import DraftCapacityIn # noqa: PLC0415
        from ..models.draft_skill_in import DraftSkillIn # noqa: PLC0415
        count = self.count

        team_ids: list[str] | Unset = UNSET
        if not isinstance(self.team_ids, Unset):
            team_ids = []
            for team_ids_item_data in self.team_ids:
                team_ids_item = str(team_ids_item_data)
                team_ids.append(team_ids_item)



        skills: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.skills, Unset):
            skills = []
            for skills_item_data in self.skills:
                skills_item = skills_item_data.to_dict()
                skills.append(skills_item)



        languages: list[str] | Unset = UNSET
        if not isinstance(self.languages, Unset):
            languages = self.languages



        tier = self.tier

        capacity: dict[str, Any] | Unset = UNSET
        if not isinstance(self.capacity, Unset):
            capacity = self.capacity.to_dict()

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "count": count,
        })
        if team_ids is not UNSET:
            field_dict["team_ids"] = team_ids
        if skills is not UNSET:
            field_dict["skills"] = skills
        if languages is not UNSET:
            field_dict["languages"] = languages
        if tier is not UNSET:
            field_dict["tier"] = tier
        if capacity is not UNSET:
            field_dict["capacity"] = capacity
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.draft_capacity_in import DraftCapacityIn # noqa: PLC0415
        from ..models.draft_skill_in import DraftSkillIn # noqa: PLC0415
        d = dict(src_dict)
        count = d.pop("count")

        _team_ids = d.pop("team_ids", UNSET)
        team_ids: list[UUID] | Unset = UNSET
        if _team_ids is not UNSET:
            team_ids = []
            for team_ids_item_data in _team_ids:
                team_ids_item = UUID(team_ids_item_data)



                team_ids.append(team_ids_item)


        _skills = d.pop("skills", UNSET)
        skills: list[DraftSkillIn] | Unset = UNSET
        if _skills is not UNSET:
            skills = []
            for skills_item_data in _skills:
                skills_item = DraftSkillIn.from_dict(skills_item_data)



                skills.append(skills_item)


        languages = cast(list[str], d.pop("languages", UNSET))


        tier = d.pop("tier", UNSET)

        _capacity = d.pop("capacity", UNSET)
        capacity: DraftCapacityIn | Unset
        if isinstance(_capacity,  Unset):
            capacity = UNSET
        else:
            capacity = DraftCapacityIn.from_dict(_capacity)




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


        draft_agents_in = cls(
            count=count,
            team_ids=team_ids,
            skills=skills,
            languages=languages,
            tier=tier,
            capacity=capacity,
            calendar_id=calendar_id,
        )

        return draft_agents_in

