from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.link_in_kind import LinkInKind
from ..types import UNSET, Unset
from uuid import UUID






T = TypeVar("T", bound="LinkIn")



@_attrs_define
class LinkIn:
    """ What this ticket is to another one.

        Attributes:
            kind (LinkInKind):
            ticket_id (UUID):
            holds (bool | Unset): Of a child: its parent is not solved while it is open. Other kinds ignore it. Default:
                True.
     """

    kind: LinkInKind
    ticket_id: UUID
    holds: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        ticket_id = str(self.ticket_id)

        holds = self.holds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "ticket_id": ticket_id,
        })
        if holds is not UNSET:
            field_dict["holds"] = holds

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = LinkInKind(d.pop("kind"))




        ticket_id = UUID(d.pop("ticket_id"))




        holds = d.pop("holds", UNSET)

        link_in = cls(
            kind=kind,
            ticket_id=ticket_id,
            holds=holds,
        )

        return link_in

