from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.draft_queue_in_languages import DraftQueueInLanguages
from ..models.draft_queue_in_selection import DraftQueueInSelection
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.draft_queue_in_handover_text import DraftQueueInHandoverText
  from ..models.overflow_in import OverflowIn
  from ..models.skill_rule_in import SkillRuleIn
  from ..models.when_closed_in import WhenClosedIn





T = TypeVar("T", bound="DraftQueueIn")



@_attrs_define
class DraftQueueIn:
    """ A queue as it might be; `replaces` is the one whose id it has, so that others can lead to it.

        Attributes:
            name (str):
            enabled (bool | Unset):  Default: True.
            position (int | None | Unset):
            calendar_id (None | Unset | UUID): When it is worked at; null: at any time.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
            team_ids (list[UUID] | Unset): Who serves it.
            overflow (list[OverflowIn] | Unset): Who helps later; each stage begins after the one before.
            skills (list[SkillRuleIn] | Unset):
            languages (DraftQueueInLanguages | Unset): Whether agents must speak the customer's language. `preferred`: for
                some time. Default: DraftQueueInLanguages.PREFERRED.
            language_drop_after_seconds (int | Unset): How long a preferred language counts. Default: 120.
            selection (DraftQueueInSelection | Unset): Which of the agents who can take it. Default:
                DraftQueueInSelection.LEAST_LOADED.
            prefer_last_agent (bool | Unset): Who served this customer last comes first. Default: False.
            auto_accept (bool | Unset): Chats begin without being accepted. Default: False.
            offer_seconds (int | None | Unset): How long an offer rings; null: as long as the desk's do.
            wrap_up_seconds (int | Unset): How long a chat that has ended still holds its agent's place. Default: 0.
            when_closed (WhenClosedIn | Unset): What happens to what comes while the queue's calendar is closed.
            handover_text (DraftQueueInHandoverText | Unset): What a customer is told when a chat is handed to it.
            replaces (None | Unset | UUID):
     """

    name: str
    enabled: bool | Unset = True
    position: int | None | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | Unset = UNSET
    team_ids: list[UUID] | Unset = UNSET
    overflow: list[OverflowIn] | Unset = UNSET
    skills: list[SkillRuleIn] | Unset = UNSET
    languages: DraftQueueInLanguages | Unset = DraftQueueInLanguages.PREFERRED
    language_drop_after_seconds: int | Unset = 120
    selection: DraftQueueInSelection | Unset = DraftQueueInSelection.LEAST_LOADED
    prefer_last_agent: bool | Unset = False
    auto_accept: bool | Unset = False
    offer_seconds: int | None | Unset = UNSET
    wrap_up_seconds: int | Unset = 0
    when_closed: WhenClosedIn | Unset = UNSET
    handover_text: DraftQueueInHandoverText | Unset = UNSET
    replaces: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.draft_queue_in_handover_text import DraftQueueInHandoverText # noqa: PLC0415
        from ..models.overflow_in import OverflowIn # noqa: PLC0415
        from ..models.skill_rule_in import SkillRuleIn # noqa: PLC0415
        from ..models.when_closed_in import WhenClosedIn # noqa: PLC0415
        name = self.name

        enabled = self.enabled

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        team_ids: list[str] | Unset = UNSET
        if not isinstance(self.team_ids, Unset):
            team_ids = []
            for team_ids_item_data in self.team_ids:
                team_ids_item = str(team_ids_item_data)
                team_ids.append(team_ids_item)



        overflow: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.overflow, Unset):
            overflow = []
            for overflow_item_data in self.overflow:
                overflow_item = overflow_item_data.to_dict()
                overflow.append(overflow_item)



        skills: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.skills, Unset):
            skills = []
            for skills_item_data in self.skills:
                skills_item = skills_item_data.to_dict()
                skills.append(skills_item)



        languages: str | Unset = UNSET
        if not isinstance(self.languages, Unset):
            languages = self.languages.value


        language_drop_after_seconds = self.language_drop_after_seconds

        selection: str | Unset = UNSET
        if not isinstance(self.selection, Unset):
            selection = self.selection.value


        prefer_last_agent = self.prefer_last_agent

        auto_accept = self.auto_accept

        offer_seconds: int | None | Unset
        if isinstance(self.offer_seconds, Unset):
            offer_seconds = UNSET
        else:
            offer_seconds = self.offer_seconds

        wrap_up_seconds = self.wrap_up_seconds

        when_closed: dict[str, Any] | Unset = UNSET
        if not isinstance(self.when_closed, Unset):
            when_closed = self.when_closed.to_dict()

        handover_text: dict[str, Any] | Unset = UNSET
        if not isinstance(self.handover_text, Unset):
            handover_text = self.handover_text.to_dict()

        replaces: None | str | Unset
        if isinstance(self.replaces, Unset):
            replaces = UNSET
        elif isinstance(self.replaces, UUID):
            replaces = str(self.replaces)
        else:
            replaces = self.replaces


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
        })
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if position is not UNSET:
            field_dict["position"] = position
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if team_ids is not UNSET:
            field_dict["team_ids"] = team_ids
        if overflow is not UNSET:
            field_dict["overflow"] = overflow
        if skills is not UNSET:
            field_dict["skills"] = skills
        if languages is not UNSET:
            field_dict["languages"] = languages
        if language_drop_after_seconds is not UNSET:
            field_dict["language_drop_after_seconds"] = language_drop_after_seconds
        if selection is not UNSET:
            field_dict["selection"] = selection
        if prefer_last_agent is not UNSET:
            field_dict["prefer_last_agent"] = prefer_last_agent
        if auto_accept is not UNSET:
            field_dict["auto_accept"] = auto_accept
        if offer_seconds is not UNSET:
            field_dict["offer_seconds"] = offer_seconds
        if wrap_up_seconds is not UNSET:
            field_dict["wrap_up_seconds"] = wrap_up_seconds
        if when_closed is not UNSET:
            field_dict["when_closed"] = when_closed
        if handover_text is not UNSET:
            field_dict["handover_text"] = handover_text
        if replaces is not UNSET:
            field_dict["replaces"] = replaces

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.draft_queue_in_handover_text import DraftQueueInHandoverText # noqa: PLC0415
        from ..models.overflow_in import OverflowIn # noqa: PLC0415
        from ..models.skill_rule_in import SkillRuleIn # noqa: PLC0415
        from ..models.when_closed_in import WhenClosedIn # noqa: PLC0415
        d = dict(src_dict)
        name = d.pop("name")

        enabled = d.pop("enabled", UNSET)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))


        def _parse_calendar_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_id_type_0 = UUID(data)



                return calendar_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        calendar_id = _parse_calendar_id(d.pop("calendar_id", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        _team_ids = d.pop("team_ids", UNSET)
        team_ids: list[UUID] | Unset = UNSET
        if _team_ids is not UNSET:
            team_ids = []
            for team_ids_item_data in _team_ids:
                team_ids_item = UUID(team_ids_item_data)



                team_ids.append(team_ids_item)


        _overflow = d.pop("overflow", UNSET)
        overflow: list[OverflowIn] | Unset = UNSET
        if _overflow is not UNSET:
            overflow = []
            for overflow_item_data in _overflow:
                overflow_item = OverflowIn.from_dict(overflow_item_data)



                overflow.append(overflow_item)


        _skills = d.pop("skills", UNSET)
        skills: list[SkillRuleIn] | Unset = UNSET
        if _skills is not UNSET:
            skills = []
            for skills_item_data in _skills:
                skills_item = SkillRuleIn.from_dict(skills_item_data)



                skills.append(skills_item)


        _languages = d.pop("languages", UNSET)
        languages: DraftQueueInLanguages | Unset
        if isinstance(_languages,  Unset):
            languages = UNSET
        else:
            languages = DraftQueueInLanguages(_languages)




        language_drop_after_seconds = d.pop("language_drop_after_seconds", UNSET)

        _selection = d.pop("selection", UNSET)
        selection: DraftQueueInSelection | Unset
        if isinstance(_selection,  Unset):
            selection = UNSET
        else:
            selection = DraftQueueInSelection(_selection)




        prefer_last_agent = d.pop("prefer_last_agent", UNSET)

        auto_accept = d.pop("auto_accept", UNSET)

        def _parse_offer_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        offer_seconds = _parse_offer_seconds(d.pop("offer_seconds", UNSET))


        wrap_up_seconds = d.pop("wrap_up_seconds", UNSET)

        _when_closed = d.pop("when_closed", UNSET)
        when_closed: WhenClosedIn | Unset
        if isinstance(_when_closed,  Unset):
            when_closed = UNSET
        else:
            when_closed = WhenClosedIn.from_dict(_when_closed)




        _handover_text = d.pop("handover_text", UNSET)
        handover_text: DraftQueueInHandoverText | Unset
        if isinstance(_handover_text,  Unset):
            handover_text = UNSET
        else:
            handover_text = DraftQueueInHandoverText.from_dict(_handover_text)




        def _parse_replaces(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                replaces_type_0 = UUID(data)



                return replaces_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        replaces = _parse_replaces(d.pop("replaces", UNSET))


        draft_queue_in = cls(
            name=name,
            enabled=enabled,
            position=position,
            calendar_id=calendar_id,
            conditions=conditions,
            team_ids=team_ids,
            overflow=overflow,
            skills=skills,
            languages=languages,
            language_drop_after_seconds=language_drop_after_seconds,
            selection=selection,
            prefer_last_agent=prefer_last_agent,
            auto_accept=auto_accept,
            offer_seconds=offer_seconds,
            wrap_up_seconds=wrap_up_seconds,
            when_closed=when_closed,
            handover_text=handover_text,
            replaces=replaces,
        )

        return draft_queue_in

