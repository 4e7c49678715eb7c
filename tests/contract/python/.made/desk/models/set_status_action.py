from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.set_status_action_status import SetStatusActionStatus
from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="SetStatusAction")



@_attrs_define
class SetStatusAction:
    """ Change the status.

        Attributes:
            type_ (Literal['set_status']):
            status (SetStatusActionStatus):
            pending_seconds (int | None | Unset): With `pending`: it opens by itself after so long.
     """

    type_: Literal['set_status']
    status: SetStatusActionStatus
    pending_seconds: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        status = self.status.value

        pending_seconds: int | None | Unset
        if isinstance(self.pending_seconds, Unset):
            pending_seconds = UNSET
        else:
            pending_seconds = self.pending_seconds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "status": status,
        })
        if pending_seconds is not UNSET:
            field_dict["pending_seconds"] = pending_seconds

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_status'] , d.pop("type"))
        if type_ != 'set_status':
            raise ValueError(f"type must match const 'set_status', got '{type_}'")

        status = SetStatusActionStatus(d.pop("status"))




        def _parse_pending_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        pending_seconds = _parse_pending_seconds(d.pop("pending_seconds", UNSET))


        set_status_action = cls(
            type_=type_,
            status=status,
            pending_seconds=pending_seconds,
        )

        return set_status_action

