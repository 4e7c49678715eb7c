from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.macro_in_scope import MacroInScope
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.add_follower_action import AddFollowerAction
  from ..models.add_tags_action import AddTagsAction
  from ..models.assign_action import AssignAction
  from ..models.assign_to_me_action import AssignToMeAction
  from ..models.call_webhook_action import CallWebhookAction
  from ..models.conditions_in import ConditionsIn
  from ..models.escalate_up_action import EscalateUpAction
  from ..models.follow_action import FollowAction
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
  from ..models.unassign_action import UnassignAction
  from ..models.wake_action import WakeAction





T = TypeVar("T", bound="MacroIn")



@_attrs_define
class MacroIn:
    """ A new macro: actions that are done together or not at all.

        Attributes:
            title (str):
            actions (list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction |
                EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction |
                RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction |
                SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction |
                SnoozeAction | UnassignAction | WakeAction]):
            description (None | str | Unset):
            folder (None | str | Unset):
            scope (MacroInScope | Unset): `shared`: everybody's; `team`: of one team, by leads; `personal`: your own.
                Default: MacroInScope.PERSONAL.
            team_id (None | Unset | UUID): With `scope: team`: whose.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
     """

    title: str
    actions: list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction]
    description: None | str | Unset = UNSET
    folder: None | str | Unset = UNSET
    scope: MacroInScope | Unset = MacroInScope.PERSONAL
    team_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.add_follower_action import AddFollowerAction # noqa: PLC0415
        from ..models.add_tags_action import AddTagsAction # noqa: PLC0415
        from ..models.assign_action import AssignAction # noqa: PLC0415
        from ..models.assign_to_me_action import AssignToMeAction # noqa: PLC0415
        from ..models.call_webhook_action import CallWebhookAction # noqa: PLC0415
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.escalate_up_action import EscalateUpAction # noqa: PLC0415
        from ..models.follow_action import FollowAction # noqa: PLC0415
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
        from ..models.unassign_action import UnassignAction # noqa: PLC0415
        from ..models.wake_action import WakeAction # noqa: PLC0415
        title = self.title

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



        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        folder: None | str | Unset
        if isinstance(self.folder, Unset):
            folder = UNSET
        else:
            folder = self.folder

        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope.value


        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "title": title,
            "actions": actions,
        })
        if description is not UNSET:
            field_dict["description"] = description
        if folder is not UNSET:
            field_dict["folder"] = folder
        if scope is not UNSET:
            field_dict["scope"] = scope
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if conditions is not UNSET:
            field_dict["conditions"] = conditions

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.add_follower_action import AddFollowerAction # noqa: PLC0415
        from ..models.add_tags_action import AddTagsAction # noqa: PLC0415
        from ..models.assign_action import AssignAction # noqa: PLC0415
        from ..models.assign_to_me_action import AssignToMeAction # noqa: PLC0415
        from ..models.call_webhook_action import CallWebhookAction # noqa: PLC0415
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.escalate_up_action import EscalateUpAction # noqa: PLC0415
        from ..models.follow_action import FollowAction # noqa: PLC0415
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
        from ..models.unassign_action import UnassignAction # noqa: PLC0415
        from ..models.wake_action import WakeAction # noqa: PLC0415
        d = dict(src_dict)
        title = d.pop("title")

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


        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))


        def _parse_folder(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        folder = _parse_folder(d.pop("folder", UNSET))


        _scope = d.pop("scope", UNSET)
        scope: MacroInScope | Unset
        if isinstance(_scope,  Unset):
            scope = UNSET
        else:
            scope = MacroInScope(_scope)




        def _parse_team_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        macro_in = cls(
            title=title,
            actions=actions,
            description=description,
            folder=folder,
            scope=scope,
            team_id=team_id,
            conditions=conditions,
        )

        return macro_in

