from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="OutsideMessage")



@_attrs_define
class OutsideMessage:
    """ A message as somebody outside sees it.

        Attributes:
            seq (int):
            yours (bool):
            author_name (str):
            body (str):
            created_at (datetime.datetime):
     """

    seq: int
    yours: bool
    author_name: str
    body: str
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        seq = self.seq

        yours = self.yours

        author_name = self.author_name

        body = self.body

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "seq": seq,
            "yours": yours,
            "author_name": author_name,
            "body": body,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        seq = d.pop("seq")

        yours = d.pop("yours")

        author_name = d.pop("author_name")

        body = d.pop("body")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        outside_message = cls(
            seq=seq,
            yours=yours,
            author_name=author_name,
            body=body,
            created_at=created_at,
        )

        return outside_message

