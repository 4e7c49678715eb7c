from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="AboutOut")



@_attrs_define
class AboutOut:
    """ What an event is about when it is no ticket.

        Attributes:
            kind (str): customer, organization, agent or team
            id (UUID):
     """

    kind: str
    id: UUID





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        id = str(self.id)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "id": id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        id = UUID(d.pop("id"))




        about_out = cls(
            kind=kind,
            id=id,
        )

        return about_out

