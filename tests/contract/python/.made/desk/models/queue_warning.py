from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.queue_warning_code import QueueWarningCode






T = TypeVar("T", bound="QueueWarning")



@_attrs_define
class QueueWarning:
    """ What will never be served, as the desk's people are now.

        Attributes:
            code (QueueWarningCode):
            detail (str):
     """

    code: QueueWarningCode
    detail: str





    def to_dict(self) -> dict[str, Any]:
        code = self.code.value

        detail = self.detail


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "code": code,
            "detail": detail,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = QueueWarningCode(d.pop("code"))




        detail = d.pop("detail")

        queue_warning = cls(
            code=code,
            detail=detail,
        )

        return queue_warning

