from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.import_in_format import ImportInFormat
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.import_in_agents import ImportInAgents





T = TypeVar("T", bound="ImportIn")



@_attrs_define
class ImportIn:
    """ A new import. Its file is uploaded in parts, then it is started.

        Attributes:
            format_ (ImportInFormat):
            file_name (str): Its ending and its name say what it holds.
            source (None | str | Unset): Whose ids these are, when there are several such systems; else the format.
            dry_run (bool | Unset): Store nothing; the report says what would be. Default: False.
            route (bool | Unset): Open tickets without an agent wait in line at once. Default: False.
            agents (ImportInAgents | Unset): E-mail addresses (or ids) of agents there, and their addresses here.
     """

    format_: ImportInFormat
    file_name: str
    source: None | str | Unset = UNSET
    dry_run: bool | Unset = False
    route: bool | Unset = False
    agents: ImportInAgents | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.import_in_agents import ImportInAgents # noqa: PLC0415
        format_ = self.format_.value

        file_name = self.file_name

        source: None | str | Unset
        if isinstance(self.source, Unset):
            source = UNSET
        else:
            source = self.source

        dry_run = self.dry_run

        route = self.route

        agents: dict[str, Any] | Unset = UNSET
        if not isinstance(self.agents, Unset):
            agents = self.agents.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "format": format_,
            "file_name": file_name,
        })
        if source is not UNSET:
            field_dict["source"] = source
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if route is not UNSET:
            field_dict["route"] = route
        if agents is not UNSET:
            field_dict["agents"] = agents

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_in_agents import ImportInAgents # noqa: PLC0415
        d = dict(src_dict)
        format_ = ImportInFormat(d.pop("format"))




        file_name = d.pop("file_name")

        def _parse_source(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source = _parse_source(d.pop("source", UNSET))


        dry_run = d.pop("dry_run", UNSET)

        route = d.pop("route", UNSET)

        _agents = d.pop("agents", UNSET)
        agents: ImportInAgents | Unset
        if isinstance(_agents,  Unset):
            agents = UNSET
        else:
            agents = ImportInAgents.from_dict(_agents)




        import_in = cls(
            format_=format_,
            file_name=file_name,
            source=source,
            dry_run=dry_run,
            route=route,
            agents=agents,
        )

        return import_in

