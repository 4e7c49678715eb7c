from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.reference import Reference





T = TypeVar("T", bound="RoutingChangeOut")



@_attrs_define
class RoutingChangeOut:
    """ What changes next by itself about what an item asks for.

        Attributes:
            at (datetime.datetime):
            opens (bool): The queue opens.
            closes (bool): The queue closes.
            teams (list[Reference]): They help from then on.
            skills (list[Reference]): They are not asked for any more, or at a lower level.
            language (None | str): It is not asked for any more.
     """

    at: datetime.datetime
    opens: bool
    closes: bool
    teams: list[Reference]
    skills: list[Reference]
    language: None | str





    def to_dict(self) -> dict[str, Any]:
        from ..models.reference import Reference # noqa: PLC0415
        at = self.at.isoformat()

        opens = self.opens

        closes = self.closes

        teams = []
        for teams_item_data in self.teams:
            teams_item = teams_item_data.to_dict()
            teams.append(teams_item)



        skills = []
        for skills_item_data in self.skills:
            skills_item = skills_item_data.to_dict()
            skills.append(skills_item)



        language: None | str
        language = self.language


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "at": at,
            "opens": opens,
            "closes": closes,
            "teams": teams,
            "skills": skills,
            "language": language,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))




        opens = d.pop("opens")

        closes = d.pop("closes")

        teams = []
        _teams = d.pop("teams")
        for teams_item_data in (_teams):
            teams_item = Reference.from_dict(teams_item_data)



            teams.append(teams_item)


        skills = []
        _skills = d.pop("skills")
        for skills_item_data in (_skills):
            skills_item = Reference.from_dict(skills_item_data)



            skills.append(skills_item)


        def _parse_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        language = _parse_language(d.pop("language"))


        routing_change_out = cls(
            at=at,
            opens=opens,
            closes=closes,
            teams=teams,
            skills=skills,
            language=language,
        )

        return routing_change_out

