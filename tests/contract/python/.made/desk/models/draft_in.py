from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.draft_in_format import DraftInFormat
from ..models.draft_in_visibility import DraftInVisibility
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="DraftIn")



@_attrs_define
class DraftIn:
    """ What you have written so far.

        Attributes:
            body (str):
            format_ (DraftInFormat | Unset):  Default: DraftInFormat.TEXT.
            visibility (DraftInVisibility | Unset):  Default: DraftInVisibility.PUBLIC.
            attachment_ids (list[UUID] | Unset): Files that you have uploaded and that belong to no message yet, in this
                order.
            last_seen_seq (int | None | Unset):
     """

    body: str
    format_: DraftInFormat | Unset = DraftInFormat.TEXT
    visibility: DraftInVisibility | Unset = DraftInVisibility.PUBLIC
    attachment_ids: list[UUID] | Unset = UNSET
    last_seen_seq: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.value


        visibility: str | Unset = UNSET
        if not isinstance(self.visibility, Unset):
            visibility = self.visibility.value


        attachment_ids: list[str] | Unset = UNSET
        if not isinstance(self.attachment_ids, Unset):
            attachment_ids = []
            for attachment_ids_item_data in self.attachment_ids:
                attachment_ids_item = str(attachment_ids_item_data)
                attachment_ids.append(attachment_ids_item)



        last_seen_seq: int | None | Unset
        if isinstance(self.last_seen_seq, Unset):
            last_seen_seq = UNSET
        else:
            last_seen_seq = self.last_seen_seq


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
        })
        if format_ is not UNSET:
            field_dict["format"] = format_
        if visibility is not UNSET:
            field_dict["visibility"] = visibility
        if attachment_ids is not UNSET:
            field_dict["attachment_ids"] = attachment_ids
        if last_seen_seq is not UNSET:
            field_dict["last_seen_seq"] = last_seen_seq

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        _format_ = d.pop("format", UNSET)
        format_: DraftInFormat | Unset
        if isinstance(_format_,  Unset):
            format_ = UNSET
        else:
            format_ = DraftInFormat(_format_)




        _visibility = d.pop("visibility", UNSET)
        visibility: DraftInVisibility | Unset
        if isinstance(_visibility,  Unset):
            visibility = UNSET
        else:
            visibility = DraftInVisibility(_visibility)




        _attachment_ids = d.pop("attachment_ids", UNSET)
        attachment_ids: list[UUID] | Unset = UNSET
        if _attachment_ids is not UNSET:
            attachment_ids = []
            for attachment_ids_item_data in _attachment_ids:
                attachment_ids_item = UUID(attachment_ids_item_data)



                attachment_ids.append(attachment_ids_item)


        def _parse_last_seen_seq(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        last_seen_seq = _parse_last_seen_seq(d.pop("last_seen_seq", UNSET))


        draft_in = cls(
            body=body,
            format_=format_,
            visibility=visibility,
            attachment_ids=attachment_ids,
            last_seen_seq=last_seen_seq,
        )

        return draft_in

