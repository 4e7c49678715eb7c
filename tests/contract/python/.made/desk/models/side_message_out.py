from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.side_message_out_author_kind import SideMessageOutAuthorKind
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="SideMessageOut")



@_attrs_define
class SideMessageOut:
    """ A message of a side conversation; `seq` counts from 1 without holes.

        Attributes:
            id (UUID):
            conversation_id (UUID):
            seq (int):
            author_kind (SideMessageOutAuthorKind):
            author_id (None | UUID):
            author_name (str):
            body (str):
            client_message_id (None | str):
            created_at (datetime.datetime):
     """

    id: UUID
    conversation_id: UUID
    seq: int
    author_kind: SideMessageOutAuthorKind
    author_id: None | UUID
    author_name: str
    body: str
    client_message_id: None | str
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        conversation_id = str(self.conversation_id)

        seq = self.seq

        author_kind = self.author_kind.value

        author_id: None | str
        if isinstance(self.author_id, UUID):
            author_id = str(self.author_id)
        else:
            author_id = self.author_id

        author_name = self.author_name

        body = self.body

        client_message_id: None | str
        client_message_id = self.client_message_id

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "conversation_id": conversation_id,
            "seq": seq,
            "author_kind": author_kind,
            "author_id": author_id,
            "author_name": author_name,
            "body": body,
            "client_message_id": client_message_id,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        conversation_id = UUID(d.pop("conversation_id"))




        seq = d.pop("seq")

        author_kind = SideMessageOutAuthorKind(d.pop("author_kind"))




        def _parse_author_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                author_id_type_0 = UUID(data)



                return author_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        author_id = _parse_author_id(d.pop("author_id"))


        author_name = d.pop("author_name")

        body = d.pop("body")

        def _parse_client_message_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        client_message_id = _parse_client_message_id(d.pop("client_message_id"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        side_message_out = cls(
            id=id,
            conversation_id=conversation_id,
            seq=seq,
            author_kind=author_kind,
            author_id=author_id,
            author_name=author_name,
            body=body,
            client_message_id=client_message_id,
            created_at=created_at,
        )

        return side_message_out

