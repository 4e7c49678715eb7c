from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="ActionProblem")



@_attrs_define
class ActionProblem:
    """ What an action refers to that is not there any more.

        Attributes:
            code (str):
            pointer (str):
            detail (str):
     """

    code: str
    pointer: str
    detail: str





    def to_dict(self) -> dict[str, Any]:
        code = self.code

        pointer = self.pointer

        detail = self.detail


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "code": code,
            "pointer": pointer,
            "detail": detail,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        pointer = d.pop("pointer")

        detail = d.pop("detail")

        action_problem = cls(
            code=code,
            pointer=pointer,
            detail=detail,
        )

        return action_problem

