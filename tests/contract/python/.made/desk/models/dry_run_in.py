from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.dry_run_in_run import DryRunInRun
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.event_trigger_in import EventTriggerIn
  from ..models.group_in import GroupIn
  from ..models.time_trigger_in import TimeTriggerIn





T = TypeVar("T", bound="DryRunIn")



@_attrs_define
class DryRunIn:
    """ An automation as it might be, tried on what happened.

        Attributes:
            trigger (EventTriggerIn | TimeTriggerIn):
            conditions (GroupIn | Unset): All of `all` must hold and, if there are any, one of `any`; each is a condition or
                another group.
            run (DryRunInRun | Unset): `once_per_episode`: again after the ticket was solved and opened again. `every`: each
                time. Default: DryRunInRun.ONCE_PER_EPISODE.
            days (int | Unset):  Default: 7.
     """

    trigger: EventTriggerIn | TimeTriggerIn
    conditions: GroupIn | Unset = UNSET
    run: DryRunInRun | Unset = DryRunInRun.ONCE_PER_EPISODE
    days: int | Unset = 7





    def to_dict(self) -> dict[str, Any]:
        from ..models.event_trigger_in import EventTriggerIn # noqa: PLC0415
        from ..models.group_in import GroupIn # noqa: PLC0415
        from ..models.time_trigger_in import TimeTriggerIn # noqa: PLC0415
        trigger: dict[str, Any]
        if isinstance(self.trigger, EventTriggerIn):
            trigger = self.trigger.to_dict()
        else:
            trigger = self.trigger.to_dict()


        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        run: str | Unset = UNSET
        if not isinstance(self.run, Unset):
            run = self.run.value


        days = self.days


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "trigger": trigger,
        })
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if run is not UNSET:
            field_dict["run"] = run
        if days is not UNSET:
            field_dict["days"] = days

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.event_trigger_in import EventTriggerIn # noqa: PLC0415
        from ..models.group_in import GroupIn # noqa: PLC0415
        from ..models.time_trigger_in import TimeTriggerIn # noqa: PLC0415
        d = dict(src_dict)
        def _parse_trigger(data: object) -> EventTriggerIn | TimeTriggerIn:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                trigger_type_0 = EventTriggerIn.from_dict(data)



                return trigger_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            trigger_type_1 = TimeTriggerIn.from_dict(data)



            return trigger_type_1

        trigger = _parse_trigger(d.pop("trigger"))


        _conditions = d.pop("conditions", UNSET)
        conditions: GroupIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = GroupIn.from_dict(_conditions)




        _run = d.pop("run", UNSET)
        run: DryRunInRun | Unset
        if isinstance(_run,  Unset):
            run = UNSET
        else:
            run = DryRunInRun(_run)




        days = d.pop("days", UNSET)

        dry_run_in = cls(
            trigger=trigger,
            conditions=conditions,
            run=run,
            days=days,
        )

        return dry_run_in

