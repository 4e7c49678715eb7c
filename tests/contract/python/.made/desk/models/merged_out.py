from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.merged_out_outcome import MergedOutOutcome
from uuid import UUID






T = TypeVar("T", bound="MergedOut")



@_attrs_define
class MergedOut:
    """ What became of one of them: `already` when it was part of this ticket before.

        Attributes:
            id (UUID):
            number (int):
            outcome (MergedOutOutcome):
     """

    id: UUID
    number: int
    outcome: MergedOutOutcome





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number

        outcome = self.outcome.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
            "outcome": outcome,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        outcome = MergedOutOutcome(d.pop("outcome"))




        merged_out = cls(
            id=id,
            number=number,
            outcome=outcome,
        )

        return merged_out

