from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="UploadOut")



@_attrs_define
class UploadOut:
    """ Where to put it, and until when; then `POST /v1/attachments/{id}/complete`.

        Attributes:
            id (UUID):
            method (Literal['PUT']):
            url (str):
            expires_at (datetime.datetime):
     """

    id: UUID
    method: Literal['PUT']
    url: str
    expires_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        method = self.method

        url = self.url

        expires_at = self.expires_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "method": method,
            "url": url,
            "expires_at": expires_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        method = cast(Literal['PUT'] , d.pop("method"))
        if method != 'PUT':
            raise ValueError(f"method must match const 'PUT', got '{method}'")

        url = d.pop("url")

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))




        upload_out = cls(
            id=id,
            method=method,
            url=url,
            expires_at=expires_at,
        )

        return upload_out

