from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.considered_out import ConsideredOut
  from ..models.decision_out_excluded_by_reason import DecisionOutExcludedByReason
  from ..models.needs_out import NeedsOut
  from ..models.reference import Reference





T = TypeVar("T", bound="DecisionOut")



@_attrs_define
class DecisionOut:
    """ A decision of routing. All agents are counted; at most 20 of those who could and 20 of the others are named.

        Attributes:
            channel (None | str):
            queue (None | Reference): By its name of then; null: a team's own.
            needs (NeedsOut | None): Null where an older version of the desk did not store it.
            waited_seconds (float | None):
            policy (None | str): How the queue chooses: `least_loaded`, `most_spare`, `longest_idle`.
            decided_by (str): `nobody`, `only_one`, `last_agent`, `most_spare`, `least_loaded`, `longest_idle` or `id`.
            agents (list[ConsideredOut]):
            eligible_count (int):
            excluded_count (int):
            excluded_by_reason (DecisionOutExcludedByReason):
            passed_over (int): So many came before the chosen one and were being given something else.
     """

    channel: None | str
    queue: None | Reference
    needs: NeedsOut | None
    waited_seconds: float | None
    policy: None | str
    decided_by: str
    agents: list[ConsideredOut]
    eligible_count: int
    excluded_count: int
    excluded_by_reason: DecisionOutExcludedByReason
    passed_over: int





    def to_dict(self) -> dict[str, Any]:
        from ..models.considered_out import ConsideredOut # noqa: PLC0415
        from ..models.decision_out_excluded_by_reason import DecisionOutExcludedByReason # noqa: PLC0415
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        channel: None | str
        channel = self.channel

        queue: dict[str, Any] | None
        if isinstance(self.queue, Reference):
            queue = self.queue.to_dict()
        else:
            queue = self.queue

        needs: dict[str, Any] | None
        if isinstance(self.needs, NeedsOut):
            needs = self.needs.to_dict()
        else:
            needs = self.needs

        waited_seconds: float | None
        waited_seconds = self.waited_seconds

        policy: None | str
        policy = self.policy

        decided_by = self.decided_by

        agents = []
        for agents_item_data in self.agents:
            agents_item = agents_item_data.to_dict()
            agents.append(agents_item)



        eligible_count = self.eligible_count

        excluded_count = self.excluded_count

        excluded_by_reason = self.excluded_by_reason.to_dict()

        passed_over = self.passed_over


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "channel": channel,
            "queue": queue,
            "needs": needs,
            "waited_seconds": waited_seconds,
            "policy": policy,
            "decided_by": decided_by,
            "agents": agents,
            "eligible_count": eligible_count,
            "excluded_count": excluded_count,
            "excluded_by_reason": excluded_by_reason,
            "passed_over": passed_over,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.considered_out import ConsideredOut # noqa: PLC0415
        from ..models.decision_out_excluded_by_reason import DecisionOutExcludedByReason # noqa: PLC0415
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        def _parse_channel(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        channel = _parse_channel(d.pop("channel"))


        def _parse_queue(data: object) -> None | Reference:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                queue_type_0 = Reference.from_dict(data)



                return queue_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reference, data)

        queue = _parse_queue(d.pop("queue"))


        def _parse_needs(data: object) -> NeedsOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                needs_type_0 = NeedsOut.from_dict(data)



                return needs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NeedsOut | None, data)

        needs = _parse_needs(d.pop("needs"))


        def _parse_waited_seconds(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        waited_seconds = _parse_waited_seconds(d.pop("waited_seconds"))


        def _parse_policy(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        policy = _parse_policy(d.pop("policy"))


        decided_by = d.pop("decided_by")

        agents = []
        _agents = d.pop("agents")
        for agents_item_data in (_agents):
            agents_item = ConsideredOut.from_dict(agents_item_data)



            agents.append(agents_item)


        eligible_count = d.pop("eligible_count")

        excluded_count = d.pop("excluded_count")

        excluded_by_reason = DecisionOutExcludedByReason.from_dict(d.pop("excluded_by_reason"))




        passed_over = d.pop("passed_over")

        decision_out = cls(
            channel=channel,
            queue=queue,
            needs=needs,
            waited_seconds=waited_seconds,
            policy=policy,
            decided_by=decided_by,
            agents=agents,
            eligible_count=eligible_count,
            excluded_count=excluded_count,
            excluded_by_reason=excluded_by_reason,
            passed_over=passed_over,
        )

        return decision_out

