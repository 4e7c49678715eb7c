from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="IntakeParkedOut")



@_attrs_define
class IntakeParkedOut:
    """ Where a webhook is kept that is authentic and could not become anything yet. It is safe: do not send it again.

        Attributes:
            parked (UUID):
     """

    parked: UUID





    def to_dict(self) -> dict[str, Any]:
        parked = str(self.parked)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "parked": parked,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        parked = UUID(d.pop("parked"))




        intake_parked_out = cls(
            parked=parked,
        )

        return intake_parked_out

