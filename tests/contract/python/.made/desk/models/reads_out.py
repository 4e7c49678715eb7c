from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.reads_out_read import ReadsOutRead





T = TypeVar("T", bound="ReadsOut")



@_attrs_define
class ReadsOut:
    """ How far each participant has read a ticket, as the caller counts.

    Customers and partners are told of the requester, the assignee and whoever has answered them; agents of everybody.

        Attributes:
            ticket_id (UUID):
            last_seq (int):
            read (ReadsOutRead):
            unread (int): Messages by others after the caller's own mark; 100 means 100 or more.
     """

    ticket_id: UUID
    last_seq: int
    read: ReadsOutRead
    unread: int





    def to_dict(self) -> dict[str, Any]:
        from ..models.reads_out_read import ReadsOutRead # noqa: PLC0415
        ticket_id = str(self.ticket_id)

        last_seq = self.last_seq

        read = self.read.to_dict()

        unread = self.unread


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "last_seq": last_seq,
            "read": read,
            "unread": unread,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reads_out_read import ReadsOutRead # noqa: PLC0415
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        last_seq = d.pop("last_seq")

        read = ReadsOutRead.from_dict(d.pop("read"))




        unread = d.pop("unread")

        reads_out = cls(
            ticket_id=ticket_id,
            last_seq=last_seq,
            read=read,
            unread=unread,
        )

        return reads_out

