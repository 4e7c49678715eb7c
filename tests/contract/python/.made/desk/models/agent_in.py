from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.agent_in_role import AgentInRole
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.capacity_in import CapacityIn
  from ..models.skill_level_in import SkillLevelIn
  from ..models.weights_in import WeightsIn





T = TypeVar("T", bound="AgentIn")



@_attrs_define
class AgentIn:
    """ A new agent; without a password the answer carries an invitation.

        Attributes:
            email (str):
            name (str):
            password (None | str | Unset):
            role (AgentInRole | Unset):  Default: AgentInRole.AGENT.
            languages (list[str] | Unset):
            skills (list[SkillLevelIn] | Unset):
            tier (int | Unset): 0 is the first line; what was escalated needs a higher one. Default: 0.
            capacity (CapacityIn | Unset): How much an agent may hold at once on each channel; what is not named stays (or
                is the default).
            weights (WeightsIn | Unset): How much of `capacity.total` one thing of a channel takes; what is not named stays
                (or is 1).
            calendar_id (None | Unset | UUID): The calendar in whose hours they work; null: at any time.
            by_shifts (bool | Unset): Whether they work in planned shifts only. Default: False.
     """

    email: str
    name: str
    password: None | str | Unset = UNSET
    role: AgentInRole | Unset = AgentInRole.AGENT
    languages: list[str] | Unset = UNSET
    skills: list[SkillLevelIn] | Unset = UNSET
    tier: int | Unset = 0
    capacity: CapacityIn | Unset = UNSET
    weights: WeightsIn | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    by_shifts: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.capacity_in import CapacityIn # noqa: PLC0415
        from ..models.skill_level_in import SkillLevelIn # noqa: PLC0415
        from ..models.weights_in import WeightsIn # noqa: PLC0415
        email = self.email

        name = self.name

        password: None | str | Unset
        if isinstance(self.password, Unset):
            password = UNSET
        else:
            password = self.password

        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value


        languages: list[str] | Unset = UNSET
        if not isinstance(self.languages, Unset):
            languages = self.languages



        skills: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.skills, Unset):
            skills = []
            for skills_item_data in self.skills:
                skills_item = skills_item_data.to_dict()
                skills.append(skills_item)



        tier = self.tier

        capacity: dict[str, Any] | Unset = UNSET
        if not isinstance(self.capacity, Unset):
            capacity = self.capacity.to_dict()

        weights: dict[str, Any] | Unset = UNSET
        if not isinstance(self.weights, Unset):
            weights = self.weights.to_dict()

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        by_shifts = self.by_shifts


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "email": email,
            "name": name,
        })
        if password is not UNSET:
            field_dict["password"] = password
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

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capacity_in import CapacityIn # noqa: PLC0415
        from ..models.skill_level_in import SkillLevelIn # noqa: PLC0415
        from ..models.weights_in import WeightsIn # noqa: PLC0415
        d = dict(src_dict)
        email = d.pop("email")

        name = d.pop("name")

        def _parse_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        password = _parse_password(d.pop("password", UNSET))


        _role = d.pop("role", UNSET)
        role: AgentInRole | Unset
        if isinstance(_role,  Unset):
            role = UNSET
        else:
            role = AgentInRole(_role)




        languages = cast(list[str], d.pop("languages", UNSET))


        _skills = d.pop("skills", UNSET)
        skills: list[SkillLevelIn] | Unset = UNSET
        if _skills is not UNSET:
            skills = []
            for skills_item_data in _skills:
                skills_item = SkillLevelIn.from_dict(skills_item_data)



                skills.append(skills_item)


        tier = d.pop("tier", UNSET)

        _capacity = d.pop("capacity", UNSET)
        capacity: CapacityIn | Unset
        if isinstance(_capacity,  Unset):
            capacity = UNSET
        else:
            capacity = CapacityIn.from_dict(_capacity)




        _weights = d.pop("weights", UNSET)
        weights: WeightsIn | Unset
        if isinstance(_weights,  Unset):
            weights = UNSET
        else:
            weights = WeightsIn.from_dict(_weights)




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


        by_shifts = d.pop("by_shifts", UNSET)

        agent_in = cls(
            email=email,
            name=name,
            password=password,
            role=role,
            languages=languages,
            skills=skills,
            tier=tier,
            capacity=capacity,
            weights=weights,
            calendar_id=calendar_id,
            by_shifts=by_shifts,
        )

        return agent_in

