from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.text_problem_code import TextProblemCode
from typing import cast






T = TypeVar("T", bound="TextProblem")



@_attrs_define
class TextProblem:
    """ What will go wrong when it is used; it could be saved all the same.

        Attributes:
            code (TextProblemCode):
            pointer (str): Where in the body that was sent.
            name (None | str): The variable that it is about.
            detail (str):
     """

    code: TextProblemCode
    pointer: str
    name: None | str
    detail: str





    def to_dict(self) -> dict[str, Any]:
        code = self.code.value

        pointer = self.pointer

        name: None | str
        name = self.name

        detail = self.detail


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "code": code,
            "pointer": pointer,
            "name": name,
            "detail": detail,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = TextProblemCode(d.pop("code"))




        pointer = d.pop("pointer")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        detail = d.pop("detail")

        text_problem = cls(
            code=code,
            pointer=pointer,
            name=name,
            detail=detail,
        )

        return text_problem

