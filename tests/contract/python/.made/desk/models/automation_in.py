from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.automation_in_run import AutomationInRun
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.add_follower_action import AddFollowerAction
  from ..models.add_tags_action import AddTagsAction
  from ..models.assign_action import AssignAction
  from ..models.assign_to_me_action import AssignToMeAction
  from ..models.call_webhook_action import CallWebhookAction
  from ..models.escalate_up_action import EscalateUpAction
  from ..models.event_trigger_in import EventTriggerIn
  from ..models.follow_action import FollowAction
  from ..models.group_in import GroupIn
  from ..models.move_action import MoveAction
  from ..models.note_action import NoteAction
  from ..models.notify_action import NotifyAction
  from ..models.raise_priority_action import RaisePriorityAction
  from ..models.remove_follower_action import RemoveFollowerAction
  from ..models.remove_tags_action import RemoveTagsAction
  from ..models.reply_action import ReplyAction
  from ..models.requeue_action import RequeueAction
  from ..models.send_mail_action import SendMailAction
  from ..models.set_brand_action import SetBrandAction
  from ..models.set_field_action import SetFieldAction
  from ..models.set_language_action import SetLanguageAction
  from ..models.set_priority_action import SetPriorityAction
  from ..models.set_status_action import SetStatusAction
  from ..models.set_topic_action import SetTopicAction
  from ..models.set_type_action import SetTypeAction
  from ..models.snooze_action import SnoozeAction
  from ..models.time_trigger_in import TimeTriggerIn
  from ..models.unassign_action import UnassignAction
  from ..models.wake_action import WakeAction





T = TypeVar("T", bound="AutomationIn")



@_attrs_define
class AutomationIn:
    """ A new automation. It is not enabled unless you say so: try it on the past first.

        Attributes:
            name (str):
            trigger (EventTriggerIn | TimeTriggerIn):
            actions (list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction |
                EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction |
                RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction |
                SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction |
                SnoozeAction | UnassignAction | WakeAction]):
            enabled (bool | Unset):  Default: False.
            position (int | None | Unset):
            conditions (GroupIn | Unset): All of `all` must hold and, if there are any, one of `any`; each is a condition or
                another group.
            run (AutomationInRun | Unset): `once_per_episode`: again after the ticket was solved and opened again. `every`:
                each time. Default: AutomationInRun.ONCE_PER_EPISODE.
     """

    name: str
    trigger: EventTriggerIn | TimeTriggerIn
    actions: list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction]
    enabled: bool | Unset = False
    position: int | None | Unset = UNSET
    conditions: GroupIn | Unset = UNSET
    run: AutomationInRun | Unset = AutomationInRun.ONCE_PER_EPISODE





    def to_dict(self) -> dict[str, Any]:
        from ..models.add_follower_action import AddFollowerAction # noqa: PLC0415
        from ..models.add_tags_action import AddTagsAction # noqa: PLC0415
        from ..models.assign_action import AssignAction # noqa: PLC0415
        from ..models.assign_to_me_action import AssignToMeAction # noqa: PLC0415
        from ..models.call_webhook_action import CallWebhookAction # noqa: PLC0415
        from ..models.escalate_up_action import EscalateUpAction # noqa: PLC0415
        from ..models.event_trigger_in import EventTriggerIn # noqa: PLC0415
        from ..models.follow_action import FollowAction # noqa: PLC0415
        from ..models.group_in import GroupIn # noqa: PLC0415
        from ..models.move_action import MoveAction # noqa: PLC0415
        from ..models.note_action import NoteAction # noqa: PLC0415
        from ..models.notify_action import NotifyAction # noqa: PLC0415
        from ..models.raise_priority_action import RaisePriorityAction # noqa: PLC0415
        from ..models.remove_follower_action import RemoveFollowerAction # noqa: PLC0415
        from ..models.remove_tags_action import RemoveTagsAction # noqa: PLC0415
        from ..models.reply_action import ReplyAction # noqa: PLC0415
        from ..models.requeue_action import RequeueAction # noqa: PLC0415
        from ..models.send_mail_action import SendMailAction # noqa: PLC0415
        from ..models.set_brand_action import SetBrandAction # noqa: PLC0415
        from ..models.set_field_action import SetFieldAction # noqa: PLC0415
        from ..models.set_language_action import SetLanguageAction # noqa: PLC0415
        from ..models.set_priority_action import SetPriorityAction # noqa: PLC0415
        from ..models.set_status_action import SetStatusAction # noqa: PLC0415
        from ..models.set_topic_action import SetTopicAction # noqa: PLC0415
        from ..models.set_type_action import SetTypeAction # noqa: PLC0415
        from ..models.snooze_action import SnoozeAction # noqa: PLC0415
        from ..models.time_trigger_in import TimeTriggerIn # noqa: PLC0415
        from ..models.unassign_action import UnassignAction # noqa: PLC0415
        from ..models.wake_action import WakeAction # noqa: PLC0415
        name = self.name

        trigger: dict[str, Any]
        if isinstance(self.trigger, EventTriggerIn):
            trigger = self.trigger.to_dict()
        else:
            trigger = self.trigger.to_dict()


        actions = []
        for actions_item_data in self.actions:
            actions_item: dict[str, Any]
            if isinstance(actions_item_data, SetStatusAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SetPriorityAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, RaisePriorityAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SetTypeAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SetTopicAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SetLanguageAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SetBrandAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SetFieldAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, AddTagsAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, RemoveTagsAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, AssignAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, AssignToMeAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, UnassignAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, RequeueAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, MoveAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, EscalateUpAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SnoozeAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, WakeAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, ReplyAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, NoteAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, AddFollowerAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, FollowAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, RemoveFollowerAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, NotifyAction):
                actions_item = actions_item_data.to_dict()
            elif isinstance(actions_item_data, SendMailAction):
                actions_item = actions_item_data.to_dict()
            else:
                actions_item = actions_item_data.to_dict()

            actions.append(actions_item)



        enabled = self.enabled

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        run: str | Unset = UNSET
        if not isinstance(self.run, Unset):
            run = self.run.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "trigger": trigger,
            "actions": actions,
        })
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if position is not UNSET:
            field_dict["position"] = position
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if run is not UNSET:
            field_dict["run"] = run

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.add_follower_action import AddFollowerAction # noqa: PLC0415
        from ..models.add_tags_action import AddTagsAction # noqa: PLC0415
        from ..models.assign_action import AssignAction # noqa: PLC0415
        from ..models.assign_to_me_action import AssignToMeAction # noqa: PLC0415
        from ..models.call_webhook_action import CallWebhookAction # noqa: PLC0415
        from ..models.escalate_up_action import EscalateUpAction # noqa: PLC0415
        from ..models.event_trigger_in import EventTriggerIn # noqa: PLC0415
        from ..models.follow_action import FollowAction # noqa: PLC0415
        from ..models.group_in import GroupIn # noqa: PLC0415
        from ..models.move_action import MoveAction # noqa: PLC0415
        from ..models.note_action import NoteAction # noqa: PLC0415
        from ..models.notify_action import NotifyAction # noqa: PLC0415
        from ..models.raise_priority_action import RaisePriorityAction # noqa: PLC0415
        from ..models.remove_follower_action import RemoveFollowerAction # noqa: PLC0415
        from ..models.remove_tags_action import RemoveTagsAction # noqa: PLC0415
        from ..models.reply_action import ReplyAction # noqa: PLC0415
        from ..models.requeue_action import RequeueAction # noqa: PLC0415
        from ..models.send_mail_action import SendMailAction # noqa: PLC0415
        from ..models.set_brand_action import SetBrandAction # noqa: PLC0415
        from ..models.set_field_action import SetFieldAction # noqa: PLC0415
        from ..models.set_language_action import SetLanguageAction # noqa: PLC0415
        from ..models.set_priority_action import SetPriorityAction # noqa: PLC0415
        from ..models.set_status_action import SetStatusAction # noqa: PLC0415
        from ..models.set_topic_action import SetTopicAction # noqa: PLC0415
        from ..models.set_type_action import SetTypeAction # noqa: PLC0415
        from ..models.snooze_action import SnoozeAction # noqa: PLC0415
        from ..models.time_trigger_in import TimeTriggerIn # noqa: PLC0415
        from ..models.unassign_action import UnassignAction # noqa: PLC0415
        from ..models.wake_action import WakeAction # noqa: PLC0415
        d = dict(src_dict)
        name = d.pop("name")

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


        actions = []
        _actions = d.pop("actions")
        for actions_item_data in (_actions):
            def _parse_actions_item(data: object) -> AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_0 = SetStatusAction.from_dict(data)



                    return actions_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_1 = SetPriorityAction.from_dict(data)



                    return actions_item_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_2 = RaisePriorityAction.from_dict(data)



                    return actions_item_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_3 = SetTypeAction.from_dict(data)



                    return actions_item_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_4 = SetTopicAction.from_dict(data)



                    return actions_item_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_5 = SetLanguageAction.from_dict(data)



                    return actions_item_type_5
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_6 = SetBrandAction.from_dict(data)



                    return actions_item_type_6
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_7 = SetFieldAction.from_dict(data)



                    return actions_item_type_7
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_8 = AddTagsAction.from_dict(data)



                    return actions_item_type_8
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_9 = RemoveTagsAction.from_dict(data)



                    return actions_item_type_9
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_10 = AssignAction.from_dict(data)



                    return actions_item_type_10
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_11 = AssignToMeAction.from_dict(data)



                    return actions_item_type_11
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_12 = UnassignAction.from_dict(data)



                    return actions_item_type_12
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_13 = RequeueAction.from_dict(data)



                    return actions_item_type_13
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_14 = MoveAction.from_dict(data)



                    return actions_item_type_14
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_15 = EscalateUpAction.from_dict(data)



                    return actions_item_type_15
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_16 = SnoozeAction.from_dict(data)



                    return actions_item_type_16
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_17 = WakeAction.from_dict(data)



                    return actions_item_type_17
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_18 = ReplyAction.from_dict(data)



                    return actions_item_type_18
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_19 = NoteAction.from_dict(data)



                    return actions_item_type_19
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_20 = AddFollowerAction.from_dict(data)



                    return actions_item_type_20
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_21 = FollowAction.from_dict(data)



                    return actions_item_type_21
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_22 = RemoveFollowerAction.from_dict(data)



                    return actions_item_type_22
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_23 = NotifyAction.from_dict(data)



                    return actions_item_type_23
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    actions_item_type_24 = SendMailAction.from_dict(data)



                    return actions_item_type_24
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                actions_item_type_25 = CallWebhookAction.from_dict(data)



                return actions_item_type_25

            actions_item = _parse_actions_item(actions_item_data)

            actions.append(actions_item)


        enabled = d.pop("enabled", UNSET)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: GroupIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = GroupIn.from_dict(_conditions)




        _run = d.pop("run", UNSET)
        run: AutomationInRun | Unset
        if isinstance(_run,  Unset):
            run = UNSET
        else:
            run = AutomationInRun(_run)




        automation_in = cls(
            name=name,
            trigger=trigger,
            actions=actions,
            enabled=enabled,
            position=position,
            conditions=conditions,
            run=run,
        )

        return automation_in

