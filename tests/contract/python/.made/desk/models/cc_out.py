from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="CcOut")



@_attrs_define
class CcOut:
    """ A customer in copy. Customers do not see each other's addresses.

        Attributes:
            customer_id (UUID):
            name (None | str):
            email (None | str):
            added_at (datetime.datetime):
     """

    customer_id: UUID
    name: None | str
    email: None | str
    added_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        customer_id = str(self.customer_id)

        name: None | str
        name = self.name

        email: None | str
        email = self.email

        added_at = self.added_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "customer_id": customer_id,
            "name": name,
            "email": email,
            "added_at": added_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        customer_id = UUID(d.pop("customer_id"))




        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))


        added_at = datetime.datetime.fromisoformat(d.pop("added_at"))




        cc_out = cls(
            customer_id=customer_id,
            name=name,
            email=email,
            added_at=added_at,
        )

        return cc_out

