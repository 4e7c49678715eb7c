from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="RedactIn")



@_attrs_define
class RedactIn:
    """ What is to be removed for good: by default the text and all files.

        Attributes:
            text (bool | Unset):  Default: True.
            attachment_ids (list[UUID] | None | Unset): These files; null: all of them; []: none.
            reason (None | str | Unset): For agents: why. Do not repeat what is removed.
     """

    text: bool | Unset = True
    attachment_ids: list[UUID] | None | Unset = UNSET
    reason: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        text = self.text

        attachment_ids: list[str] | None | Unset
        if isinstance(self.attachment_ids, Unset):
            attachment_ids = UNSET
        elif isinstance(self.attachment_ids, list):
            attachment_ids = []
            for attachment_ids_type_0_item_data in self.attachment_ids:
                attachment_ids_type_0_item = str(attachment_ids_type_0_item_data)
                attachment_ids.append(attachment_ids_type_0_item)


        else:
            attachment_ids = self.attachment_ids

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if text is not UNSET:
            field_dict["text"] = text
        if attachment_ids is not UNSET:
            field_dict["attachment_ids"] = attachment_ids
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text", UNSET)

        def _parse_attachment_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                attachment_ids_type_0 = []
                _attachment_ids_type_0 = data
                for attachment_ids_type_0_item_data in (_attachment_ids_type_0):
                    attachment_ids_type_0_item = UUID(attachment_ids_type_0_item_data)



                    attachment_ids_type_0.append(attachment_ids_type_0_item)

                return attachment_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        attachment_ids = _parse_attachment_ids(d.pop("attachment_ids", UNSET))


        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        redact_in = cls(
            text=text,
            attachment_ids=attachment_ids,
            reason=reason,
        )

        return redact_in

