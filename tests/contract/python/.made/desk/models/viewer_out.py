from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.viewer_out_kind_type_0 import ViewerOutKindType0
from ..models.viewer_out_typing_type_0 import ViewerOutTypingType0
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="ViewerOut")



@_attrs_define
class ViewerOut:
    """ Somebody at a ticket at this moment.

        Attributes:
            id (UUID):
            name (str):
            kind (None | ViewerOutKindType0): Null: not known.
            viewing (bool): An agent who has it in front of them.
            typing (None | ViewerOutTypingType0): A reply or a note, if they type.
     """

    id: UUID
    name: str
    kind: None | ViewerOutKindType0
    viewing: bool
    typing: None | ViewerOutTypingType0





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        kind: None | str
        if isinstance(self.kind, ViewerOutKindType0):
            kind = self.kind.value
        else:
            kind = self.kind

        viewing = self.viewing

        typing: None | str
        if isinstance(self.typing, ViewerOutTypingType0):
            typing = self.typing.value
        else:
            typing = self.typing


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "kind": kind,
            "viewing": viewing,
            "typing": typing,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        def _parse_kind(data: object) -> None | ViewerOutKindType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = ViewerOutKindType0(data)



                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ViewerOutKindType0, data)

        kind = _parse_kind(d.pop("kind"))


        viewing = d.pop("viewing")

        def _parse_typing(data: object) -> None | ViewerOutTypingType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                typing_type_0 = ViewerOutTypingType0(data)



                return typing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ViewerOutTypingType0, data)

        typing = _parse_typing(d.pop("typing"))


        viewer_out = cls(
            id=id,
            name=name,
            kind=kind,
            viewing=viewing,
            typing=typing,
        )

        return viewer_out

