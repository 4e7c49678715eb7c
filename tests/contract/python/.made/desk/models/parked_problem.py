from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.parked_error import ParkedError





T = TypeVar("T", bound="ParkedProblem")



@_attrs_define
class ParkedProblem:
    """ Why it could not become anything, as the partner would have been told.

        Attributes:
            code (str):
            detail (str):
            errors (list[ParkedError] | Unset):
     """

    code: str
    detail: str
    errors: list[ParkedError] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.parked_error import ParkedError # noqa: PLC0415
        code = self.code

        detail = self.detail

        errors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.errors, Unset):
            errors = []
            for errors_item_data in self.errors:
                errors_item = errors_item_data.to_dict()
                errors.append(errors_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "code": code,
            "detail": detail,
        })
        if errors is not UNSET:
            field_dict["errors"] = errors

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parked_error import ParkedError # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        detail = d.pop("detail")

        _errors = d.pop("errors", UNSET)
        errors: list[ParkedError] | Unset = UNSET
        if _errors is not UNSET:
            errors = []
            for errors_item_data in _errors:
                errors_item = ParkedError.from_dict(errors_item_data)



                errors.append(errors_item)


        parked_problem = cls(
            code=code,
            detail=detail,
            errors=errors,
        )

        return parked_problem

