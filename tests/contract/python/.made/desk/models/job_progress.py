from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="JobProgress")



@_attrs_define
class JobProgress:
    """ How far a job is, in pieces of its own kind (tickets, say).

        Attributes:
            done (int):
            total (int | None): Null while nobody knows.
     """

    done: int
    total: int | None





    def to_dict(self) -> dict[str, Any]:
        done = self.done

        total: int | None
        total = self.total


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "done": done,
            "total": total,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        done = d.pop("done")

        def _parse_total(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        total = _parse_total(d.pop("total"))


        job_progress = cls(
            done=done,
            total=total,
        )

        return job_progress

