from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.macro_out_scope import MacroOutScope
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.action_problem import ActionProblem
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





T = TypeVar("T", bound="MacroOut")



@_attrs_define
class MacroOut:
    """ A macro. With `problems` it is refused until they are mended.

        Attributes:
            id (UUID):
            title (str):
            description (None | str):
            folder (None | str):
            scope (MacroOutScope):
            owner_id (None | UUID):
            team_id (None | UUID):
            conditions (ConditionsIn): All of `all` must hold and, if there are any, one of `any`. Without conditions a
                policy is for every ticket.
            actions (list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction |
                EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction |
                RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction |
                SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction |
                SnoozeAction | UnassignAction | WakeAction]):
            problems (list[ActionProblem]):
            uses (int): How often it was applied.
            last_used_at (datetime.datetime | None):
            version (int):
            archived_at (datetime.datetime | None):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    title: str
    description: None | str
    folder: None | str
    scope: MacroOutScope
    owner_id: None | UUID
    team_id: None | UUID
    conditions: ConditionsIn
    actions: list[AddFollowerAction | AddTagsAction | AssignAction | AssignToMeAction | CallWebhookAction | EscalateUpAction | FollowAction | MoveAction | NoteAction | NotifyAction | RaisePriorityAction | RemoveFollowerAction | RemoveTagsAction | ReplyAction | RequeueAction | SendMailAction | SetBrandAction | SetFieldAction | SetLanguageAction | SetPriorityAction | SetStatusAction | SetTopicAction | SetTypeAction | SnoozeAction | UnassignAction | WakeAction]
    problems: list[ActionProblem]
    uses: int
    last_used_at: datetime.datetime | None
    version: int
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.action_problem import ActionProblem # noqa: PLC0415
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
        id = str(self.id)

        title = self.title

        description: None | str
        description = self.description

        folder: None | str
        folder = self.folder

        scope = self.scope.value

        owner_id: None | str
        if isinstance(self.owner_id, UUID):
            owner_id = str(self.owner_id)
        else:
            owner_id = self.owner_id

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        conditions = self.conditions.to_dict()

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



        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)



        uses = self.uses

        last_used_at: None | str
        if isinstance(self.last_used_at, datetime.datetime):
            last_used_at = self.last_used_at.isoformat()
        else:
            last_used_at = self.last_used_at

        version = self.version

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "title": title,
            "description": description,
            "folder": folder,
            "scope": scope,
            "owner_id": owner_id,
            "team_id": team_id,
            "conditions": conditions,
            "actions": actions,
            "problems": problems,
            "uses": uses,
            "last_used_at": last_used_at,
            "version": version,
            "archived_at": archived_at,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.action_problem import ActionProblem # noqa: PLC0415
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
        id = UUID(d.pop("id"))




        title = d.pop("title")

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))


        def _parse_folder(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        folder = _parse_folder(d.pop("folder"))


        scope = MacroOutScope(d.pop("scope"))




        def _parse_owner_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                owner_id_type_0 = UUID(data)



                return owner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        owner_id = _parse_owner_id(d.pop("owner_id"))


        def _parse_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        team_id = _parse_team_id(d.pop("team_id"))


        conditions = ConditionsIn.from_dict(d.pop("conditions"))




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


        problems = []
        _problems = d.pop("problems")
        for problems_item_data in (_problems):
            problems_item = ActionProblem.from_dict(problems_item_data)



            problems.append(problems_item)


        uses = d.pop("uses")

        def _parse_last_used_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_used_at_type_0 = datetime.datetime.fromisoformat(data)



                return last_used_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_used_at = _parse_last_used_at(d.pop("last_used_at"))


        version = d.pop("version")

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)



                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        macro_out = cls(
            id=id,
            title=title,
            description=description,
            folder=folder,
            scope=scope,
            owner_id=owner_id,
            team_id=team_id,
            conditions=conditions,
            actions=actions,
            problems=problems,
            uses=uses,
            last_used_at=last_used_at,
            version=version,
            archived_at=archived_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        return macro_out

