from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.routing_now_out import RoutingNowOut
  from ..models.routing_step_out import RoutingStepOut





T = TypeVar("T", bound="TicketRoutingOut")



@_attrs_define
class TicketRoutingOut:
    """ A ticket's way through the desk in order, and where it stands.

        Attributes:
            ticket_id (UUID):
            now (RoutingNowOut): Where a ticket, or the chat over it, stands now.
            decisions (list[RoutingStepOut]):
            next_cursor (int | None): The `after_seq` of the next page; null: that was all.
     """

    ticket_id: UUID
    now: RoutingNowOut
    decisions: list[RoutingStepOut]
    next_cursor: int | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.routing_now_out import RoutingNowOut # noqa: PLC0415
        from ..models.routing_step_out import RoutingStepOut # noqa: PLC0415
        ticket_id = str(self.ticket_id)

        now = self.now.to_dict()

        decisions = []
        for decisions_item_data in self.decisions:
            decisions_item = decisions_item_data.to_dict()
            decisions.append(decisions_item)



        next_cursor: int | None
        next_cursor = self.next_cursor


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "now": now,
            "decisions": decisions,
            "next_cursor": next_cursor,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.routing_now_out import RoutingNowOut # noqa: PLC0415
        from ..models.routing_step_out import RoutingStepOut # noqa: PLC0415
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        now = RoutingNowOut.from_dict(d.pop("now"))




        decisions = []
        _decisions = d.pop("decisions")
        for decisions_item_data in (_decisions):
            decisions_item = RoutingStepOut.from_dict(decisions_item_data)



            decisions.append(decisions_item)


        def _parse_next_cursor(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))


        ticket_routing_out = cls(
            ticket_id=ticket_id,
            now=now,
            decisions=decisions,
            next_cursor=next_cursor,
        )

        return ticket_routing_out

