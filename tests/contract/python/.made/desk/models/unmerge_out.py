from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.ticket_out import TicketOut
  from ..models.ticket_ref import TicketRef





T = TypeVar("T", bound="UnmergeOut")



@_attrs_define
class UnmergeOut:
    """ A ticket that stands on its own again.

        Attributes:
            ticket (TicketOut): A ticket as the caller may see it. For customers and partners `seq` counts only what they
                may see.
            was_merged_into (TicketRef): A ticket by its id and number.
            messages_left (int): So many messages that were sent to it while it was merged stay where they came to (at most
                1,000 are counted).
     """

    ticket: TicketOut
    was_merged_into: TicketRef
    messages_left: int





    def to_dict(self) -> dict[str, Any]:
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        from ..models.ticket_ref import TicketRef # noqa: PLC0415
        ticket = self.ticket.to_dict()

        was_merged_into = self.was_merged_into.to_dict()

        messages_left = self.messages_left


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket": ticket,
            "was_merged_into": was_merged_into,
            "messages_left": messages_left,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        from ..models.ticket_ref import TicketRef # noqa: PLC0415
        d = dict(src_dict)
        ticket = TicketOut.from_dict(d.pop("ticket"))




        was_merged_into = TicketRef.from_dict(d.pop("was_merged_into"))




        messages_left = d.pop("messages_left")

        unmerge_out = cls(
            ticket=ticket,
            was_merged_into=was_merged_into,
            messages_left=messages_left,
        )

        return unmerge_out

