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
  from ..models.conditions_in import ConditionsIn





T = TypeVar("T", bound="SkillRuleIn")



@_attrs_define
class SkillRuleIn:
    """ A skill that this queue asks for, when its conditions hold.

        Attributes:
            skill_id (UUID):
            level (int | Unset): At this level or above. Default: 1.
            required (bool | Unset):  Default: True.
            drop_after_seconds (int | None | Unset): A skill that is not required is asked for this long; null for one that
                is.
            drop_order (int | Unset): What has a lower one is dropped first. Default: 0.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
     """

    skill_id: UUID
    level: int | Unset = 1
    required: bool | Unset = True
    drop_after_seconds: int | None | Unset = UNSET
    drop_order: int | Unset = 0
    conditions: ConditionsIn | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        skill_id = str(self.skill_id)

        level = self.level

        required = self.required

        drop_after_seconds: int | None | Unset
        if isinstance(self.drop_after_seconds, Unset):
            drop_after_seconds = UNSET
        else:
            drop_after_seconds = self.drop_after_seconds

        drop_order = self.drop_order

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "skill_id": skill_id,
        })
        if level is not UNSET:
            field_dict["level"] = level
        if required is not UNSET:
            field_dict["required"] = required
        if drop_after_seconds is not UNSET:
            field_dict["drop_after_seconds"] = drop_after_seconds
        if drop_order is not UNSET:
            field_dict["drop_order"] = drop_order
        if conditions is not UNSET:
            field_dict["conditions"] = conditions

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        d = dict(src_dict)
        skill_id = UUID(d.pop("skill_id"))




        level = d.pop("level", UNSET)

        required = d.pop("required", UNSET)

        def _parse_drop_after_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        drop_after_seconds = _parse_drop_after_seconds(d.pop("drop_after_seconds", UNSET))


        drop_order = d.pop("drop_order", UNSET)

        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        skill_rule_in = cls(
            skill_id=skill_id,
            level=level,
            required=required,
            drop_after_seconds=drop_after_seconds,
            drop_order=drop_order,
            conditions=conditions,
        )

        return skill_rule_in

