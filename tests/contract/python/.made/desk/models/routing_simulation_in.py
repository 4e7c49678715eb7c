from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.draft_agents_in import DraftAgentsIn
  from ..models.draft_queue_in import DraftQueueIn
  from ..models.per_channel_in import PerChannelIn





T = TypeVar("T", bound="RoutingSimulationIn")



@_attrs_define
class RoutingSimulationIn:
    """ Who came in a period, through other queues, other people, or both; without drafts the desk as it is.

        Attributes:
            since (datetime.datetime):
            until (datetime.datetime):
            queues (list[DraftQueueIn] | None | Unset):
            staffing (list[DraftAgentsIn] | None | Unset):
            target_seconds (PerChannelIn | Unset): Seconds on each channel; null is what was seen (or promised) in the
                period.
            handling_seconds (PerChannelIn | Unset): Seconds on each channel; null is what was seen (or promised) in the
                period.
            patience_seconds (float | None | Unset): After which who waits in a chat gives up, in the mean; null: as seen in
                the period.
            acceptance_seconds (float | Unset): How long agents take to accept an offer. Default: 3.0.
            seed (int | Unset):  Default: 0.
     """

    since: datetime.datetime
    until: datetime.datetime
    queues: list[DraftQueueIn] | None | Unset = UNSET
    staffing: list[DraftAgentsIn] | None | Unset = UNSET
    target_seconds: PerChannelIn | Unset = UNSET
    handling_seconds: PerChannelIn | Unset = UNSET
    patience_seconds: float | None | Unset = UNSET
    acceptance_seconds: float | Unset = 3.0
    seed: int | Unset = 0





    def to_dict(self) -> dict[str, Any]:
        from ..models.draft_agents_in import DraftAgentsIn # noqa: PLC0415
        from ..models.draft_queue_in import DraftQueueIn # noqa: PLC0415
        from ..models.per_channel_in import PerChannelIn # noqa: PLC0415
        since = self.since.isoformat()

        until = self.until.isoformat()

        queues: list[dict[str, Any]] | None | Unset
        if isinstance(self.queues, Unset):
            queues = UNSET
        elif isinstance(self.queues, list):
            queues = []
            for queues_type_0_item_data in self.queues:
                queues_type_0_item = queues_type_0_item_data.to_dict()
                queues.append(queues_type_0_item)


        else:
            queues = self.queues

        staffing: list[dict[str, Any]] | None | Unset
        if isinstance(self.staffing, Unset):
            staffing = UNSET
        elif isinstance(self.staffing, list):
            staffing = []
            for staffing_type_0_item_data in self.staffing:
                staffing_type_0_item = staffing_type_0_item_data.to_dict()
                staffing.append(staffing_type_0_item)


        else:
            staffing = self.staffing

        target_seconds: dict[str, Any] | Unset = UNSET
        if not isinstance(self.target_seconds, Unset):
            target_seconds = self.target_seconds.to_dict()

        handling_seconds: dict[str, Any] | Unset = UNSET
        if not isinstance(self.handling_seconds, Unset):
            handling_seconds = self.handling_seconds.to_dict()

        patience_seconds: float | None | Unset
        if isinstance(self.patience_seconds, Unset):
            patience_seconds = UNSET
        else:
            patience_seconds = self.patience_seconds

        acceptance_seconds = self.acceptance_seconds

        seed = self.seed


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "since": since,
            "until": until,
        })
        if queues is not UNSET:
            field_dict["queues"] = queues
        if staffing is not UNSET:
            field_dict["staffing"] = staffing
        if target_seconds is not UNSET:
            field_dict["target_seconds"] = target_seconds
        if handling_seconds is not UNSET:
            field_dict["handling_seconds"] = handling_seconds
        if patience_seconds is not UNSET:
            field_dict["patience_seconds"] = patience_seconds
        if acceptance_seconds is not UNSET:
            field_dict["acceptance_seconds"] = acceptance_seconds
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.draft_agents_in import DraftAgentsIn # noqa: PLC0415
        from ..models.draft_queue_in import DraftQueueIn # noqa: PLC0415
        from ..models.per_channel_in import PerChannelIn # noqa: PLC0415
        d = dict(src_dict)
        since = datetime.datetime.fromisoformat(d.pop("since"))




        until = datetime.datetime.fromisoformat(d.pop("until"))




        def _parse_queues(data: object) -> list[DraftQueueIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                queues_type_0 = []
                _queues_type_0 = data
                for queues_type_0_item_data in (_queues_type_0):
                    queues_type_0_item = DraftQueueIn.from_dict(queues_type_0_item_data)



                    queues_type_0.append(queues_type_0_item)

                return queues_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DraftQueueIn] | None | Unset, data)

        queues = _parse_queues(d.pop("queues", UNSET))


        def _parse_staffing(data: object) -> list[DraftAgentsIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                staffing_type_0 = []
                _staffing_type_0 = data
                for staffing_type_0_item_data in (_staffing_type_0):
                    staffing_type_0_item = DraftAgentsIn.from_dict(staffing_type_0_item_data)



                    staffing_type_0.append(staffing_type_0_item)

                return staffing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DraftAgentsIn] | None | Unset, data)

        staffing = _parse_staffing(d.pop("staffing", UNSET))


        _target_seconds = d.pop("target_seconds", UNSET)
        target_seconds: PerChannelIn | Unset
        if isinstance(_target_seconds,  Unset):
            target_seconds = UNSET
        else:
            target_seconds = PerChannelIn.from_dict(_target_seconds)




        _handling_seconds = d.pop("handling_seconds", UNSET)
        handling_seconds: PerChannelIn | Unset
        if isinstance(_handling_seconds,  Unset):
            handling_seconds = UNSET
        else:
            handling_seconds = PerChannelIn.from_dict(_handling_seconds)




        def _parse_patience_seconds(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        patience_seconds = _parse_patience_seconds(d.pop("patience_seconds", UNSET))


        acceptance_seconds = d.pop("acceptance_seconds", UNSET)

        seed = d.pop("seed", UNSET)

        routing_simulation_in = cls(
            since=since,
            until=until,
            queues=queues,
            staffing=staffing,
            target_seconds=target_seconds,
            handling_seconds=handling_seconds,
            patience_seconds=patience_seconds,
            acceptance_seconds=acceptance_seconds,
            seed=seed,
        )

        return routing_simulation_in

