from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.place_out_kind import PlaceOutKind
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="PlaceOut")



@_attrs_define
class PlaceOut:
    """ Where something waits. A team's own queue has the id of the team, the desk's own the zero UUID.

        Attributes:
            id (UUID):
            kind (PlaceOutKind):
            name (None | str): Of the queue or the team.
     """

    id: UUID
    kind: PlaceOutKind
    name: None | str





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        kind = self.kind.value

        name: None | str
        name = self.name


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "kind": kind,
            "name": name,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        kind = PlaceOutKind(d.pop("kind"))




        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        place_out = cls(
            id=id,
            kind=kind,
            name=name,
        )

        return place_out

