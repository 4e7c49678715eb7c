from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.chat_in_custom_fields import ChatInCustomFields





T = TypeVar("T", bound="ChatIn")



@_attrs_define
class ChatIn:
    """ A customer's first words; everything else helps to find the right agent.

        Attributes:
            body (str):
            topic (None | str | Unset):
            language (None | str | Unset):
            brand (None | str | Unset):
            custom_fields (ChatInCustomFields | Unset): Those that customers may set; see `GET /v1/forms`.
            attachment_ids (list[UUID] | Unset): Files that you have uploaded and that belong to no message yet, in this
                order.
     """

    body: str
    topic: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    brand: None | str | Unset = UNSET
    custom_fields: ChatInCustomFields | Unset = UNSET
    attachment_ids: list[UUID] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.chat_in_custom_fields import ChatInCustomFields # noqa: PLC0415
        body = self.body

        topic: None | str | Unset
        if isinstance(self.topic, Unset):
            topic = UNSET
        else:
            topic = self.topic

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        custom_fields: dict[str, Any] | Unset = UNSET
        if not isinstance(self.custom_fields, Unset):
            custom_fields = self.custom_fields.to_dict()

        attachment_ids: list[str] | Unset = UNSET
        if not isinstance(self.attachment_ids, Unset):
            attachment_ids = []
            for attachment_ids_item_data in self.attachment_ids:
                attachment_ids_item = str(attachment_ids_item_data)
                attachment_ids.append(attachment_ids_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
        })
        if topic is not UNSET:
            field_dict["topic"] = topic
        if language is not UNSET:
            field_dict["language"] = language
        if brand is not UNSET:
            field_dict["brand"] = brand
        if custom_fields is not UNSET:
            field_dict["custom_fields"] = custom_fields
        if attachment_ids is not UNSET:
            field_dict["attachment_ids"] = attachment_ids

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chat_in_custom_fields import ChatInCustomFields # noqa: PLC0415
        d = dict(src_dict)
        body = d.pop("body")

        def _parse_topic(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        topic = _parse_topic(d.pop("topic", UNSET))


        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        _custom_fields = d.pop("custom_fields", UNSET)
        custom_fields: ChatInCustomFields | Unset
        if isinstance(_custom_fields,  Unset):
            custom_fields = UNSET
        else:
            custom_fields = ChatInCustomFields.from_dict(_custom_fields)




        _attachment_ids = d.pop("attachment_ids", UNSET)
        attachment_ids: list[UUID] | Unset = UNSET
        if _attachment_ids is not UNSET:
            attachment_ids = []
            for attachment_ids_item_data in _attachment_ids:
                attachment_ids_item = UUID(attachment_ids_item_data)



                attachment_ids.append(attachment_ids_item)


        chat_in = cls(
            body=body,
            topic=topic,
            language=language,
            brand=brand,
            custom_fields=custom_fields,
            attachment_ids=attachment_ids,
        )

        return chat_in

