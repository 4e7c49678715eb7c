from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.search_hit_kind import SearchHitKind
from ..models.search_hit_match import SearchHitMatch
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.customer_out import CustomerOut
  from ..models.found_message import FoundMessage
  from ..models.ticket_out import TicketOut





T = TypeVar("T", bound="SearchHit")



@_attrs_define
class SearchHit:
    """ Something that was found.

        Attributes:
            kind (SearchHitKind):
            match (SearchHitMatch): By its number, address or id; by the words as they were typed, in any form; by words
                that are nearly the same.
            html (str): The subject, name or piece of the message that shows why it was found. Safe to put into a page:
                everything is escaped, and what was found is in `<mark>`.
            at (datetime.datetime): When the ticket, message or customer was made.
            ticket (None | TicketOut): The ticket, of a `ticket` or `message`.
            message (FoundMessage | None): Of a `message`.
            customer (CustomerOut | None): Of a `customer`.
     """

    kind: SearchHitKind
    match: SearchHitMatch
    html: str
    at: datetime.datetime
    ticket: None | TicketOut
    message: FoundMessage | None
    customer: CustomerOut | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_out import CustomerOut # noqa: PLC0415
        from ..models.found_message import FoundMessage # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        kind = self.kind.value

        match = self.match.value

        html = self.html

        at = self.at.isoformat()

        ticket: dict[str, Any] | None
        if isinstance(self.ticket, TicketOut):
            ticket = self.ticket.to_dict()
        else:
            ticket = self.ticket

        message: dict[str, Any] | None
        if isinstance(self.message, FoundMessage):
            message = self.message.to_dict()
        else:
            message = self.message

        customer: dict[str, Any] | None
        if isinstance(self.customer, CustomerOut):
            customer = self.customer.to_dict()
        else:
            customer = self.customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "match": match,
            "html": html,
            "at": at,
            "ticket": ticket,
            "message": message,
            "customer": customer,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.customer_out import CustomerOut # noqa: PLC0415
        from ..models.found_message import FoundMessage # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        d = dict(src_dict)
        kind = SearchHitKind(d.pop("kind"))




        match = SearchHitMatch(d.pop("match"))




        html = d.pop("html")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        def _parse_ticket(data: object) -> None | TicketOut:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ticket_type_0 = TicketOut.from_dict(data)



                return ticket_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TicketOut, data)

        ticket = _parse_ticket(d.pop("ticket"))


        def _parse_message(data: object) -> FoundMessage | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                message_type_0 = FoundMessage.from_dict(data)



                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FoundMessage | None, data)

        message = _parse_message(d.pop("message"))


        def _parse_customer(data: object) -> CustomerOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                customer_type_0 = CustomerOut.from_dict(data)



                return customer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomerOut | None, data)

        customer = _parse_customer(d.pop("customer"))


        search_hit = cls(
            kind=kind,
            match=match,
            html=html,
            at=at,
            ticket=ticket,
            message=message,
            customer=customer,
        )

        return search_hit

