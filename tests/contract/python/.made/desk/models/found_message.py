from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.found_message_visibility import FoundMessageVisibility
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.author_out import AuthorOut





T = TypeVar("T", bound="FoundMessage")



@_attrs_define
class FoundMessage:
    """ The message that was found, without its text: `html` shows why it was found.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            seq (int):
            author (AuthorOut): Whose words these are.
            visibility (FoundMessageVisibility):
            created_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    seq: int
    author: AuthorOut
    visibility: FoundMessageVisibility
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.author_out import AuthorOut # noqa: PLC0415
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        seq = self.seq

        author = self.author.to_dict()

        visibility = self.visibility.value

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "seq": seq,
            "author": author,
            "visibility": visibility,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.author_out import AuthorOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        seq = d.pop("seq")

        author = AuthorOut.from_dict(d.pop("author"))




        visibility = FoundMessageVisibility(d.pop("visibility"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        found_message = cls(
            id=id,
            ticket_id=ticket_id,
            seq=seq,
            author=author,
            visibility=visibility,
            created_at=created_at,
        )

        return found_message

