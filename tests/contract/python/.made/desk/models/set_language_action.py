from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="SetLanguageAction")



@_attrs_define
class SetLanguageAction:
    """ Set the language, or clear it.

        Attributes:
            type_ (Literal['set_language']):
            language (None | str):
     """

    type_: Literal['set_language']
    language: None | str





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        language: None | str
        language = self.language


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "language": language,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_language'] , d.pop("type"))
        if type_ != 'set_language':
            raise ValueError(f"type must match const 'set_language', got '{type_}'")

        def _parse_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        language = _parse_language(d.pop("language"))


        set_language_action = cls(
            type_=type_,
            language=language,
        )

        return set_language_action

