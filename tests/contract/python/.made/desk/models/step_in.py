from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.step_in_metrics_item import StepInMetricsItem
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.add_follower_action import AddFollowerAction
  from ..models.call_webhook_action import CallWebhookAction
  from ..models.escalate_action import EscalateAction
  from ..models.notify_action import NotifyAction
  from ..models.raise_priority_action import RaisePriorityAction
  from ..models.requeue_action import RequeueAction
  from ..models.transfer_action import TransferAction





T = TypeVar("T", bound="StepIn")



@_attrs_define
class StepIn:
    """ Something to do around a deadline, once. Name one of `percent`, `before_seconds` and `after_seconds`.

        Attributes:
            metrics (list[StepInMetricsItem]):
            actions (list[AddFollowerAction | CallWebhookAction | EscalateAction | NotifyAction | RaisePriorityAction |
                RequeueAction | TransferAction]):
            percent (int | None | Unset):
            before_seconds (int | None | Unset):
            after_seconds (int | None | Unset):
     """

    metrics: list[StepInMetricsItem]
    actions: list[AddFollowerAction | CallWebhookAction | EscalateAction | NotifyAction | RaisePriorityAction | RequeueAction | TransferAction]
    percent: int | None | Unset = UNSET
    before_seconds: int | None | Unset = UNSET
    after_seconds: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.add_follower_action import AddFollowerAction # noqa: PLC0415
        from ..models.call_webhook_action import CallWebhookAction # noqa: PLC0415
        from ..models.escalate_action import EscalateAction # noqa: PLC0415
        from ..models.notify_action import NotifyAction # noqa: PLC0415
        from ..models.raise_priority_action import RaisePriorityAction # noqa: PLC0415
        from ..models.requeue_action import RequeueAction # noqa: PLC0415
        from ..models.transfer_action import TransferAction # noqa: PLC0415
        metrics = []
        for metrics_item_data in self.metrics:
            metrics_item = metrics_item_data.value
            metrics.append(metrics_item)



        actions = []
        for actions_item_data in self.actions:
            actions_item: dict[str, Any]
            if isinstance(actions_item_data, NotifyAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, RaisePriorityAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, RequeueAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, TransferAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, EscalateAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, AddFollowerAction):
                actions_item = actions_item_data.to_dict()
            else:
                actions_item = actions_item_data.to_dict()

            actions.append(actions_item)



        percent: int | None | Unset
        if isinstance(self.percent, Unset):
            percent = UNSET
        else:
            percent = self.percent

        before_seconds: int | None | Unset
        if isinstance(self.before_seconds, Unset):
            before_seconds = UNSET
        else:
            before_seconds = self.before_seconds

        after_seconds: int | None | Unset
        if isinstance(self.after_seconds, Unset):
            after_seconds = UNSET
        else:
            after_seconds = self.after_seconds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "metrics": metrics,
            "actions": actions,
        })
        if percent is not UNSET:
            field_dict["percent"] = percent
        if before_seconds is not UNSET:
            field_dict["before_seconds"] = before_seconds
        if after_seconds is not UNSET:
            field_dict["after_seconds"] = after_seconds

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.add_follower_action import AddFollowerAction # noqa: PLC0415
        from ..models.call_webhook_action import CallWebhookAction # noqa: PLC0415
        from ..models.escalate_action import EscalateAction # noqa: PLC0415
        from ..models.notify_action import NotifyAction # noqa: PLC0415
        from ..models.raise_priority_action import RaisePriorityAction # noqa: PLC0415
        from ..models.requeue_action import RequeueAction # noqa: PLC0415
        from ..models.transfer_action import TransferAction # noqa: PLC0415
        d = dict(src_dict)
        metrics = []
        _metrics = d.pop("metrics")
        for metrics_item_data in (_metrics):
            metrics_item = StepInMetricsItem(metrics_item_data)



            metrics.append(metrics_item)


        actions = []
        _actions = d.pop("actions")
        for actions_item_data in (_actions):
            def _parse_actions_item(data: object) -> AddFollowerAction | CallWebhookAction | EscalateAction | NotifyAction | RaisePriorityAction | RequeueAction | TransferAction:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_0 = NotifyAction.from_dict(data)



                    return actions_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_1 = RaisePriorityAction.from_dict(data)



                    return actions_item_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_2 = RequeueAction.from_dict(data)



                    return actions_item_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_3 = TransferAction.from_dict(data)



                    return actions_item_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_4 = EscalateAction.from_dict(data)



                    return actions_item_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_5 = AddFollowerAction.from_dict(data)



                    return actions_item_type_5
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                actions_item_type_6 = CallWebhookAction.from_dict(data)



                return actions_item_type_6

            actions_item = _parse_actions_item(actions_item_data)

            actions.append(actions_item)


        def _parse_percent(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        percent = _parse_percent(d.pop("percent", UNSET))


        def _parse_before_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        before_seconds = _parse_before_seconds(d.pop("before_seconds", UNSET))


        def _parse_after_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        after_seconds = _parse_after_seconds(d.pop("after_seconds", UNSET))


        step_in = cls(
            metrics=metrics,
            actions=actions,
            percent=percent,
            before_seconds=before_seconds,
            after_seconds=after_seconds,
        )

        return step_in

