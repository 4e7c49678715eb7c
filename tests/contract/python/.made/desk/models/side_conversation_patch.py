from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.side_conversation_patch_status_type_0 import SideConversationPatchStatusType0
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="SideConversationPatch")



@_attrs_define
class SideConversationPatch:
    """ Changes of a side conversation; only the fields that are sent are changed.

        Attributes:
            subject (None | str | Unset):
            status (None | SideConversationPatchStatusType0 | Unset):
     """

    subject: None | str | Unset = UNSET
    status: None | SideConversationPatchStatusType0 | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, SideConversationPatchStatusType0):
            status = self.status.value
        else:
            status = self.status


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if subject is not UNSET:
            field_dict["subject"] = subject
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))


        def _parse_status(data: object) -> None | SideConversationPatchStatusType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = SideConversationPatchStatusType0(data)



                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SideConversationPatchStatusType0 | Unset, data)

        status = _parse_status(d.pop("status", UNSET))


        side_conversation_patch = cls(
            subject=subject,
            status=status,
        )

        return side_conversation_patch

