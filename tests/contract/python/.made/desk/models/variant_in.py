from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="VariantIn")



@_attrs_define
class VariantIn:
    """ The text for a locale and a brand; null: for any.

        Attributes:
            body (str): Liquid, with the variables of the guide *automations*.
            locale (None | str | Unset):
            brand (None | str | Unset):
     """

    body: str
    locale: None | str | Unset = UNSET
    brand: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        locale: None | str | Unset
        if isinstance(self.locale, Unset):
            locale = UNSET
        else:
            locale = self.locale

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
        })
        if locale is not UNSET:
            field_dict["locale"] = locale
        if brand is not UNSET:
            field_dict["brand"] = brand

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        def _parse_locale(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        locale = _parse_locale(d.pop("locale", UNSET))


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        variant_in = cls(
            body=body,
            locale=locale,
            brand=brand,
        )

        return variant_in

