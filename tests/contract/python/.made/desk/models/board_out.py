from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.board_agent_out import BoardAgentOut
  from ..models.board_out_agents_by_state import BoardOutAgentsByState
  from ..models.board_queue_out import BoardQueueOut
  from ..models.class_out import ClassOut
  from ..models.routing_warning_out import RoutingWarningOut
  from ..models.waiting_out import WaitingOut





T = TypeVar("T", bound="BoardOut")



@_attrs_define
class BoardOut:
    """ A queue at this moment.

        Attributes:
            queue (BoardQueueOut): The queue itself.
            as_of (datetime.datetime):
            waiting (WaitingOut): How much waits. `offered` and `held_closed` are among the tickets and chats.
            oldest_at (datetime.datetime | None): Since when what came first of what waits has waited.
            longest_wait_seconds (int):
            by_class (list[ClassOut]): By what they ask for, the most frequent ten.
            agents (list[BoardAgentOut]): Those who could take something first; at most 200.
            agents_by_state (BoardOutAgentsByState): Of all of them.
            sla_at_risk (int): The next deadline of so many that wait is within 15 minutes.
            sla_breached (int): Of so many that wait a deadline has been missed.
            wait_seconds (list[int] | None): `[low, high]` for somebody who opened a chat now; null without a basis.
            served_last_hour (int): Chats that somebody accepted.
            abandoned_last_hour (int): Chats that their customers ended before anybody accepted.
            warnings (list[RoutingWarningOut]):
     """

    queue: BoardQueueOut
    as_of: datetime.datetime
    waiting: WaitingOut
    oldest_at: datetime.datetime | None
    longest_wait_seconds: int
    by_class: list[ClassOut]
    agents: list[BoardAgentOut]
    agents_by_state: BoardOutAgentsByState
    sla_at_risk: int
    sla_breached: int
    wait_seconds: list[int] | None
    served_last_hour: int
    abandoned_last_hour: int
    warnings: list[RoutingWarningOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.board_agent_out import BoardAgentOut # noqa: PLC0415
        from ..models.board_out_agents_by_state import BoardOutAgentsByState # noqa: PLC0415
        from ..models.board_queue_out import BoardQueueOut # noqa: PLC0415
        from ..models.class_out import ClassOut # noqa: PLC0415
        from ..models.routing_warning_out import RoutingWarningOut # noqa: PLC0415
        from ..models.waiting_out import WaitingOut # noqa: PLC0415
        queue = self.queue.to_dict()

        as_of = self.as_of.isoformat()

        waiting = self.waiting.to_dict()

        oldest_at: None | str
        if isinstance(self.oldest_at, datetime.datetime):
            oldest_at = self.oldest_at.isoformat()
        else:
            oldest_at = self.oldest_at

        longest_wait_seconds = self.longest_wait_seconds

        by_class = []
        for by_class_item_data in self.by_class:
            by_class_item = by_class_item_data.to_dict()
            by_class.append(by_class_item)



        agents = []
        for agents_item_data in self.agents:
            agents_item = agents_item_data.to_dict()
            agents.append(agents_item)



        agents_by_state = self.agents_by_state.to_dict()

        sla_at_risk = self.sla_at_risk

        sla_breached = self.sla_breached

        wait_seconds: list[int] | None
        if isinstance(self.wait_seconds, list):
            wait_seconds = self.wait_seconds


        else:
            wait_seconds = self.wait_seconds

        served_last_hour = self.served_last_hour

        abandoned_last_hour = self.abandoned_last_hour

        warnings = []
        for warnings_item_data in self.warnings:
            warnings_item = warnings_item_data.to_dict()
            warnings.append(warnings_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "queue": queue,
            "as_of": as_of,
            "waiting": waiting,
            "oldest_at": oldest_at,
            "longest_wait_seconds": longest_wait_seconds,
            "by_class": by_class,
            "agents": agents,
            "agents_by_state": agents_by_state,
            "sla_at_risk": sla_at_risk,
            "sla_breached": sla_breached,
            "wait_seconds": wait_seconds,
            "served_last_hour": served_last_hour,
            "abandoned_last_hour": abandoned_last_hour,
            "warnings": warnings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.board_agent_out import BoardAgentOut # noqa: PLC0415
        from ..models.board_out_agents_by_state import BoardOutAgentsByState # noqa: PLC0415
        from ..models.board_queue_out import BoardQueueOut # noqa: PLC0415
        from ..models.class_out import ClassOut # noqa: PLC0415
        from ..models.routing_warning_out import RoutingWarningOut # noqa: PLC0415
        from ..models.waiting_out import WaitingOut # noqa: PLC0415
        d = dict(src_dict)
        queue = BoardQueueOut.from_dict(d.pop("queue"))




        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))




        waiting = WaitingOut.from_dict(d.pop("waiting"))




        def _parse_oldest_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                oldest_at_type_0 = datetime.datetime.fromisoformat(data)



                return oldest_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        oldest_at = _parse_oldest_at(d.pop("oldest_at"))


        longest_wait_seconds = d.pop("longest_wait_seconds")

        by_class = []
        _by_class = d.pop("by_class")
        for by_class_item_data in (_by_class):
            by_class_item = ClassOut.from_dict(by_class_item_data)



            by_class.append(by_class_item)


        agents = []
        _agents = d.pop("agents")
        for agents_item_data in (_agents):
            agents_item = BoardAgentOut.from_dict(agents_item_data)



            agents.append(agents_item)


        agents_by_state = BoardOutAgentsByState.from_dict(d.pop("agents_by_state"))




        sla_at_risk = d.pop("sla_at_risk")

        sla_breached = d.pop("sla_breached")

        def _parse_wait_seconds(data: object) -> list[int] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                wait_seconds_type_0 = cast(list[int], data)

                return wait_seconds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None, data)

        wait_seconds = _parse_wait_seconds(d.pop("wait_seconds"))


        served_last_hour = d.pop("served_last_hour")

        abandoned_last_hour = d.pop("abandoned_last_hour")

        warnings = []
        _warnings = d.pop("warnings")
        for warnings_item_data in (_warnings):
            warnings_item = RoutingWarningOut.from_dict(warnings_item_data)



            warnings.append(warnings_item)


        board_out = cls(
            queue=queue,
            as_of=as_of,
            waiting=waiting,
            oldest_at=oldest_at,
            longest_wait_seconds=longest_wait_seconds,
            by_class=by_class,
            agents=agents,
            agents_by_state=agents_by_state,
            sla_at_risk=sla_at_risk,
            sla_breached=sla_breached,
            wait_seconds=wait_seconds,
            served_last_hour=served_last_hour,
            abandoned_last_hour=abandoned_last_hour,
            warnings=warnings,
        )

        return board_out

