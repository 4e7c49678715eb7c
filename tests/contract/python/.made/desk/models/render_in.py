from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.render_in_visibility import RenderInVisibility
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="RenderIn")



@_attrs_define
class RenderIn:
    """ For which ticket, and for whose eyes.

        Attributes:
            ticket_id (UUID):
            visibility (RenderInVisibility | Unset):  Default: RenderInVisibility.PUBLIC.
            locale (None | str | Unset): null: the ticket's language, else the customer's.
     """

    ticket_id: UUID
    visibility: RenderInVisibility | Unset = RenderInVisibility.PUBLIC
    locale: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        visibility: str | Unset = UNSET
        if not isinstance(self.visibility, Unset):
            visibility = self.visibility.value


        locale: None | str | Unset
        if isinstance(self.locale, Unset):
            locale = UNSET
        else:
            locale = self.locale


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
        })
        if visibility is not UNSET:
            field_dict["visibility"] = visibility
        if locale is not UNSET:
            field_dict["locale"] = locale

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        _visibility = d.pop("visibility", UNSET)
        visibility: RenderInVisibility | Unset
        if isinstance(_visibility,  Unset):
            visibility = UNSET
        else:
            visibility = RenderInVisibility(_visibility)




        def _parse_locale(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        locale = _parse_locale(d.pop("locale", UNSET))


        render_in = cls(
            ticket_id=ticket_id,
            visibility=visibility,
            locale=locale,
        )

        return render_in

