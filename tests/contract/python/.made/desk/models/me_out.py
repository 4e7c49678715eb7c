from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.me_out_kind import MeOutKind
from ..models.permission import Permission
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="MeOut")



@_attrs_define
class MeOut:
    """ Who the caller is and what it may do.

        Attributes:
            kind (MeOutKind):
            id (UUID):
            name (str):
            permissions (list[Permission]):
     """

    kind: MeOutKind
    id: UUID
    name: str
    permissions: list[Permission]





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        id = str(self.id)

        name = self.name

        permissions = []
        for permissions_item_data in self.permissions:
            permissions_item = permissions_item_data.value
            permissions.append(permissions_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "id": id,
            "name": name,
            "permissions": permissions,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = MeOutKind(d.pop("kind"))




        id = UUID(d.pop("id"))




        name = d.pop("name")

        permissions = []
        _permissions = d.pop("permissions")
        for permissions_item_data in (_permissions):
            permissions_item = Permission(permissions_item_data)



            permissions.append(permissions_item)


        me_out = cls(
            kind=kind,
            id=id,
            name=name,
            permissions=permissions,
        )

        return me_out

