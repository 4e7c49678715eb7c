from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID






T = TypeVar("T", bound="BoardTeamOut")



@_attrs_define
class BoardTeamOut:
    """ A team that serves the queue: at once, or once something has waited.

        Attributes:
            id (UUID):
            name (None | str):
            after_seconds (int): Of waiting, until it helps; 0: at once.
     """

    id: UUID
    name: None | str
    after_seconds: int





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name: None | str
        name = self.name

        after_seconds = self.after_seconds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "after_seconds": after_seconds,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        after_seconds = d.pop("after_seconds")

        board_team_out = cls(
            id=id,
            name=name,
            after_seconds=after_seconds,
        )

        return board_team_out

