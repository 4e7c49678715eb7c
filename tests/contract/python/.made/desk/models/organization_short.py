from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID






T = TypeVar("T", bound="OrganizationShort")



@_attrs_define
class OrganizationShort:
    """ The customer's organization.

        Attributes:
            id (UUID):
            name (str):
            domains (list[str]):
     """

    id: UUID
    name: str
    domains: list[str]





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        domains = self.domains




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "domains": domains,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        domains = cast(list[str], d.pop("domains"))


        organization_short = cls(
            id=id,
            name=name,
            domains=domains,
        )

        return organization_short

