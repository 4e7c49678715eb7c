from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="SetBrandAction")



@_attrs_define
class SetBrandAction:
    """ Set the brand.

        Attributes:
            type_ (Literal['set_brand']):
            brand (str):
     """

    type_: Literal['set_brand']
    brand: str





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        brand = self.brand


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "brand": brand,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_brand'] , d.pop("type"))
        if type_ != 'set_brand':
            raise ValueError(f"type must match const 'set_brand', got '{type_}'")

        brand = d.pop("brand")

        set_brand_action = cls(
            type_=type_,
            brand=brand,
        )

        return set_brand_action

