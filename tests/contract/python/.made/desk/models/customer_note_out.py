from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="CustomerNoteOut")



@_attrs_define
class CustomerNoteOut:
    """ A note on a customer. Customers and partners never see it.

        Attributes:
            id (UUID):
            customer_id (UUID):
            author_id (UUID):
            author_name (str):
            body (str):
            pinned (bool): Shown before everything else about the customer.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    customer_id: UUID
    author_id: UUID
    author_name: str
    body: str
    pinned: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        customer_id = str(self.customer_id)

        author_id = str(self.author_id)

        author_name = self.author_name

        body = self.body

        pinned = self.pinned

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "customer_id": customer_id,
            "author_id": author_id,
            "author_name": author_name,
            "body": body,
            "pinned": pinned,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        customer_id = UUID(d.pop("customer_id"))




        author_id = UUID(d.pop("author_id"))




        author_name = d.pop("author_name")

        body = d.pop("body")

        pinned = d.pop("pinned")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        customer_note_out = cls(
            id=id,
            customer_id=customer_id,
            author_id=author_id,
            author_name=author_name,
            body=body,
            pinned=pinned,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return customer_note_out

