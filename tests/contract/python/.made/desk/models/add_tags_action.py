from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="AddTagsAction")



@_attrs_define
class AddTagsAction:
    """ Add tags; those that are there stay.

        Attributes:
            type_ (Literal['add_tags']):
            tags (list[str]):
     """

    type_: Literal['add_tags']
    tags: list[str]





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        tags = self.tags




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "tags": tags,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['add_tags'] , d.pop("type"))
        if type_ != 'add_tags':
            raise ValueError(f"type must match const 'add_tags', got '{type_}'")

        tags = cast(list[str], d.pop("tags"))


        add_tags_action = cls(
            type_=type_,
            tags=tags,
        )

        return add_tags_action

