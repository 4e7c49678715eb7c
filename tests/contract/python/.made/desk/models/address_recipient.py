from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="AddressRecipient")



@_attrs_define
class AddressRecipient:
    """ Anybody's e-mail address.

        Attributes:
            kind (Literal['address']):
            email (str):
     """

    kind: Literal['address']
    email: str





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        email = self.email


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "email": email,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal['address'] , d.pop("kind"))
        if kind != 'address':
            raise ValueError(f"kind must match const 'address', got '{kind}'")

        email = d.pop("email")

        address_recipient = cls(
            kind=kind,
            email=email,
        )

        return address_recipient

