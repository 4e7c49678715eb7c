from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.routing_now_out_state import RoutingNowOutState
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.decision_out import DecisionOut
  from ..models.needs_out import NeedsOut
  from ..models.place_out import PlaceOut
  from ..models.reference import Reference
  from ..models.routing_change_out import RoutingChangeOut
  from ..models.routing_warning_out import RoutingWarningOut





T = TypeVar("T", bound="RoutingNowOut")



@_attrs_define
class RoutingNowOut:
    """ Where a ticket, or the chat over it, stands now.

        Attributes:
            state (RoutingNowOutState): `held`: it waits for its queue to open. `not_open`: nobody is looked for.
            as_of (datetime.datetime):
            summary (str):
            sentences (list[str]):
            agent (None | Reference): Who has it, or to whom it is offered.
            offered_until (datetime.datetime | None):
            channel (None | str):
            chat_id (None | UUID):
            place (None | PlaceOut): Where it waits; null when it does not.
            position (int | None): Among what waits there on its channel; 1 is next.
            waiting_since (datetime.datetime | None):
            due_at (datetime.datetime | None):
            needs (NeedsOut | None): What it asks for by now; null while its queue is closed.
            change (None | RoutingChangeOut): Null when nothing changes by itself.
            evaluation (DecisionOut | None): What routing would decide at this moment, by the rules that decide.
            warnings (list[RoutingWarningOut]):
     """

    state: RoutingNowOutState
    as_of: datetime.datetime
    summary: str
    sentences: list[str]
    agent: None | Reference
    offered_until: datetime.datetime | None
    channel: None | str
    chat_id: None | UUID
    place: None | PlaceOut
    position: int | None
    waiting_since: datetime.datetime | None
    due_at: datetime.datetime | None
    needs: NeedsOut | None
    change: None | RoutingChangeOut
    evaluation: DecisionOut | None
    warnings: list[RoutingWarningOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.decision_out import DecisionOut # noqa: PLC0415
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        from ..models.place_out import PlaceOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.routing_change_out import RoutingChangeOut # noqa: PLC0415
        from ..models.routing_warning_out import RoutingWarningOut # noqa: PLC0415
        state = self.state.value

        as_of = self.as_of.isoformat()

        summary = self.summary

        sentences = self.sentences



        agent: dict[str, Any] | None
        if isinstance(self.agent, Reference):
            agent = self.agent.to_dict()
        else:
            agent = self.agent

        offered_until: None | str
        if isinstance(self.offered_until, datetime.datetime):
            offered_until = self.offered_until.isoformat()
        else:
            offered_until = self.offered_until

        channel: None | str
        channel = self.channel

        chat_id: None | str
        if isinstance(self.chat_id, UUID):
            chat_id = str(self.chat_id)
        else:
            chat_id = self.chat_id

        place: dict[str, Any] | None
        if isinstance(self.place, PlaceOut):
            place = self.place.to_dict()
        else:
            place = self.place

        position: int | None
        position = self.position

        waiting_since: None | str
        if isinstance(self.waiting_since, datetime.datetime):
            waiting_since = self.waiting_since.isoformat()
        else:
            waiting_since = self.waiting_since

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        needs: dict[str, Any] | None
        if isinstance(self.needs, NeedsOut):
            needs = self.needs.to_dict()
        else:
            needs = self.needs

        change: dict[str, Any] | None
        if isinstance(self.change, RoutingChangeOut):
            change = self.change.to_dict()
        else:
            change = self.change

        evaluation: dict[str, Any] | None
        if isinstance(self.evaluation, DecisionOut):
            evaluation = self.evaluation.to_dict()
        else:
            evaluation = self.evaluation

        warnings = []
        for warnings_item_data in self.warnings:
            warnings_item = warnings_item_data.to_dict()
            warnings.append(warnings_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "state": state,
            "as_of": as_of,
            "summary": summary,
            "sentences": sentences,
            "agent": agent,
            "offered_until": offered_until,
            "channel": channel,
            "chat_id": chat_id,
            "place": place,
            "position": position,
            "waiting_since": waiting_since,
            "due_at": due_at,
            "needs": needs,
            "change": change,
            "evaluation": evaluation,
            "warnings": warnings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decision_out import DecisionOut # noqa: PLC0415
        from ..models.needs_out import NeedsOut # noqa: PLC0415
        from ..models.place_out import PlaceOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.routing_change_out import RoutingChangeOut # noqa: PLC0415
        from ..models.routing_warning_out import RoutingWarningOut # noqa: PLC0415
        d = dict(src_dict)
        state = RoutingNowOutState(d.pop("state"))




        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))




        summary = d.pop("summary")

        sentences = cast(list[str], d.pop("sentences"))


        def _parse_agent(data: object) -> None | Reference:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                agent_type_0 = Reference.from_dict(data)



                return agent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reference, data)

        agent = _parse_agent(d.pop("agent"))


        def _parse_offered_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                offered_until_type_0 = datetime.datetime.fromisoformat(data)



                return offered_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        offered_until = _parse_offered_until(d.pop("offered_until"))


        def _parse_channel(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        channel = _parse_channel(d.pop("channel"))


        def _parse_chat_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                chat_id_type_0 = UUID(data)



                return chat_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        chat_id = _parse_chat_id(d.pop("chat_id"))


        def _parse_place(data: object) -> None | PlaceOut:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                place_type_0 = PlaceOut.from_dict(data)



                return place_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlaceOut, data)

        place = _parse_place(d.pop("place"))


        def _parse_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        position = _parse_position(d.pop("position"))


        def _parse_waiting_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waiting_since_type_0 = datetime.datetime.fromisoformat(data)



                return waiting_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        waiting_since = _parse_waiting_since(d.pop("waiting_since"))


        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)



                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))


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


        def _parse_change(data: object) -> None | RoutingChangeOut:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                change_type_0 = RoutingChangeOut.from_dict(data)



                return change_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RoutingChangeOut, data)

        change = _parse_change(d.pop("change"))


        def _parse_evaluation(data: object) -> DecisionOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                evaluation_type_0 = DecisionOut.from_dict(data)



                return evaluation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionOut | None, data)

        evaluation = _parse_evaluation(d.pop("evaluation"))


        warnings = []
        _warnings = d.pop("warnings")
        for warnings_item_data in (_warnings):
            warnings_item = RoutingWarningOut.from_dict(warnings_item_data)



            warnings.append(warnings_item)


        routing_now_out = cls(
            state=state,
            as_of=as_of,
            summary=summary,
            sentences=sentences,
            agent=agent,
            offered_until=offered_until,
            channel=channel,
            chat_id=chat_id,
            place=place,
            position=position,
            waiting_since=waiting_since,
            due_at=due_at,
            needs=needs,
            change=change,
            evaluation=evaluation,
            warnings=warnings,
        )

        return routing_now_out

