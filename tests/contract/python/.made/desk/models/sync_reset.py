from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="SyncReset")



@_attrs_define
class SyncReset:
    """ What the client holds of this ticket is not its history: drop it and begin at 0.

        Attributes:
            ticket (UUID):
            reason (str):
     """

    ticket: UUID
    reason: str





    def to_dict(self) -> dict[str, Any]:
        ticket = str(self.ticket)

        reason = self.reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket": ticket,
            "reason": reason,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ticket = UUID(d.pop("ticket"))




        reason = d.pop("reason")

        sync_reset = cls(
            ticket=ticket,
            reason=reason,
        )

        return sync_reset

