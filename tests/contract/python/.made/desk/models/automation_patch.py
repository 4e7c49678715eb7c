from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.automation_patch_run_type_0 import AutomationPatchRunType0
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





T = TypeVar("T", bound="AutomationPatch")



@_attrs_define
class AutomationPatch:
    """ Changes of an automation; lists are sent whole.

        Attributes:
            name (None | str | Unset):
            enabled (bool | None | Unset):
            position (int | None | Unset):
            trigger (EventTriggerIn | None | TimeTriggerIn | Unset):
            conditions (GroupIn | None | Unset):
            actions (list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction |
                EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction |
                RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction |
                SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction |
                SnoozeAction | UnassignAction | WakeAction] | None | Unset):
            run (AutomationPatchRunType0 | None | Unset):
     """

    name: None | str | Unset = UNSET
    enabled: bool | None | Unset = UNSET
    position: int | None | Unset = UNSET
    trigger: EventTriggerIn | None | TimeTriggerIn | Unset = UNSET
    conditions: GroupIn | None | Unset = UNSET
    actions: list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction] | None | Unset = UNSET
    run: AutomationPatchRunType0 | None | Unset = UNSET





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

        trigger: dict[str, Any] | None | Unset
        if isinstance(self.trigger, Unset):
            trigger = UNSET
        elif isinstance(self.trigger, EventTriggerIn):
            trigger = self.trigger.to_dict()
        elif isinstance(self.trigger, TimeTriggerIn):
            trigger = self.trigger.to_dict()
        else:
            trigger = self.trigger

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, GroupIn):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        actions: list[dict[str, Any]] | None | Unset
        if isinstance(self.actions, Unset):
            actions = UNSET
        elif isinstance(self.actions, list):
            actions = []
            for actions_type_0_item_data in self.actions:
                actions_type_0_item: dict[str, Any]
                if isinstance(actions_type_0_item_data, SetStatusAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SetPriorityAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, RaisePriorityAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SetTypeAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SetTopicAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SetLanguageAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SetBrandAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SetFieldAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, AddTagsAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, RemoveTagsAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, AssignAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, AssignToMeAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, UnassignAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, RequeueAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, MoveAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, EscalateUpAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SnoozeAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, WakeAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, ReplyAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, NoteAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, AddFollowerAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, FollowAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, RemoveFollowerAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, NotifyAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                elif isinstance(actions_type_0_item_data, SendMailAction):
                    actions_type_0_item = actions_type_0_item_data.to_dict()
                else:
                    actions_type_0_item = actions_type_0_item_data.to_dict()

                actions.append(actions_type_0_item)


        else:
            actions = self.actions

        run: None | str | Unset
        if isinstance(self.run, Unset):
            run = UNSET
        elif isinstance(self.run, AutomationPatchRunType0):
            run = self.run.value
        else:
            run = self.run


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if position is not UNSET:
            field_dict["position"] = position
        if trigger is not UNSET:
            field_dict["trigger"] = trigger
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if actions is not UNSET:
            field_dict["actions"] = actions
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


        def _parse_trigger(data: object) -> EventTriggerIn | None | TimeTriggerIn | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                trigger_type_0_type_0 = EventTriggerIn.from_dict(data)



                return trigger_type_0_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                trigger_type_0_type_1 = TimeTriggerIn.from_dict(data)



                return trigger_type_0_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EventTriggerIn | None | TimeTriggerIn | Unset, data)

        trigger = _parse_trigger(d.pop("trigger", UNSET))


        def _parse_conditions(data: object) -> GroupIn | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = GroupIn.from_dict(data)



                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupIn | None | Unset, data)

        conditions = _parse_conditions(d.pop("conditions", UNSET))


        def _parse_actions(data: object) -> list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                actions_type_0 = []
                _actions_type_0 = data
                for actions_type_0_item_data in (_actions_type_0):
                    def _parse_actions_type_0_item(data: object) -> AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction:
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_0 = SetStatusAction.from_dict(data)



                            return actions_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_1 = SetPriorityAction.from_dict(data)



                            return actions_type_0_item_type_1
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_2 = RaisePriorityAction.from_dict(data)



                            return actions_type_0_item_type_2
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_3 = SetTypeAction.from_dict(data)



                            return actions_type_0_item_type_3
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_4 = SetTopicAction.from_dict(data)



                            return actions_type_0_item_type_4
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_5 = SetLanguageAction.from_dict(data)



                            return actions_type_0_item_type_5
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_6 = SetBrandAction.from_dict(data)



                            return actions_type_0_item_type_6
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_7 = SetFieldAction.from_dict(data)



                            return actions_type_0_item_type_7
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_8 = AddTagsAction.from_dict(data)



                            return actions_type_0_item_type_8
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_9 = RemoveTagsAction.from_dict(data)



                            return actions_type_0_item_type_9
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_10 = AssignAction.from_dict(data)



                            return actions_type_0_item_type_10
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_11 = AssignToMeAction.from_dict(data)



                            return actions_type_0_item_type_11
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_12 = UnassignAction.from_dict(data)



                            return actions_type_0_item_type_12
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_13 = RequeueAction.from_dict(data)



                            return actions_type_0_item_type_13
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_14 = MoveAction.from_dict(data)



                            return actions_type_0_item_type_14
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_15 = EscalateUpAction.from_dict(data)



                            return actions_type_0_item_type_15
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_16 = SnoozeAction.from_dict(data)



                            return actions_type_0_item_type_16
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_17 = WakeAction.from_dict(data)



                            return actions_type_0_item_type_17
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_18 = ReplyAction.from_dict(data)



                            return actions_type_0_item_type_18
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_19 = NoteAction.from_dict(data)



                            return actions_type_0_item_type_19
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_20 = AddFollowerAction.from_dict(data)



                            return actions_type_0_item_type_20
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_21 = FollowAction.from_dict(data)



                            return actions_type_0_item_type_21
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_22 = RemoveFollowerAction.from_dict(data)



                            return actions_type_0_item_type_22
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_23 = NotifyAction.from_dict(data)



                            return actions_type_0_item_type_23
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            actions_type_0_item_type_24 = SendMailAction.from_dict(data)



                            return actions_type_0_item_type_24
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        if not isinstance(data, dict):
                            raise TypeError()
                        actions_type_0_item_type_25 = CallWebhookAction.from_dict(data)



                        return actions_type_0_item_type_25

                    actions_type_0_item = _parse_actions_type_0_item(actions_type_0_item_data)

                    actions_type_0.append(actions_type_0_item)

                return actions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction] | None | Unset, data)

        actions = _parse_actions(d.pop("actions", UNSET))


        def _parse_run(data: object) -> AutomationPatchRunType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                run_type_0 = AutomationPatchRunType0(data)



                return run_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AutomationPatchRunType0 | None | Unset, data)

        run = _parse_run(d.pop("run", UNSET))


        automation_patch = cls(
            name=name,
            enabled=enabled,
            position=position,
            trigger=trigger,
            conditions=conditions,
            actions=actions,
            run=run,
        )

        return automation_patch

