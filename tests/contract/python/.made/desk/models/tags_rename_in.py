from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="TagsRenameIn")



@_attrs_define
class TagsRenameIn:
    """ Tags that become one on every ticket; null: they are taken off.

        Attributes:
            names (list[str]):
            to (None | str):
     """

    names: list[str]
    to: None | str





    def to_dict(self) -> dict[str, Any]:
        names = self.names



        to: None | str
        to = self.to


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "names": names,
            "to": to,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        names = cast(list[str], d.pop("names"))


        def _parse_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        to = _parse_to(d.pop("to"))


        tags_rename_in = cls(
            names=names,
            to=to,
        )

        return tags_rename_in

