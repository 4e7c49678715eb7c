from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.identity_out_kind import IdentityOutKind
from uuid import UUID






T = TypeVar("T", bound="IdentityOut")



@_attrs_define
class IdentityOut:
    """ By what a customer is recognised. `claimed_email` is not among them: nobody is recognised by it.

        Attributes:
            kind (IdentityOutKind):
            value (str):
            customer_id (UUID): Where it is kept: the customer, or one who was merged into them.
            main (bool): Whether it is the customer's own field, which PATCH changes.
     """

    kind: IdentityOutKind
    value: str
    customer_id: UUID
    main: bool





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        value = self.value

        customer_id = str(self.customer_id)

        main = self.main


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "value": value,
            "customer_id": customer_id,
            "main": main,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = IdentityOutKind(d.pop("kind"))




        value = d.pop("value")

        customer_id = UUID(d.pop("customer_id"))




        main = d.pop("main")

        identity_out = cls(
            kind=kind,
            value=value,
            customer_id=customer_id,
            main=main,
        )

        return identity_out

