from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="EndIn")



@_attrs_define
class EndIn:
    """ How a chat ends.

        Attributes:
            solve (bool | Unset): Agents: also solve the ticket. Default: False.
     """

    solve: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        solve = self.solve


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if solve is not UNSET:
            field_dict["solve"] = solve

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        solve = d.pop("solve", UNSET)

        end_in = cls(
            solve=solve,
        )

        return end_in

