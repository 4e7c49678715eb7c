from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.message_patch_format_type_0 import MessagePatchFormatType0
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="MessagePatch")



@_attrs_define
class MessagePatch:
    """ What a message is to say instead.

        Attributes:
            body (None | str | Unset):
            format_ (MessagePatchFormatType0 | None | Unset):
     """

    body: None | str | Unset = UNSET
    format_: MessagePatchFormatType0 | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        body: None | str | Unset
        if isinstance(self.body, Unset):
            body = UNSET
        else:
            body = self.body

        format_: None | str | Unset
        if isinstance(self.format_, Unset):
            format_ = UNSET
        elif isinstance(self.format_, MessagePatchFormatType0):
            format_ = self.format_.value
        else:
            format_ = self.format_


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if body is not UNSET:
            field_dict["body"] = body
        if format_ is not UNSET:
            field_dict["format"] = format_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_body(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        body = _parse_body(d.pop("body", UNSET))


        def _parse_format_(data: object) -> MessagePatchFormatType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                format_type_0 = MessagePatchFormatType0(data)



                return format_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MessagePatchFormatType0 | None | Unset, data)

        format_ = _parse_format_(d.pop("format", UNSET))


        message_patch = cls(
            body=body,
            format_=format_,
        )

        return message_patch

