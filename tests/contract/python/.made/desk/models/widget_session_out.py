from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="WidgetSessionOut")



@_attrs_define
class WidgetSessionOut:
    """ A visitor token: `Authorization: Bearer` for everything that this customer may do.

        Attributes:
            token (str):
            customer_id (UUID):
            expires_in (int): Seconds.
     """

    token: str
    customer_id: UUID
    expires_in: int





    def to_dict(self) -> dict[str, Any]:
        token = self.token

        customer_id = str(self.customer_id)

        expires_in = self.expires_in


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "token": token,
            "customer_id": customer_id,
            "expires_in": expires_in,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        token = d.pop("token")

        customer_id = UUID(d.pop("customer_id"))




        expires_in = d.pop("expires_in")

        widget_session_out = cls(
            token=token,
            customer_id=customer_id,
            expires_in=expires_in,
        )

        return widget_session_out

