from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.sla_policy_patch_paused_when_snoozed_type_0_item import SlaPolicyPatchPausedWhenSnoozedType0Item
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.step_in import StepIn
  from ..models.target_in import TargetIn





T = TypeVar("T", bound="SlaPolicyPatch")



@_attrs_define
class SlaPolicyPatch:
    """ Changes of a policy; only what is sent is changed. Lists are sent whole.

        Attributes:
            name (None | str | Unset):
            enabled (bool | None | Unset):
            position (int | None | Unset):
            calendar_id (None | Unset | UUID):
            conditions (ConditionsIn | None | Unset):
            targets (list[TargetIn] | None | Unset):
            steps (list[StepIn] | None | Unset):
            pausable_updates (bool | None | Unset):
            paused_when_snoozed (list[SlaPolicyPatchPausedWhenSnoozedType0Item] | None | Unset):
     """

    name: None | str | Unset = UNSET
    enabled: bool | None | Unset = UNSET
    position: int | None | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | None | Unset = UNSET
    targets: list[TargetIn] | None | Unset = UNSET
    steps: list[StepIn] | None | Unset = UNSET
    pausable_updates: bool | None | Unset = UNSET
    paused_when_snoozed: list[SlaPolicyPatchPausedWhenSnoozedType0Item] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.step_in import StepIn # noqa: PLC0415
        from ..models.target_in import TargetIn # noqa: PLC0415
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
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

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, ConditionsIn):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        targets: list[dict[str, Any]] | None | Unset
        if isinstance(self.targets, Unset):
            targets = UNSET
        elif isinstance(self.targets, list):
            targets = []
            for targets_type_0_item_data in self.targets:
                targets_type_0_item = targets_type_0_item_data.to_dict()
                targets.append(targets_type_0_item)


        else:
            targets = self.targets

        steps: list[dict[str, Any]] | None | Unset
        if isinstance(self.steps, Unset):
            steps = UNSET
        elif isinstance(self.steps, list):
            steps = []
            for steps_type_0_item_data in self.steps:
                steps_type_0_item = steps_type_0_item_data.to_dict()
                steps.append(steps_type_0_item)


        else:
            steps = self.steps

        pausable_updates: bool | None | Unset
        if isinstance(self.pausable_updates, Unset):
            pausable_updates = UNSET
        else:
            pausable_updates = self.pausable_updates

        paused_when_snoozed: list[str] | None | Unset
        if isinstance(self.paused_when_snoozed, Unset):
            paused_when_snoozed = UNSET
        elif isinstance(self.paused_when_snoozed, list):
            paused_when_snoozed = []
            for paused_when_snoozed_type_0_item_data in self.paused_when_snoozed:
                paused_when_snoozed_type_0_item = paused_when_snoozed_type_0_item_data.value
                paused_when_snoozed.append(paused_when_snoozed_type_0_item)


        else:
            paused_when_snoozed = self.paused_when_snoozed


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if position is not UNSET:
            field_dict["position"] = position
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if targets is not UNSET:
            field_dict["targets"] = targets
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
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))


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


        def _parse_conditions(data: object) -> ConditionsIn | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = ConditionsIn.from_dict(data)



                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConditionsIn | None | Unset, data)

        conditions = _parse_conditions(d.pop("conditions", UNSET))


        def _parse_targets(data: object) -> list[TargetIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                targets_type_0 = []
                _targets_type_0 = data
                for targets_type_0_item_data in (_targets_type_0):
                    targets_type_0_item = TargetIn.from_dict(targets_type_0_item_data)



                    targets_type_0.append(targets_type_0_item)

                return targets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TargetIn] | None | Unset, data)

        targets = _parse_targets(d.pop("targets", UNSET))


        def _parse_steps(data: object) -> list[StepIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                steps_type_0 = []
                _steps_type_0 = data
                for steps_type_0_item_data in (_steps_type_0):
                    steps_type_0_item = StepIn.from_dict(steps_type_0_item_data)



                    steps_type_0.append(steps_type_0_item)

                return steps_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[StepIn] | None | Unset, data)

        steps = _parse_steps(d.pop("steps", UNSET))


        def _parse_pausable_updates(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        pausable_updates = _parse_pausable_updates(d.pop("pausable_updates", UNSET))


        def _parse_paused_when_snoozed(data: object) -> list[SlaPolicyPatchPausedWhenSnoozedType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                paused_when_snoozed_type_0 = []
                _paused_when_snoozed_type_0 = data
                for paused_when_snoozed_type_0_item_data in (_paused_when_snoozed_type_0):
                    paused_when_snoozed_type_0_item = SlaPolicyPatchPausedWhenSnoozedType0Item(paused_when_snoozed_type_0_item_data)



                    paused_when_snoozed_type_0.append(paused_when_snoozed_type_0_item)

                return paused_when_snoozed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SlaPolicyPatchPausedWhenSnoozedType0Item] | None | Unset, data)

        paused_when_snoozed = _parse_paused_when_snoozed(d.pop("paused_when_snoozed", UNSET))


        sla_policy_patch = cls(
            name=name,
            enabled=enabled,
            position=position,
            calendar_id=calendar_id,
            conditions=conditions,
            targets=targets,
            steps=steps,
            pausable_updates=pausable_updates,
            paused_when_snoozed=paused_when_snoozed,
        )

        return sla_policy_patch

