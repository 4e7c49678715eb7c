from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.queue_out_languages import QueueOutLanguages
from ..models.queue_out_selection import QueueOutSelection
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.overflow_in import OverflowIn
  from ..models.queue_out_handover_text import QueueOutHandoverText
  from ..models.queue_warning import QueueWarning
  from ..models.skill_rule_in import SkillRuleIn
  from ..models.when_closed_in import WhenClosedIn





T = TypeVar("T", bound="QueueOut")



@_attrs_define
class QueueOut:
    """ A queue, with what is wrong with it for now.

        Attributes:
            id (UUID):
            name (str):
            enabled (bool):
            position (int | None): 1 is tried first; null when it is archived.
            calendar_id (None | UUID):
            conditions (ConditionsIn): All of `all` must hold and, if there are any, one of `any`. Without conditions a
                policy is for every ticket.
            team_ids (list[UUID]):
            overflow (list[OverflowIn]):
            skills (list[SkillRuleIn]):
            languages (QueueOutLanguages):
            language_drop_after_seconds (int):
            selection (QueueOutSelection):
            prefer_last_agent (bool):
            auto_accept (bool):
            offer_seconds (int | None):
            wrap_up_seconds (int):
            when_closed (WhenClosedIn): What happens to what comes while the queue's calendar is closed.
            handover_text (QueueOutHandoverText):
            warnings (list[QueueWarning]):
            version (int):
            archived_at (datetime.datetime | None):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    name: str
    enabled: bool
    position: int | None
    calendar_id: None | UUID
    conditions: ConditionsIn
    team_ids: list[UUID]
    overflow: list[OverflowIn]
    skills: list[SkillRuleIn]
    languages: QueueOutLanguages
    language_drop_after_seconds: int
    selection: QueueOutSelection
    prefer_last_agent: bool
    auto_accept: bool
    offer_seconds: int | None
    wrap_up_seconds: int
    when_closed: WhenClosedIn
    handover_text: QueueOutHandoverText
    warnings: list[QueueWarning]
    version: int
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.overflow_in import OverflowIn # noqa: PLC0415
        from ..models.queue_out_handover_text import QueueOutHandoverText # noqa: PLC0415
        from ..models.queue_warning import QueueWarning # noqa: PLC0415
        from ..models.skill_rule_in import SkillRuleIn # noqa: PLC0415
        from ..models.when_closed_in import WhenClosedIn # noqa: PLC0415
        id = str(self.id)

        name = self.name

        enabled = self.enabled

        position: int | None
        position = self.position

        calendar_id: None | str
        if isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        conditions = self.conditions.to_dict()

        team_ids = []
        for team_ids_item_data in self.team_ids:
            team_ids_item = str(team_ids_item_data)
            team_ids.append(team_ids_item)



        overflow = []
        for overflow_item_data in self.overflow:
            overflow_item = overflow_item_data.to_dict()
            overflow.append(overflow_item)



        skills = []
        for skills_item_data in self.skills:
            skills_item = skills_item_data.to_dict()
            skills.append(skills_item)



        languages = self.languages.value

        language_drop_after_seconds = self.language_drop_after_seconds

        selection = self.selection.value

        prefer_last_agent = self.prefer_last_agent

        auto_accept = self.auto_accept

        offer_seconds: int | None
        offer_seconds = self.offer_seconds

        wrap_up_seconds = self.wrap_up_seconds

        when_closed = self.when_closed.to_dict()

        handover_text = self.handover_text.to_dict()

        warnings = []
        for warnings_item_data in self.warnings:
            warnings_item = warnings_item_data.to_dict()
            warnings.append(warnings_item)



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
            "name": name,
            "enabled": enabled,
            "position": position,
            "calendar_id": calendar_id,
            "conditions": conditions,
            "team_ids": team_ids,
            "overflow": overflow,
            "skills": skills,
            "languages": languages,
            "language_drop_after_seconds": language_drop_after_seconds,
            "selection": selection,
            "prefer_last_agent": prefer_last_agent,
            "auto_accept": auto_accept,
            "offer_seconds": offer_seconds,
            "wrap_up_seconds": wrap_up_seconds,
            "when_closed": when_closed,
            "handover_text": handover_text,
            "warnings": warnings,
            "version": version,
            "archived_at": archived_at,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.overflow_in import OverflowIn # noqa: PLC0415
        from ..models.queue_out_handover_text import QueueOutHandoverText # noqa: PLC0415
        from ..models.queue_warning import QueueWarning # noqa: PLC0415
        from ..models.skill_rule_in import SkillRuleIn # noqa: PLC0415
        from ..models.when_closed_in import WhenClosedIn # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        enabled = d.pop("enabled")

        def _parse_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        position = _parse_position(d.pop("position"))


        def _parse_calendar_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_id_type_0 = UUID(data)



                return calendar_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        calendar_id = _parse_calendar_id(d.pop("calendar_id"))


        conditions = ConditionsIn.from_dict(d.pop("conditions"))




        team_ids = []
        _team_ids = d.pop("team_ids")
        for team_ids_item_data in (_team_ids):
            team_ids_item = UUID(team_ids_item_data)



            team_ids.append(team_ids_item)


        overflow = []
        _overflow = d.pop("overflow")
        for overflow_item_data in (_overflow):
            overflow_item = OverflowIn.from_dict(overflow_item_data)



            overflow.append(overflow_item)


        skills = []
        _skills = d.pop("skills")
        for skills_item_data in (_skills):
            skills_item = SkillRuleIn.from_dict(skills_item_data)



            skills.append(skills_item)


        languages = QueueOutLanguages(d.pop("languages"))




        language_drop_after_seconds = d.pop("language_drop_after_seconds")

        selection = QueueOutSelection(d.pop("selection"))




        prefer_last_agent = d.pop("prefer_last_agent")

        auto_accept = d.pop("auto_accept")

        def _parse_offer_seconds(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        offer_seconds = _parse_offer_seconds(d.pop("offer_seconds"))


        wrap_up_seconds = d.pop("wrap_up_seconds")

        when_closed = WhenClosedIn.from_dict(d.pop("when_closed"))




        handover_text = QueueOutHandoverText.from_dict(d.pop("handover_text"))




        warnings = []
        _warnings = d.pop("warnings")
        for warnings_item_data in (_warnings):
            warnings_item = QueueWarning.from_dict(warnings_item_data)



            warnings.append(warnings_item)


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




        queue_out = cls(
            id=id,
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
            warnings=warnings,
            version=version,
            archived_at=archived_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        return queue_out

