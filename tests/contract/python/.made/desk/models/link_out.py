from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.link_out_kind_type_0 import LinkOutKindType0
from ..models.link_out_kind_type_1 import LinkOutKindType1
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.link_by_out import LinkByOut
  from ..models.linked_out import LinkedOut





T = TypeVar("T", bound="LinkOut")



@_attrs_define
class LinkOut:
    """ A link as this ticket sees it. It does not change: its ETag is always the same.

        Attributes:
            id (UUID):
            kind (LinkOutKindType0 | LinkOutKindType1):
            ticket (LinkedOut): The other ticket.
            holds (bool): Of a child or its parent: the parent is not solved while the child is open.
            created_by (LinkByOut): Who made it.
            created_at (datetime.datetime):
     """

    id: UUID
    kind: LinkOutKindType0 | LinkOutKindType1
    ticket: LinkedOut
    holds: bool
    created_by: LinkByOut
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.link_by_out import LinkByOut # noqa: PLC0415
        from ..models.linked_out import LinkedOut # noqa: PLC0415
        id = str(self.id)

        kind: str
        if isinstance(self.kind, LinkOutKindType0):
            kind = self.kind.value
        else:
            kind = self.kind.value


        ticket = self.ticket.to_dict()

        holds = self.holds

        created_by = self.created_by.to_dict()

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "kind": kind,
            "ticket": ticket,
            "holds": holds,
            "created_by": created_by,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.link_by_out import LinkByOut # noqa: PLC0415
        from ..models.linked_out import LinkedOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        def _parse_kind(data: object) -> LinkOutKindType0 | LinkOutKindType1:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = LinkOutKindType0(data)



                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            kind_type_1 = LinkOutKindType1(data)



            return kind_type_1

        kind = _parse_kind(d.pop("kind"))


        ticket = LinkedOut.from_dict(d.pop("ticket"))




        holds = d.pop("holds")

        created_by = LinkByOut.from_dict(d.pop("created_by"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        link_out = cls(
            id=id,
            kind=kind,
            ticket=ticket,
            holds=holds,
            created_by=created_by,
            created_at=created_at,
        )

        return link_out

