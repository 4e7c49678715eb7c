from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.sla_policy_in_paused_when_snoozed_item import SlaPolicyInPausedWhenSnoozedItem
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.step_in import StepIn
  from ..models.target_in import TargetIn





T = TypeVar("T", bound="SlaPolicyIn")



@_attrs_define
class SlaPolicyIn:
    """ A new policy. A ticket gets the first one, in their order, whose conditions hold.

        Attributes:
            name (str):
            targets (list[TargetIn]):
            enabled (bool | Unset):  Default: True.
            position (int | None | Unset):
            calendar_id (None | Unset | UUID):
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
            steps (list[StepIn] | Unset):
            pausable_updates (bool | Unset): Whether the periodic update waits while the customer is asked. Default: False.
            paused_when_snoozed (list[SlaPolicyInPausedWhenSnoozedItem] | Unset): Metrics that do not count while the ticket
                is snoozed.
     """

    name: str
    targets: list[TargetIn]
    enabled: bool | Unset = True
    position: int | None | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | Unset = UNSET
    steps: list[StepIn] | Unset = UNSET
    pausable_updates: bool | Unset = False
    paused_when_snoozed: list[SlaPolicyInPausedWhenSnoozedItem] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.step_in import StepIn # noqa: PLC0415
        from ..models.target_in import TargetIn # noqa: PLC0415
        name = self.name

        targets = []
        for targets_item_data in self.targets:
            targets_item = targets_item_data.to_dict()
            targets.append(targets_item)



        enabled = self.enabled

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        steps: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.steps, Unset):
            steps = []
            for steps_item_data in self.steps:
                steps_item = steps_item_data.to_dict()
                steps.append(steps_item)



        pausable_updates = self.pausable_updates

        paused_when_snoozed: list[str] | Unset = UNSET
        if not isinstance(self.paused_when_snoozed, Unset):
            paused_when_snoozed = []
            for paused_when_snoozed_item_data in self.paused_when_snoozed:
                paused_when_snoozed_item = paused_when_snoozed_item_data.value
                paused_when_snoozed.append(paused_when_snoozed_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "targets": targets,
        })
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if position is not UNSET:
            field_dict["position"] = position
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if steps is not UNSET:
            field_dict["steps"] = steps
        if pausable_updates is not UNSET:
            field_dict["pausable_updates"] = pausable_updates
        if paused_when_snoozed is not UNSET:
            field_dict["paused_when_snoozed"] = paused_when_snoozed

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.step_in import StepIn # noqa: PLC0415
        from ..models.target_in import TargetIn # noqa: PLC0415
        d = dict(src_dict)
        name = d.pop("name")

        targets = []
        _targets = d.pop("targets")
        for targets_item_data in (_targets):
            targets_item = TargetIn.from_dict(targets_item_data)



            targets.append(targets_item)


        enabled = d.pop("enabled", UNSET)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))


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


        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        _steps = d.pop("steps", UNSET)
        steps: list[StepIn] | Unset = UNSET
        if _steps is not UNSET:
            steps = []
            for steps_item_data in _steps:
                steps_item = StepIn.from_dict(steps_item_data)



                steps.append(steps_item)


        pausable_updates = d.pop("pausable_updates", UNSET)

        _paused_when_snoozed = d.pop("paused_when_snoozed", UNSET)
        paused_when_snoozed: list[SlaPolicyInPausedWhenSnoozedItem] | Unset = UNSET
        if _paused_when_snoozed is not UNSET:
            paused_when_snoozed = []
            for paused_when_snoozed_item_data in _paused_when_snoozed:
                paused_when_snoozed_item = SlaPolicyInPausedWhenSnoozedItem(paused_when_snoozed_item_data)



                paused_when_snoozed.append(paused_when_snoozed_item)


        sla_policy_in = cls(
            name=name,
            targets=targets,
            enabled=enabled,
            position=position,
            calendar_id=calendar_id,
            conditions=conditions,
            steps=steps,
            pausable_updates=pausable_updates,
            paused_when_snoozed=paused_when_snoozed,
        )

        return sla_policy_in

