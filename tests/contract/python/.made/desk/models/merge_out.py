from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.merged_out import MergedOut
  from ..models.ticket_out import TicketOut





T = TypeVar("T", bound="MergeOut")



@_attrs_define
class MergeOut:
    """ The ticket that they are part of now: the one that was named, or what that one is part of itself.

        Attributes:
            ticket (TicketOut): A ticket as the caller may see it. For customers and partners `seq` counts only what they
                may see.
            merged (list[MergedOut]):
     """

    ticket: TicketOut
    merged: list[MergedOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.merged_out import MergedOut # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        ticket = self.ticket.to_dict()

        merged = []
        for merged_item_data in self.merged:
            merged_item = merged_item_data.to_dict()
            merged.append(merged_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket": ticket,
            "merged": merged,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.merged_out import MergedOut # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        d = dict(src_dict)
        ticket = TicketOut.from_dict(d.pop("ticket"))




        merged = []
        _merged = d.pop("merged")
        for merged_item_data in (_merged):
            merged_item = MergedOut.from_dict(merged_item_data)



            merged.append(merged_item)


        merge_out = cls(
            ticket=ticket,
            merged=merged,
        )

        return merge_out

