from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="ReevaluateIn")



@_attrs_define
class ReevaluateIn:
    """ Whether to change the tickets, or only to look what would change.

        Attributes:
            apply (bool | Unset):  Default: False.
     """

    apply: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        apply = self.apply


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if apply is not UNSET:
            field_dict["apply"] = apply

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        apply = d.pop("apply", UNSET)

        reevaluate_in = cls(
            apply=apply,
        )

        return reevaluate_in

