from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.delivery_in_state import DeliveryInState
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="DeliveryIn")



@_attrs_define
class DeliveryIn:
    """ What your channel knows of a message. Reports may be repeated and come in any order.

        Attributes:
            state (DeliveryInState):
            recipient (str | Unset): To whom, when the message went to several. Default: ''.
            detail (None | str | Unset): Why it failed or bounced.
            at (datetime.datetime | None | Unset): When; now, if not said.
     """

    state: DeliveryInState
    recipient: str | Unset = ''
    detail: None | str | Unset = UNSET
    at: datetime.datetime | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        state = self.state.value

        recipient = self.recipient

        detail: None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        else:
            detail = self.detail

        at: None | str | Unset
        if isinstance(self.at, Unset):
            at = UNSET
        elif isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "state": state,
        })
        if recipient is not UNSET:
            field_dict["recipient"] = recipient
        if detail is not UNSET:
            field_dict["detail"] = detail
        if at is not UNSET:
            field_dict["at"] = at

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = DeliveryInState(d.pop("state"))




        recipient = d.pop("recipient", UNSET)

        def _parse_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))


        def _parse_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)



                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        at = _parse_at(d.pop("at", UNSET))


        delivery_in = cls(
            state=state,
            recipient=recipient,
            detail=detail,
            at=at,
        )

        return delivery_in

