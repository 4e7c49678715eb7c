from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.render_text_in_format import RenderTextInFormat
from ..models.render_text_in_visibility import RenderTextInVisibility
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="RenderTextIn")



@_attrs_define
class RenderTextIn:
    """ A text that is no template yet, filled for a ticket.

        Attributes:
            ticket_id (UUID):
            body (str):
            visibility (RenderTextInVisibility | Unset):  Default: RenderTextInVisibility.PUBLIC.
            locale (None | str | Unset): null: the ticket's language, else the customer's.
            format_ (RenderTextInFormat | Unset):  Default: RenderTextInFormat.TEXT.
     """

    ticket_id: UUID
    body: str
    visibility: RenderTextInVisibility | Unset = RenderTextInVisibility.PUBLIC
    locale: None | str | Unset = UNSET
    format_: RenderTextInFormat | Unset = RenderTextInFormat.TEXT





    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        body = self.body

        visibility: str | Unset = UNSET
        if not isinstance(self.visibility, Unset):
            visibility = self.visibility.value


        locale: None | str | Unset
        if isinstance(self.locale, Unset):
            locale = UNSET
        else:
            locale = self.locale

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "body": body,
        })
        if visibility is not UNSET:
            field_dict["visibility"] = visibility
        if locale is not UNSET:
            field_dict["locale"] = locale
        if format_ is not UNSET:
            field_dict["format"] = format_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        body = d.pop("body")

        _visibility = d.pop("visibility", UNSET)
        visibility: RenderTextInVisibility | Unset
        if isinstance(_visibility,  Unset):
            visibility = UNSET
        else:
            visibility = RenderTextInVisibility(_visibility)




        def _parse_locale(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        locale = _parse_locale(d.pop("locale", UNSET))


        _format_ = d.pop("format", UNSET)
        format_: RenderTextInFormat | Unset
        if isinstance(_format_,  Unset):
            format_ = UNSET
        else:
            format_ = RenderTextInFormat(_format_)




        render_text_in = cls(
            ticket_id=ticket_id,
            body=body,
            visibility=visibility,
            locale=locale,
            format_=format_,
        )

        return render_text_in

