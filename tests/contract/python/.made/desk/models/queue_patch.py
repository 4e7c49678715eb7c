from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.queue_patch_languages_type_0 import QueuePatchLanguagesType0
from ..models.queue_patch_selection_type_0 import QueuePatchSelectionType0
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.overflow_in import OverflowIn
  from ..models.queue_patch_handover_text_type_0 import QueuePatchHandoverTextType0
  from ..models.skill_rule_in import SkillRuleIn
  from ..models.when_closed_in import WhenClosedIn





T = TypeVar("T", bound="QueuePatch")



@_attrs_define
class QueuePatch:
    """ Changes of a queue; only what is sent is changed. Lists and objects are sent whole.

        Attributes:
            name (None | str | Unset):
            enabled (bool | None | Unset):
            position (int | None | Unset):
            calendar_id (None | Unset | UUID):
            conditions (ConditionsIn | None | Unset):
            team_ids (list[UUID] | None | Unset):
            overflow (list[OverflowIn] | None | Unset):
            skills (list[SkillRuleIn] | None | Unset):
            languages (None | QueuePatchLanguagesType0 | Unset):
            language_drop_after_seconds (int | None | Unset):
            selection (None | QueuePatchSelectionType0 | Unset):
            prefer_last_agent (bool | None | Unset):
            auto_accept (bool | None | Unset):
            offer_seconds (int | None | Unset): How long an offer rings; null: as long as the desk's do.
            wrap_up_seconds (int | None | Unset):
            when_closed (None | Unset | WhenClosedIn):
            handover_text (None | QueuePatchHandoverTextType0 | Unset):
     """

    name: None | str | Unset = UNSET
    enabled: bool | None | Unset = UNSET
    position: int | None | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | None | Unset = UNSET
    team_ids: list[UUID] | None | Unset = UNSET
    overflow: list[OverflowIn] | None | Unset = UNSET
    skills: list[SkillRuleIn] | None | Unset = UNSET
    languages: None | QueuePatchLanguagesType0 | Unset = UNSET
    language_drop_after_seconds: int | None | Unset = UNSET
    selection: None | QueuePatchSelectionType0 | Unset = UNSET
    prefer_last_agent: bool | None | Unset = UNSET
    auto_accept: bool | None | Unset = UNSET
    offer_seconds: int | None | Unset = UNSET
    wrap_up_seconds: int | None | Unset = UNSET
    when_closed: None | Unset | WhenClosedIn = UNSET
    handover_text: None | QueuePatchHandoverTextType0 | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.overflow_in import OverflowIn # noqa: PLC0415
        from ..models.queue_patch_handover_text_type_0 import QueuePatchHandoverTextType0 # noqa: PLC0415
        from ..models.skill_rule_in import SkillRuleIn # noqa: PLC0415
        from ..models.when_closed_in import WhenClosedIn # noqa: PLC0415
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

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, ConditionsIn):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        team_ids: list[str] | None | Unset
        if isinstance(self.team_ids, Unset):
            team_ids = UNSET
        elif isinstance(self.team_ids, list):
            team_ids = []
            for team_ids_type_0_item_data in self.team_ids:
                team_ids_type_0_item = str(team_ids_type_0_item_data)
                team_ids.append(team_ids_type_0_item)


        else:
            team_ids = self.team_ids

        overflow: list[dict[str, Any]] | None | Unset
        if isinstance(self.overflow, Unset):
            overflow = UNSET
        elif isinstance(self.overflow, list):
            overflow = []
            for overflow_type_0_item_data in self.overflow:
                overflow_type_0_item = overflow_type_0_item_data.to_dict()
                overflow.append(overflow_type_0_item)


        else:
            overflow = self.overflow

        skills: list[dict[str, Any]] | None | Unset
        if isinstance(self.skills, Unset):
            skills = UNSET
        elif isinstance(self.skills, list):
            skills = []
            for skills_type_0_item_data in self.skills:
                skills_type_0_item = skills_type_0_item_data.to_dict()
                skills.append(skills_type_0_item)


        else:
            skills = self.skills

        languages: None | str | Unset
        if isinstance(self.languages, Unset):
            languages = UNSET
        elif isinstance(self.languages, QueuePatchLanguagesType0):
            languages = self.languages.value
        else:
            languages = self.languages

        language_drop_after_seconds: int | None | Unset
        if isinstance(self.language_drop_after_seconds, Unset):
            language_drop_after_seconds = UNSET
        else:
            language_drop_after_seconds = self.language_drop_after_seconds

        selection: None | str | Unset
        if isinstance(self.selection, Unset):
            selection = UNSET
        elif isinstance(self.selection, QueuePatchSelectionType0):
            selection = self.selection.value
        else:
            selection = self.selection

        prefer_last_agent: bool | None | Unset
        if isinstance(self.prefer_last_agent, Unset):
            prefer_last_agent = UNSET
        else:
            prefer_last_agent = self.prefer_last_agent

        auto_accept: bool | None | Unset
        if isinstance(self.auto_accept, Unset):
            auto_accept = UNSET
        else:
            auto_accept = self.auto_accept

        offer_seconds: int | None | Unset
        if isinstance(self.offer_seconds, Unset):
            offer_seconds = UNSET
        else:
            offer_seconds = self.offer_seconds

        wrap_up_seconds: int | None | Unset
        if isinstance(self.wrap_up_seconds, Unset):
            wrap_up_seconds = UNSET
        else:
            wrap_up_seconds = self.wrap_up_seconds

        when_closed: dict[str, Any] | None | Unset
        if isinstance(self.when_closed, Unset):
            when_closed = UNSET
        elif isinstance(self.when_closed, WhenClosedIn):
            when_closed = self.when_closed.to_dict()
        else:
            when_closed = self.when_closed

        handover_text: dict[str, Any] | None | Unset
        if isinstance(self.handover_text, Unset):
            handover_text = UNSET
        elif isinstance(self.handover_text, QueuePatchHandoverTextType0):
            handover_text = self.handover_text.to_dict()
        else:
            handover_text = self.handover_text


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
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

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.overflow_in import OverflowIn # noqa: PLC0415
        from ..models.queue_patch_handover_text_type_0 import QueuePatchHandoverTextType0 # noqa: PLC0415
        from ..models.skill_rule_in import SkillRuleIn # noqa: PLC0415
        from ..models.when_closed_in import WhenClosedIn # noqa: PLC0415
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


        def _parse_team_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                team_ids_type_0 = []
                _team_ids_type_0 = data
                for team_ids_type_0_item_data in (_team_ids_type_0):
                    team_ids_type_0_item = UUID(team_ids_type_0_item_data)



                    team_ids_type_0.append(team_ids_type_0_item)

                return team_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        team_ids = _parse_team_ids(d.pop("team_ids", UNSET))


        def _parse_overflow(data: object) -> list[OverflowIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                overflow_type_0 = []
                _overflow_type_0 = data
                for overflow_type_0_item_data in (_overflow_type_0):
                    overflow_type_0_item = OverflowIn.from_dict(overflow_type_0_item_data)



                    overflow_type_0.append(overflow_type_0_item)

                return overflow_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OverflowIn] | None | Unset, data)

        overflow = _parse_overflow(d.pop("overflow", UNSET))


        def _parse_skills(data: object) -> list[SkillRuleIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                skills_type_0 = []
                _skills_type_0 = data
                for skills_type_0_item_data in (_skills_type_0):
                    skills_type_0_item = SkillRuleIn.from_dict(skills_type_0_item_data)



                    skills_type_0.append(skills_type_0_item)

                return skills_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SkillRuleIn] | None | Unset, data)

        skills = _parse_skills(d.pop("skills", UNSET))


        def _parse_languages(data: object) -> None | QueuePatchLanguagesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                languages_type_0 = QueuePatchLanguagesType0(data)



                return languages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QueuePatchLanguagesType0 | Unset, data)

        languages = _parse_languages(d.pop("languages", UNSET))


        def _parse_language_drop_after_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        language_drop_after_seconds = _parse_language_drop_after_seconds(d.pop("language_drop_after_seconds", UNSET))


        def _parse_selection(data: object) -> None | QueuePatchSelectionType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                selection_type_0 = QueuePatchSelectionType0(data)



                return selection_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QueuePatchSelectionType0 | Unset, data)

        selection = _parse_selection(d.pop("selection", UNSET))


        def _parse_prefer_last_agent(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        prefer_last_agent = _parse_prefer_last_agent(d.pop("prefer_last_agent", UNSET))


        def _parse_auto_accept(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        auto_accept = _parse_auto_accept(d.pop("auto_accept", UNSET))


        def _parse_offer_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        offer_seconds = _parse_offer_seconds(d.pop("offer_seconds", UNSET))


        def _parse_wrap_up_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        wrap_up_seconds = _parse_wrap_up_seconds(d.pop("wrap_up_seconds", UNSET))


        def _parse_when_closed(data: object) -> None | Unset | WhenClosedIn:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                when_closed_type_0 = WhenClosedIn.from_dict(data)



                return when_closed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WhenClosedIn, data)

        when_closed = _parse_when_closed(d.pop("when_closed", UNSET))


        def _parse_handover_text(data: object) -> None | QueuePatchHandoverTextType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                handover_text_type_0 = QueuePatchHandoverTextType0.from_dict(data)



                return handover_text_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QueuePatchHandoverTextType0 | Unset, data)

        handover_text = _parse_handover_text(d.pop("handover_text", UNSET))


        queue_patch = cls(
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
        )

        return queue_patch

