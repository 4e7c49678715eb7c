from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.agent_patch_role_type_0 import AgentPatchRoleType0
from ..models.agent_patch_status_type_0 import AgentPatchStatusType0
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.capacity_in import CapacityIn
  from ..models.skill_level_in import SkillLevelIn
  from ..models.weights_in import WeightsIn





T = TypeVar("T", bound="AgentPatch")



@_attrs_define
class AgentPatch:
    """ Changes of an agent; only the fields that are sent are changed.

        Attributes:
            name (None | str | Unset):
            role (AgentPatchRoleType0 | None | Unset):
            languages (list[str] | None | Unset):
            skills (list[SkillLevelIn] | None | Unset):
            tier (int | None | Unset):
            capacity (CapacityIn | None | Unset):
            weights (None | Unset | WeightsIn):
            calendar_id (None | Unset | UUID): The calendar in whose hours they work; null: at any time.
            by_shifts (bool | None | Unset):
            status (AgentPatchStatusType0 | None | Unset):
     """

    name: None | str | Unset = UNSET
    role: AgentPatchRoleType0 | None | Unset = UNSET
    languages: list[str] | None | Unset = UNSET
    skills: list[SkillLevelIn] | None | Unset = UNSET
    tier: int | None | Unset = UNSET
    capacity: CapacityIn | None | Unset = UNSET
    weights: None | Unset | WeightsIn = UNSET
    calendar_id: None | Unset | UUID = UNSET
    by_shifts: bool | None | Unset = UNSET
    status: AgentPatchStatusType0 | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.capacity_in import CapacityIn # noqa: PLC0415
        from ..models.skill_level_in import SkillLevelIn # noqa: PLC0415
        from ..models.weights_in import WeightsIn # noqa: PLC0415
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        elif isinstance(self.role, AgentPatchRoleType0):
            role = self.role.value
        else:
            role = self.role

        languages: list[str] | None | Unset
        if isinstance(self.languages, Unset):
            languages = UNSET
        elif isinstance(self.languages, list):
            languages = self.languages


        else:
            languages = self.languages

        skills: list[dict[str, Any]] | None | Unset
        if isinstance(self.skills, Unset):
            skills = UNSET
        elif isinstance(self.skills, list):
            skills = []
            for skills_type_0_item_data in self.skills:
                skills_type_0_item = skills_type_0_item_data.to_dict()
                skills.append(skills_type_0_item)


        else:
            skills = self.skills

        tier: int | None | Unset
        if isinstance(self.tier, Unset):
            tier = UNSET
        else:
            tier = self.tier

        capacity: dict[str, Any] | None | Unset
        if isinstance(self.capacity, Unset):
            capacity = UNSET
        elif isinstance(self.capacity, CapacityIn):
            capacity = self.capacity.to_dict()
        else:
            capacity = self.capacity

        weights: dict[str, Any] | None | Unset
        if isinstance(self.weights, Unset):
            weights = UNSET
        elif isinstance(self.weights, WeightsIn):
            weights = self.weights.to_dict()
        else:
            weights = self.weights

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        by_shifts: bool | None | Unset
        if isinstance(self.by_shifts, Unset):
            by_shifts = UNSET
        else:
            by_shifts = self.by_shifts

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, AgentPatchStatusType0):
            status = self.status.value
        else:
            status = self.status


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if role is not UNSET:
            field_dict["role"] = role
        if languages is not UNSET:
            field_dict["languages"] = languages
        if skills is not UNSET:
            field_dict["skills"] = skills
        if tier is not UNSET:
            field_dict["tier"] = tier
        if capacity is not UNSET:
            field_dict["capacity"] = capacity
        if weights is not UNSET:
            field_dict["weights"] = weights
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id
        if by_shifts is not UNSET:
            field_dict["by_shifts"] = by_shifts
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capacity_in import CapacityIn # noqa: PLC0415
        from ..models.skill_level_in import SkillLevelIn # noqa: PLC0415
        from ..models.weights_in import WeightsIn # noqa: PLC0415
        d = dict(src_dict)
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_role(data: object) -> AgentPatchRoleType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                role_type_0 = AgentPatchRoleType0(data)



                return role_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AgentPatchRoleType0 | None | Unset, data)

        role = _parse_role(d.pop("role", UNSET))


        def _parse_languages(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                languages_type_0 = cast(list[str], data)

                return languages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        languages = _parse_languages(d.pop("languages", UNSET))


        def _parse_skills(data: object) -> list[SkillLevelIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                skills_type_0 = []
                _skills_type_0 = data
                for skills_type_0_item_data in (_skills_type_0):
                    skills_type_0_item = SkillLevelIn.from_dict(skills_type_0_item_data)



                    skills_type_0.append(skills_type_0_item)

                return skills_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SkillLevelIn] | None | Unset, data)

        skills = _parse_skills(d.pop("skills", UNSET))


        def _parse_tier(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tier = _parse_tier(d.pop("tier", UNSET))


        def _parse_capacity(data: object) -> CapacityIn | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                capacity_type_0 = CapacityIn.from_dict(data)



                return capacity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CapacityIn | None | Unset, data)

        capacity = _parse_capacity(d.pop("capacity", UNSET))


        def _parse_weights(data: object) -> None | Unset | WeightsIn:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                weights_type_0 = WeightsIn.from_dict(data)



                return weights_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WeightsIn, data)

        weights = _parse_weights(d.pop("weights", UNSET))


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


        def _parse_by_shifts(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        by_shifts = _parse_by_shifts(d.pop("by_shifts", UNSET))


        def _parse_status(data: object) -> AgentPatchStatusType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = AgentPatchStatusType0(data)



                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AgentPatchStatusType0 | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))


        agent_patch = cls(
            name=name,
            role=role,
            languages=languages,
            skills=skills,
            tier=tier,
            capacity=capacity,
            weights=weights,
            calendar_id=calendar_id,
            by_shifts=by_shifts,
            status=status,
        )

        return agent_patch

