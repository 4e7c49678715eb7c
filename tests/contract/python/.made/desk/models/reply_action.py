from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.reply_action_format import ReplyActionFormat
from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="ReplyAction")



@_attrs_define
class ReplyAction:
    """ Write to the customer, from a template or a text of its own. Skipped when something in it has no value.

        Attributes:
            type_ (Literal['reply']):
            template_id (None | Unset | UUID):
            body (None | str | Unset):
            format_ (ReplyActionFormat | Unset): Of `body`; a template has its own. Default: ReplyActionFormat.TEXT.
            force (bool | Unset): Write it even though something in it has no value. Default: False.
     """

    type_: Literal['reply']
    template_id: None | Unset | UUID = UNSET
    body: None | str | Unset = UNSET
    format_: ReplyActionFormat | Unset = ReplyActionFormat.TEXT
    force: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        elif isinstance(self.template_id, UUID):
            template_id = str(self.template_id)
        else:
            template_id = self.template_id

        body: None | str | Unset
        if isinstance(self.body, Unset):
            body = UNSET
        else:
            body = self.body

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.value


        force = self.force


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
        })
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if body is not UNSET:
            field_dict["body"] = body
        if format_ is not UNSET:
            field_dict["format"] = format_
        if force is not UNSET:
            field_dict["force"] = force

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['reply'] , d.pop("type"))
        if type_ != 'reply':
            raise ValueError(f"type must match const 'reply', got '{type_}'")

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


        def _parse_body(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        body = _parse_body(d.pop("body", UNSET))


        _format_ = d.pop("format", UNSET)
        format_: ReplyActionFormat | Unset
        if isinstance(_format_,  Unset):
            format_ = UNSET
        else:
            format_ = ReplyActionFormat(_format_)




        force = d.pop("force", UNSET)

        reply_action = cls(
            type_=type_,
            template_id=template_id,
            body=body,
            format_=format_,
            force=force,
        )

        return reply_action

