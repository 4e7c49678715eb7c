from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WidgetSessionIn")



@_attrs_define
class WidgetSessionIn:
    """ Who comes. Without an `identity_token` the visitor is somebody new, whatever name and e-mail are given.

        Attributes:
            name (None | str | Unset):
            email (None | str | Unset): Kept as a claim for agents to see; it identifies nobody.
            locale (None | str | Unset):
            brand (None | str | Unset): The brand; without it the desk's first one.
            identity_token (None | str | Unset): A short-lived JWT that the company's own backend has signed for this
                visitor.
     """

    name: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    locale: None | str | Unset = UNSET
    brand: None | str | Unset = UNSET
    identity_token: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

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

        identity_token: None | str | Unset
        if isinstance(self.identity_token, Unset):
            identity_token = UNSET
        else:
            identity_token = self.identity_token


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if email is not UNSET:
            field_dict["email"] = email
        if locale is not UNSET:
            field_dict["locale"] = locale
        if brand is not UNSET:
            field_dict["brand"] = brand
        if identity_token is not UNSET:
            field_dict["identity_token"] = identity_token

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))


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


        def _parse_identity_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        identity_token = _parse_identity_token(d.pop("identity_token", UNSET))


        widget_session_in = cls(
            name=name,
            email=email,
            locale=locale,
            brand=brand,
            identity_token=identity_token,
        )

        return widget_session_in

