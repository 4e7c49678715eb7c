from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="ApplyIn")



@_attrs_define
class ApplyIn:
    """ What you have seen of the thread, so that you do not act past what came in meanwhile.

        Attributes:
            last_seen_seq (int | None | Unset):
            force (bool | Unset): Do it although somebody wrote after that. Default: False.
     """

    last_seen_seq: int | None | Unset = UNSET
    force: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        last_seen_seq: int | None | Unset
        if isinstance(self.last_seen_seq, Unset):
            last_seen_seq = UNSET
        else:
            last_seen_seq = self.last_seen_seq

        force = self.force


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if last_seen_seq is not UNSET:
            field_dict["last_seen_seq"] = last_seen_seq
        if force is not UNSET:
            field_dict["force"] = force

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_last_seen_seq(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        last_seen_seq = _parse_last_seen_seq(d.pop("last_seen_seq", UNSET))


        force = d.pop("force", UNSET)

        apply_in = cls(
            last_seen_seq=last_seen_seq,
            force=force,
        )

        return apply_in

