from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="PreviewField")



@_attrs_define
class PreviewField:
    """ One field: what was found, and what gave it (`usual` names, a `path`, an expression, a `constant` ...).

        Attributes:
            field (str):
            value (Any):
            origin (str):
            path (None | str): Where in the payload it stands, when it stands there.
     """

    field: str
    value: Any
    origin: str
    path: None | str





    def to_dict(self) -> dict[str, Any]:
        field = self.field

        value = self.value

        origin = self.origin

        path: None | str
        path = self.path


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
            "value": value,
            "origin": origin,
            "path": path,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        value = d.pop("value")

        origin = d.pop("origin")

        def _parse_path(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        path = _parse_path(d.pop("path"))


        preview_field = cls(
            field=field,
            value=value,
            origin=origin,
            path=path,
        )

        return preview_field

