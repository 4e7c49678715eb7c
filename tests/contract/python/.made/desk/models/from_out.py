from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.from_out_role import FromOutRole
from uuid import UUID






T = TypeVar("T", bound="FromOut")



@_attrs_define
class FromOut:
    """ Who did it.

        Attributes:
            id (UUID):
            role (FromOutRole):
            name (str):
     """

    id: UUID
    role: FromOutRole
    name: str





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        role = self.role.value

        name = self.name


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "role": role,
            "name": name,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        role = FromOutRole(d.pop("role"))




        name = d.pop("name")

        from_out = cls(
            id=id,
            role=role,
            name=name,
        )

        return from_out

