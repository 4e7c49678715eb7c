from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="ChangeIn")



@_attrs_define
class ChangeIn:
    """ A field that changed, from one of these values to one of those; of tags what went and what came.

        Attributes:
            field (str): A field of the ticket, or `custom_fields.<key>`.
            was (list[Any] | Unset): Empty: from anything.
            to (list[Any] | Unset): Empty: to anything.
     """

    field: str
    was: list[Any] | Unset = UNSET
    to: list[Any] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        field = self.field

        was: list[Any] | Unset = UNSET
        if not isinstance(self.was, Unset):
            was = self.was



        to: list[Any] | Unset = UNSET
        if not isinstance(self.to, Unset):
            to = self.to




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
        })
        if was is not UNSET:
            field_dict["was"] = was
        if to is not UNSET:
            field_dict["to"] = to

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        was = cast(list[Any], d.pop("was", UNSET))


        to = cast(list[Any], d.pop("to", UNSET))


        change_in = cls(
            field=field,
            was=was,
            to=to,
        )

        return change_in

