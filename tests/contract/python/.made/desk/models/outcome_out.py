from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.outcome_out_details import OutcomeOutDetails





T = TypeVar("T", bound="OutcomeOut")



@_attrs_define
class OutcomeOut:
    """ What became of one action. What else it says depends on its type.

        Attributes:
            type_ (str):
            skipped (None | str): null: it was done. Else why it was not; `already_so`: nothing to do.
            details (OutcomeOutDetails):
     """

    type_: str
    skipped: None | str
    details: OutcomeOutDetails





    def to_dict(self) -> dict[str, Any]:
        from ..models.outcome_out_details import OutcomeOutDetails # noqa: PLC0415
        type_ = self.type_

        skipped: None | str
        skipped = self.skipped

        details = self.details.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "skipped": skipped,
            "details": details,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.outcome_out_details import OutcomeOutDetails # noqa: PLC0415
        d = dict(src_dict)
        type_ = d.pop("type")

        def _parse_skipped(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        skipped = _parse_skipped(d.pop("skipped"))


        details = OutcomeOutDetails.from_dict(d.pop("details"))




        outcome_out = cls(
            type_=type_,
            skipped=skipped,
            details=details,
        )

        return outcome_out

