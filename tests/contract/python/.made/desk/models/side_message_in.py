from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="SideMessageIn")



@_attrs_define
class SideMessageIn:
    """ A message. With `client_message_id` it is stored exactly once, however often it is sent.

        Attributes:
            body (str):
            client_message_id (None | str | Unset):
     """

    body: str
    client_message_id: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        client_message_id: None | str | Unset
        if isinstance(self.client_message_id, Unset):
            client_message_id = UNSET
        else:
            client_message_id = self.client_message_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
        })
        if client_message_id is not UNSET:
            field_dict["client_message_id"] = client_message_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        def _parse_client_message_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        client_message_id = _parse_client_message_id(d.pop("client_message_id", UNSET))


        side_message_in = cls(
            body=body,
            client_message_id=client_message_id,
        )

        return side_message_in

