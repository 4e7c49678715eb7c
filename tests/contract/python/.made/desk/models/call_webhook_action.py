from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="CallWebhookAction")



@_attrs_define
class CallWebhookAction:
    """ Post what has happened to an address.

        Attributes:
            type_ (Literal['call_webhook']):
            url (str):
     """

    type_: Literal['call_webhook']
    url: str





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        url = self.url


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['call_webhook'] , d.pop("type"))
        if type_ != 'call_webhook':
            raise ValueError(f"type must match const 'call_webhook', got '{type_}'")

        url = d.pop("url")

        call_webhook_action = cls(
            type_=type_,
            url=url,
        )

        return call_webhook_action

