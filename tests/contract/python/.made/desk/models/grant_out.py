from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="GrantOut")



@_attrs_define
class GrantOut:
    """ A single-use grant that opens one socket.

        Attributes:
            grant (str):
            expires_in (int): Seconds in which the socket must be opened.
     """

    grant: str
    expires_in: int





    def to_dict(self) -> dict[str, Any]:
        grant = self.grant

        expires_in = self.expires_in


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "grant": grant,
            "expires_in": expires_in,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        grant = d.pop("grant")

        expires_in = d.pop("expires_in")

        grant_out = cls(
            grant=grant,
            expires_in=expires_in,
        )

        return grant_out

