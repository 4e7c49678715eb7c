from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.recipient_out_state import RecipientOutState
from typing import cast
import datetime






T = TypeVar("T", bound="RecipientOut")



@_attrs_define
class RecipientOut:
    """ The furthest that is known of one recipient.

        Attributes:
            recipient (str):
            state (RecipientOutState):
            detail (None | str):
            at (datetime.datetime):
            reported_at (datetime.datetime):
     """

    recipient: str
    state: RecipientOutState
    detail: None | str
    at: datetime.datetime
    reported_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        recipient = self.recipient

        state = self.state.value

        detail: None | str
        detail = self.detail

        at = self.at.isoformat()

        reported_at = self.reported_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "recipient": recipient,
            "state": state,
            "detail": detail,
            "at": at,
            "reported_at": reported_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        recipient = d.pop("recipient")

        state = RecipientOutState(d.pop("state"))




        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))


        at = datetime.datetime.fromisoformat(d.pop("at"))




        reported_at = datetime.datetime.fromisoformat(d.pop("reported_at"))




        recipient_out = cls(
            recipient=recipient,
            state=state,
            detail=detail,
            at=at,
            reported_at=reported_at,
        )

        return recipient_out

