from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.customer_note_out import CustomerNoteOut
  from ..models.identity_out import IdentityOut
  from ..models.organization_short import OrganizationShort
  from ..models.ratings_overview import RatingsOverview
  from ..models.reference import Reference
  from ..models.ticket_short import TicketShort





T = TypeVar("T", bound="CustomerOverview")



@_attrs_define
class CustomerOverview:
    """ Everything about a customer that an agent needs to see, with those who were merged into them.

        Attributes:
            organization (None | OrganizationShort):
            identities (list[IdentityOut]):
            merged (list[Reference]): Who was merged into this customer, newest merge first; at most 50.
            open_tickets (list[TicketShort]): At most 20, the latest activity first.
            open_count (int): Among the latest 1,000 tickets.
            recent_tickets (list[TicketShort]): The latest 10 that are not open.
            ticket_count (int): Counted up to 1,000.
            channels (list[str]): By which they came, the most frequent first.
            ratings (RatingsOverview): How the customer has rated; of more than a thousand ratings the latest thousand.
            notes (list[CustomerNoteOut]): Pinned ones first, then the newest; at most 10.
            first_seen_at (datetime.datetime):
            last_activity_at (datetime.datetime | None):
     """

    organization: None | OrganizationShort
    identities: list[IdentityOut]
    merged: list[Reference]
    open_tickets: list[TicketShort]
    open_count: int
    recent_tickets: list[TicketShort]
    ticket_count: int
    channels: list[str]
    ratings: RatingsOverview
    notes: list[CustomerNoteOut]
    first_seen_at: datetime.datetime
    last_activity_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_note_out import CustomerNoteOut # noqa: PLC0415
        from ..models.identity_out import IdentityOut # noqa: PLC0415
        from ..models.organization_short import OrganizationShort # noqa: PLC0415
        from ..models.ratings_overview import RatingsOverview # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.ticket_short import TicketShort # noqa: PLC0415
        organization: dict[str, Any] | None
        if isinstance(self.organization, OrganizationShort):
            organization = self.organization.to_dict()
        else:
            organization = self.organization

        identities = []
        for identities_item_data in self.identities:
            identities_item = identities_item_data.to_dict()
            identities.append(identities_item)



        merged = []
        for merged_item_data in self.merged:
            merged_item = merged_item_data.to_dict()
            merged.append(merged_item)



        open_tickets = []
        for open_tickets_item_data in self.open_tickets:
            open_tickets_item = open_tickets_item_data.to_dict()
            open_tickets.append(open_tickets_item)



        open_count = self.open_count

        recent_tickets = []
        for recent_tickets_item_data in self.recent_tickets:
            recent_tickets_item = recent_tickets_item_data.to_dict()
            recent_tickets.append(recent_tickets_item)



        ticket_count = self.ticket_count

        channels = self.channels



        ratings = self.ratings.to_dict()

        notes = []
        for notes_item_data in self.notes:
            notes_item = notes_item_data.to_dict()
            notes.append(notes_item)



        first_seen_at = self.first_seen_at.isoformat()

        last_activity_at: None | str
        if isinstance(self.last_activity_at, datetime.datetime):
            last_activity_at = self.last_activity_at.isoformat()
        else:
            last_activity_at = self.last_activity_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "organization": organization,
            "identities": identities,
            "merged": merged,
            "open_tickets": open_tickets,
            "open_count": open_count,
            "recent_tickets": recent_tickets,
            "ticket_count": ticket_count,
            "channels": channels,
            "ratings": ratings,
            "notes": notes,
            "first_seen_at": first_seen_at,
            "last_activity_at": last_activity_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.customer_note_out import CustomerNoteOut # noqa: PLC0415
        from ..models.identity_out import IdentityOut # noqa: PLC0415
        from ..models.organization_short import OrganizationShort # noqa: PLC0415
        from ..models.ratings_overview import RatingsOverview # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.ticket_short import TicketShort # noqa: PLC0415
        d = dict(src_dict)
        def _parse_organization(data: object) -> None | OrganizationShort:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                organization_type_0 = OrganizationShort.from_dict(data)



                return organization_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrganizationShort, data)

        organization = _parse_organization(d.pop("organization"))


        identities = []
        _identities = d.pop("identities")
        for identities_item_data in (_identities):
            identities_item = IdentityOut.from_dict(identities_item_data)



            identities.append(identities_item)


        merged = []
        _merged = d.pop("merged")
        for merged_item_data in (_merged):
            merged_item = Reference.from_dict(merged_item_data)



            merged.append(merged_item)


        open_tickets = []
        _open_tickets = d.pop("open_tickets")
        for open_tickets_item_data in (_open_tickets):
            open_tickets_item = TicketShort.from_dict(open_tickets_item_data)



            open_tickets.append(open_tickets_item)


        open_count = d.pop("open_count")

        recent_tickets = []
        _recent_tickets = d.pop("recent_tickets")
        for recent_tickets_item_data in (_recent_tickets):
            recent_tickets_item = TicketShort.from_dict(recent_tickets_item_data)



            recent_tickets.append(recent_tickets_item)


        ticket_count = d.pop("ticket_count")

        channels = cast(list[str], d.pop("channels"))


        ratings = RatingsOverview.from_dict(d.pop("ratings"))




        notes = []
        _notes = d.pop("notes")
        for notes_item_data in (_notes):
            notes_item = CustomerNoteOut.from_dict(notes_item_data)



            notes.append(notes_item)


        first_seen_at = datetime.datetime.fromisoformat(d.pop("first_seen_at"))




        def _parse_last_activity_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_activity_at_type_0 = datetime.datetime.fromisoformat(data)



                return last_activity_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_activity_at = _parse_last_activity_at(d.pop("last_activity_at"))


        customer_overview = cls(
            organization=organization,
            identities=identities,
            merged=merged,
            open_tickets=open_tickets,
            open_count=open_count,
            recent_tickets=recent_tickets,
            ticket_count=ticket_count,
            channels=channels,
            ratings=ratings,
            notes=notes,
            first_seen_at=first_seen_at,
            last_activity_at=last_activity_at,
        )

        return customer_overview

