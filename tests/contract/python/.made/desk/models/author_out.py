from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.author_out_kind import AuthorOutKind
from uuid import UUID






T = TypeVar("T", bound="AuthorOut")



@_attrs_define
class AuthorOut:
    """ Whose words these are.

        Attributes:
            kind (AuthorOutKind):
            id (UUID):
            name (str):
     """

    kind: AuthorOutKind
    id: UUID
    name: str





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        id = str(self.id)

        name = self.name


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "id": id,
            "name": name,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = AuthorOutKind(d.pop("kind"))




        id = UUID(d.pop("id"))




        name = d.pop("name")

        author_out = cls(
            kind=kind,
            id=id,
            name=name,
        )

        return author_out

