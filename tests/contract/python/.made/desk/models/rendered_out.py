from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.rendered_out_format import RenderedOutFormat
from typing import cast






T = TypeVar("T", bound="RenderedOut")



@_attrs_define
class RenderedOut:
    """ A filled text. What could not be filled is named, and stands in the text in its braces.

        Attributes:
            body (str):
            format_ (RenderedOutFormat):
            locale (None | str): Of the variant that was taken; null: for any.
            brand (None | str):
            unknown (list[str]): Names that there are not, or not in a public message.
            missing (list[str]): What has no value for this ticket.
     """

    body: str
    format_: RenderedOutFormat
    locale: None | str
    brand: None | str
    unknown: list[str]
    missing: list[str]





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        format_ = self.format_.value

        locale: None | str
        locale = self.locale

        brand: None | str
        brand = self.brand

        unknown = self.unknown



        missing = self.missing




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
            "format": format_,
            "locale": locale,
            "brand": brand,
            "unknown": unknown,
            "missing": missing,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        format_ = RenderedOutFormat(d.pop("format"))




        def _parse_locale(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        locale = _parse_locale(d.pop("locale"))


        def _parse_brand(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        brand = _parse_brand(d.pop("brand"))


        unknown = cast(list[str], d.pop("unknown"))


        missing = cast(list[str], d.pop("missing"))


        rendered_out = cls(
            body=body,
            format_=format_,
            locale=locale,
            brand=brand,
            unknown=unknown,
            missing=missing,
        )

        return rendered_out

