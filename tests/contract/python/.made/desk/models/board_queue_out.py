from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.board_queue_out_kind import BoardQueueOutKind
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.board_team_out import BoardTeamOut





T = TypeVar("T", bound="BoardQueueOut")



@_attrs_define
class BoardQueueOut:
    """ The queue itself.

        Attributes:
            id (UUID):
            kind (BoardQueueOutKind):
            name (None | str): Of the queue or the team.
            enabled (bool): False: switched off or archived; what waits in it is moved on.
            open_ (bool):
            changes_at (datetime.datetime | None): When it closes or opens next; null: never.
            teams (list[BoardTeamOut] | None): Null: anybody may take what waits here.
     """

    id: UUID
    kind: BoardQueueOutKind
    name: None | str
    enabled: bool
    open_: bool
    changes_at: datetime.datetime | None
    teams: list[BoardTeamOut] | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.board_team_out import BoardTeamOut # noqa: PLC0415
        id = str(self.id)

        kind = self.kind.value

        name: None | str
        name = self.name

        enabled = self.enabled

        open_ = self.open_

        changes_at: None | str
        if isinstance(self.changes_at, datetime.datetime):
            changes_at = self.changes_at.isoformat()
        else:
            changes_at = self.changes_at

        teams: list[dict[str, Any]] | None
        if isinstance(self.teams, list):
            teams = []
            for teams_type_0_item_data in self.teams:
                teams_type_0_item = teams_type_0_item_data.to_dict()
                teams.append(teams_type_0_item)


        else:
            teams = self.teams


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "kind": kind,
            "name": name,
            "enabled": enabled,
            "open": open_,
            "changes_at": changes_at,
            "teams": teams,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.board_team_out import BoardTeamOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        kind = BoardQueueOutKind(d.pop("kind"))




        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        enabled = d.pop("enabled")

        open_ = d.pop("open")

        def _parse_changes_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changes_at_type_0 = datetime.datetime.fromisoformat(data)



                return changes_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changes_at = _parse_changes_at(d.pop("changes_at"))


        def _parse_teams(data: object) -> list[BoardTeamOut] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                teams_type_0 = []
                _teams_type_0 = data
                for teams_type_0_item_data in (_teams_type_0):
                    teams_type_0_item = BoardTeamOut.from_dict(teams_type_0_item_data)



                    teams_type_0.append(teams_type_0_item)

                return teams_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[BoardTeamOut] | None, data)

        teams = _parse_teams(d.pop("teams"))


        board_queue_out = cls(
            id=id,
            kind=kind,
            name=name,
            enabled=enabled,
            open_=open_,
            changes_at=changes_at,
            teams=teams,
        )

        return board_queue_out

