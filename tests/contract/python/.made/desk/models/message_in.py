from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.message_in_format import MessageInFormat
from ..models.message_in_visibility import MessageInVisibility
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="MessageIn")



@_attrs_define
class MessageIn:
    """ A message onto a thread. With `client_message_id` it is stored exactly once, however often it is sent.

        Attributes:
            body (str): May be empty when there are files.
            format_ (MessageInFormat | Unset):  Default: MessageInFormat.TEXT.
            visibility (MessageInVisibility | Unset):  Default: MessageInVisibility.PUBLIC.
            client_message_id (None | str | Unset):
            attachment_ids (list[UUID] | Unset): Files that you have uploaded and that belong to no message yet, in this
                order.
            mention_ids (list[UUID] | Unset): Agents, in notes: colleagues and teams whom it names. They are told.
            last_seen_seq (int | None | Unset):
            force (bool | Unset):  Default: False.
            draft_version (int | None | Unset): Agents: the version of your draft that this is. It is deleted in the same
                step, unless another device has changed it since.
            template_id (None | Unset | UUID): Agents: what the body was made of. Refused while anything in it is in braces.
     """

    body: str
    format_: MessageInFormat | Unset = MessageInFormat.TEXT
    visibility: MessageInVisibility | Unset = MessageInVisibility.PUBLIC
    client_message_id: None | str | Unset = UNSET
    attachment_ids: list[UUID] | Unset = UNSET
    mention_ids: list[UUID] | Unset = UNSET
    last_seen_seq: int | None | Unset = UNSET
    force: bool | Unset = False
    draft_version: int | None | Unset = UNSET
    template_id: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.value


        visibility: str | Unset = UNSET
        if not isinstance(self.visibility, Unset):
            visibility = self.visibility.value


        client_message_id: None | str | Unset
        if isinstance(self.client_message_id, Unset):
            client_message_id = UNSET
        else:
            client_message_id = self.client_message_id

        attachment_ids: list[str] | Unset = UNSET
        if not isinstance(self.attachment_ids, Unset):
            attachment_ids = []
            for attachment_ids_item_data in self.attachment_ids:
                attachment_ids_item = str(attachment_ids_item_data)
                attachment_ids.append(attachment_ids_item)



        mention_ids: list[str] | Unset = UNSET
        if not isinstance(self.mention_ids, Unset):
            mention_ids = []
            for mention_ids_item_data in self.mention_ids:
                mention_ids_item = str(mention_ids_item_data)
                mention_ids.append(mention_ids_item)



        last_seen_seq: int | None | Unset
        if isinstance(self.last_seen_seq, Unset):
            last_seen_seq = UNSET
        else:
            last_seen_seq = self.last_seen_seq

        force = self.force

        draft_version: int | None | Unset
        if isinstance(self.draft_version, Unset):
            draft_version = UNSET
        else:
            draft_version = self.draft_version

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        elif isinstance(self.template_id, UUID):
            template_id = str(self.template_id)
        else:
            template_id = self.template_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
        })
        if format_ is not UNSET:
            field_dict["format"] = format_
        if visibility is not UNSET:
            field_dict["visibility"] = visibility
        if client_message_id is not UNSET:
            field_dict["client_message_id"] = client_message_id
        if attachment_ids is not UNSET:
            field_dict["attachment_ids"] = attachment_ids
        if mention_ids is not UNSET:
            field_dict["mention_ids"] = mention_ids
        if last_seen_seq is not UNSET:
            field_dict["last_seen_seq"] = last_seen_seq
        if force is not UNSET:
            field_dict["force"] = force
        if draft_version is not UNSET:
            field_dict["draft_version"] = draft_version
        if template_id is not UNSET:
            field_dict["template_id"] = template_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        _format_ = d.pop("format", UNSET)
        format_: MessageInFormat | Unset
        if isinstance(_format_,  Unset):
            format_ = UNSET
        else:
            format_ = MessageInFormat(_format_)




        _visibility = d.pop("visibility", UNSET)
        visibility: MessageInVisibility | Unset
        if isinstance(_visibility,  Unset):
            visibility = UNSET
        else:
            visibility = MessageInVisibility(_visibility)




        def _parse_client_message_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        client_message_id = _parse_client_message_id(d.pop("client_message_id", UNSET))


        _attachment_ids = d.pop("attachment_ids", UNSET)
        attachment_ids: list[UUID] | Unset = UNSET
        if _attachment_ids is not UNSET:
            attachment_ids = []
            for attachment_ids_item_data in _attachment_ids:
                attachment_ids_item = UUID(attachment_ids_item_data)



                attachment_ids.append(attachment_ids_item)


        _mention_ids = d.pop("mention_ids", UNSET)
        mention_ids: list[UUID] | Unset = UNSET
        if _mention_ids is not UNSET:
            mention_ids = []
            for mention_ids_item_data in _mention_ids:
                mention_ids_item = UUID(mention_ids_item_data)



                mention_ids.append(mention_ids_item)


        def _parse_last_seen_seq(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        last_seen_seq = _parse_last_seen_seq(d.pop("last_seen_seq", UNSET))


        force = d.pop("force", UNSET)

        def _parse_draft_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        draft_version = _parse_draft_version(d.pop("draft_version", UNSET))


        def _parse_template_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                template_id_type_0 = UUID(data)



                return template_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))


        message_in = cls(
            body=body,
            format_=format_,
            visibility=visibility,
            client_message_id=client_message_id,
            attachment_ids=attachment_ids,
            mention_ids=mention_ids,
            last_seen_seq=last_seen_seq,
            force=force,
            draft_version=draft_version,
            template_id=template_id,
        )

        return message_in

