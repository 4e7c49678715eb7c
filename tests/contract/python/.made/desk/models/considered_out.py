from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID






T = TypeVar("T", bound="ConsideredOut")



@_attrs_define
class ConsideredOut:
    """ An agent who was considered: those who could take it first, the best first.

        Attributes:
            id (UUID):
            name (str):
            chosen (bool):
            eligible (bool):
            why (None | str): Why they could not take it, as a stable code; null when they could.
            detail (None | str): The same in words.
            load (int | None): What they held on the channel; null where it was not stored.
            capacity (int | None):
     """

    id: UUID
    name: str
    chosen: bool
    eligible: bool
    why: None | str
    detail: None | str
    load: int | None
    capacity: int | None





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        chosen = self.chosen

        eligible = self.eligible

        why: None | str
        why = self.why

        detail: None | str
        detail = self.detail

        load: int | None
        load = self.load

        capacity: int | None
        capacity = self.capacity


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "chosen": chosen,
            "eligible": eligible,
            "why": why,
            "detail": detail,
            "load": load,
            "capacity": capacity,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        chosen = d.pop("chosen")

        eligible = d.pop("eligible")

        def _parse_why(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        why = _parse_why(d.pop("why"))


        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))


        def _parse_load(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        load = _parse_load(d.pop("load"))


        def _parse_capacity(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        capacity = _parse_capacity(d.pop("capacity"))


        considered_out = cls(
            id=id,
            name=name,
            chosen=chosen,
            eligible=eligible,
            why=why,
            detail=detail,
            load=load,
            capacity=capacity,
        )

        return considered_out

