from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.agent_out_role import AgentOutRole
from ..models.agent_out_status import AgentOutStatus
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.capacity_out import CapacityOut
  from ..models.duty_out import DutyOut
  from ..models.load_out import LoadOut
  from ..models.per_channel import PerChannel
  from ..models.presence_out import PresenceOut
  from ..models.skill_level_out import SkillLevelOut





T = TypeVar("T", bound="AgentOut")



@_attrs_define
class AgentOut:
    """ An agent. `capacity` is what they may hold at once, `load` what they hold (and are offered) now.

        Attributes:
            id (UUID):
            email (str):
            name (str):
            role (AgentOutRole):
            status (AgentOutStatus):
            languages (list[str]):
            skills (list[SkillLevelOut]):
            tier (int):
            capacity (CapacityOut): What one may hold; `total` is null when only the channels are bounded.
            weights (PerChannel): A number per channel.
            load (LoadOut): What one holds; `total` is all of it, each thing by its channel's weight.
            calendar_id (None | UUID):
            by_shifts (bool):
            duty (DutyOut): Whether one is off duty, whatever their presence says, and when that changes as far as it is
                planned.
            presence (PresenceOut): Stored presence: routing gives work only to who is online, and only on these channels.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            invitation_token (None | str | Unset): Shown once, when an invitation was made: it lasts 7 days and works once.
     """

    id: UUID
    email: str
    name: str
    role: AgentOutRole
    status: AgentOutStatus
    languages: list[str]
    skills: list[SkillLevelOut]
    tier: int
    capacity: CapacityOut
    weights: PerChannel
    load: LoadOut
    calendar_id: None | UUID
    by_shifts: bool
    duty: DutyOut
    presence: PresenceOut
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    invitation_token: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.capacity_out import CapacityOut # noqa: PLC0415
        from ..models.duty_out import DutyOut # noqa: PLC0415
        from ..models.load_out import LoadOut # noqa: PLC0415
        from ..models.per_channel import PerChannel # noqa: PLC0415
        from ..models.presence_out import PresenceOut # noqa: PLC0415
        from ..models.skill_level_out import SkillLevelOut # noqa: PLC0415
        id = str(self.id)

        email = self.email

        name = self.name

        role = self.role.value

        status = self.status.value

        languages = self.languages



        skills = []
        for skills_item_data in self.skills:
            skills_item = skills_item_data.to_dict()
            skills.append(skills_item)



        tier = self.tier

        capacity = self.capacity.to_dict()

        weights = self.weights.to_dict()

        load = self.load.to_dict()

        calendar_id: None | str
        if isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        by_shifts = self.by_shifts

        duty = self.duty.to_dict()

        presence = self.presence.to_dict()

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        invitation_token: None | str | Unset
        if isinstance(self.invitation_token, Unset):
            invitation_token = UNSET
        else:
            invitation_token = self.invitation_token


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "email": email,
            "name": name,
            "role": role,
            "status": status,
            "languages": languages,
            "skills": skills,
            "tier": tier,
            "capacity": capacity,
            "weights": weights,
            "load": load,
            "calendar_id": calendar_id,
            "by_shifts": by_shifts,
            "duty": duty,
            "presence": presence,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })
        if invitation_token is not UNSET:
            field_dict["invitation_token"] = invitation_token

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capacity_out import CapacityOut # noqa: PLC0415
        from ..models.duty_out import DutyOut # noqa: PLC0415
        from ..models.load_out import LoadOut # noqa: PLC0415
        from ..models.per_channel import PerChannel # noqa: PLC0415
        from ..models.presence_out import PresenceOut # noqa: PLC0415
        from ..models.skill_level_out import SkillLevelOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        email = d.pop("email")

        name = d.pop("name")

        role = AgentOutRole(d.pop("role"))




        status = AgentOutStatus(d.pop("status"))




        languages = cast(list[str], d.pop("languages"))


        skills = []
        _skills = d.pop("skills")
        for skills_item_data in (_skills):
            skills_item = SkillLevelOut.from_dict(skills_item_data)



            skills.append(skills_item)


        tier = d.pop("tier")

        capacity = CapacityOut.from_dict(d.pop("capacity"))




        weights = PerChannel.from_dict(d.pop("weights"))




        load = LoadOut.from_dict(d.pop("load"))




        def _parse_calendar_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_id_type_0 = UUID(data)



                return calendar_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        calendar_id = _parse_calendar_id(d.pop("calendar_id"))


        by_shifts = d.pop("by_shifts")

        duty = DutyOut.from_dict(d.pop("duty"))




        presence = PresenceOut.from_dict(d.pop("presence"))




        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        def _parse_invitation_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        invitation_token = _parse_invitation_token(d.pop("invitation_token", UNSET))


        agent_out = cls(
            id=id,
            email=email,
            name=name,
            role=role,
            status=status,
            languages=languages,
            skills=skills,
            tier=tier,
            capacity=capacity,
            weights=weights,
            load=load,
            calendar_id=calendar_id,
            by_shifts=by_shifts,
            duty=duty,
            presence=presence,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            invitation_token=invitation_token,
        )

        return agent_out

