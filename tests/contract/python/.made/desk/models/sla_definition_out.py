from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.sla_definition_out_paused_when_snoozed_item import SlaDefinitionOutPausedWhenSnoozedItem
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.step_out import StepOut
  from ..models.target_in import TargetIn





T = TypeVar("T", bound="SlaDefinitionOut")



@_attrs_define
class SlaDefinitionOut:
    """ What a version of a policy says.

        Attributes:
            calendar_id (None | UUID):
            conditions (ConditionsIn): All of `all` must hold and, if there are any, one of `any`. Without conditions a
                policy is for every ticket.
            targets (list[TargetIn]):
            steps (list[StepOut]):
            pausable_updates (bool):
            paused_when_snoozed (list[SlaDefinitionOutPausedWhenSnoozedItem]):
     """

    calendar_id: None | UUID
    conditions: ConditionsIn
    targets: list[TargetIn]
    steps: list[StepOut]
    pausable_updates: bool
    paused_when_snoozed: list[SlaDefinitionOutPausedWhenSnoozedItem]





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.step_out import StepOut # noqa: PLC0415
        from ..models.target_in import TargetIn # noqa: PLC0415
        calendar_id: None | str
        if isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        conditions = self.conditions.to_dict()

        targets = []
        for targets_item_data in self.targets:
            targets_item = targets_item_data.to_dict()
            targets.append(targets_item)



        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)



        pausable_updates = self.pausable_updates

        paused_when_snoozed = []
        for paused_when_snoozed_item_data in self.paused_when_snoozed:
            paused_when_snoozed_item = paused_when_snoozed_item_data.value
            paused_when_snoozed.append(paused_when_snoozed_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "calendar_id": calendar_id,
            "conditions": conditions,
            "targets": targets,
            "steps": steps,
            "pausable_updates": pausable_updates,
            "paused_when_snoozed": paused_when_snoozed,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.step_out import StepOut # noqa: PLC0415
        from ..models.target_in import TargetIn # noqa: PLC0415
        d = dict(src_dict)
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


        conditions = ConditionsIn.from_dict(d.pop("conditions"))




        targets = []
        _targets = d.pop("targets")
        for targets_item_data in (_targets):
            targets_item = TargetIn.from_dict(targets_item_data)



            targets.append(targets_item)


        steps = []
        _steps = d.pop("steps")
        for steps_item_data in (_steps):
            steps_item = StepOut.from_dict(steps_item_data)



            steps.append(steps_item)


        pausable_updates = d.pop("pausable_updates")

        paused_when_snoozed = []
        _paused_when_snoozed = d.pop("paused_when_snoozed")
        for paused_when_snoozed_item_data in (_paused_when_snoozed):
            paused_when_snoozed_item = SlaDefinitionOutPausedWhenSnoozedItem(paused_when_snoozed_item_data)



            paused_when_snoozed.append(paused_when_snoozed_item)


        sla_definition_out = cls(
            calendar_id=calendar_id,
            conditions=conditions,
            targets=targets,
            steps=steps,
            pausable_updates=pausable_updates,
            paused_when_snoozed=paused_when_snoozed,
        )

        return sla_definition_out

