from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.macro_patch_scope_type_0 import MacroPatchScopeType0
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





T = TypeVar("T", bound="MacroPatch")



@_attrs_define
class MacroPatch:
    """ Changes of a macro; lists are sent whole.

        Attributes:
            title (None | str | Unset):
            description (None | str | Unset):
            folder (None | str | Unset):
            scope (MacroPatchScopeType0 | None | Unset):
            team_id (None | Unset | UUID): With `scope: team`: whose.
            conditions (ConditionsIn | None | Unset):
            actions (list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction |
                EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction |
                RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction |
                SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction |
                SnoozeAction | UnassignAction | WakeAction] | None | Unset):
     """

    title: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    folder: None | str | Unset = UNSET
    scope: MacroPatchScopeType0 | None | Unset = UNSET
    team_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | None | Unset = UNSET
    actions: list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction] | None | Unset = UNSET





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
        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

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

        scope: None | str | Unset
        if isinstance(self.scope, Unset):
            scope = UNSET
        elif isinstance(self.scope, MacroPatchScopeType0):
            scope = self.scope.value
        else:
            scope = self.scope

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, ConditionsIn):
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


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if title is not UNSET:
            field_dict["title"] = title
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
        if actions is not UNSET:
            field_dict["actions"] = actions

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
        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))


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


        def _parse_scope(data: object) -> MacroPatchScopeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scope_type_0 = MacroPatchScopeType0(data)



                return scope_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MacroPatchScopeType0 | None | Unset, data)

        scope = _parse_scope(d.pop("scope", UNSET))


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


        def _parse_conditions(data: object) -> ConditionsIn | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = ConditionsIn.from_dict(data)



                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConditionsIn | None | Unset, data)

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


        macro_patch = cls(
            title=title,
            description=description,
            folder=folder,
            scope=scope,
            team_id=team_id,
            conditions=conditions,
            actions=actions,
        )

        return macro_patch

