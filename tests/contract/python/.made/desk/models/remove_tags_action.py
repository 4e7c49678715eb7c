from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="RemoveTagsAction")



@_attrs_define
class RemoveTagsAction:
    """ Take tags away.

        Attributes:
            type_ (Literal['remove_tags']):
            tags (list[str]):
     """

    type_: Literal['remove_tags']
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
        type_ = cast(Literal['remove_tags'] , d.pop("type"))
        if type_ != 'remove_tags':
            raise ValueError(f"type must match const 'remove_tags', got '{type_}'")

        tags = cast(list[str], d.pop("tags"))


        remove_tags_action = cls(
            type_=type_,
            tags=tags,
        )

        return remove_tags_action

