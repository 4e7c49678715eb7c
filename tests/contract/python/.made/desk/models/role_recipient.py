from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.role_recipient_role import RoleRecipientRole
from typing import Literal, cast






T = TypeVar("T", bound="RoleRecipient")



@_attrs_define
class RoleRecipient:
    """ Everybody with a role.

        Attributes:
            kind (Literal['role']):
            role (RoleRecipientRole):
     """

    kind: Literal['role']
    role: RoleRecipientRole





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        role = self.role.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "role": role,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal['role'] , d.pop("kind"))
        if kind != 'role':
            raise ValueError(f"kind must match const 'role', got '{kind}'")

        role = RoleRecipientRole(d.pop("role"))




        role_recipient = cls(
            kind=kind,
            role=role,
        )

        return role_recipient

