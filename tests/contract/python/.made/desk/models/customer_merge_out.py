from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.customer_merge_out_filled import CustomerMergeOutFilled





T = TypeVar("T", bound="CustomerMergeOut")



@_attrs_define
class CustomerMergeOut:
    """ A merge, undone or not.

        Attributes:
            id (UUID):
            source_id (UUID):
            target_id (UUID):
            filled (CustomerMergeOutFilled): Fields of the target that were empty and were taken from the source.
            by (str): Who merged them.
            merged_at (datetime.datetime):
            undone_at (datetime.datetime | None):
     """

    id: UUID
    source_id: UUID
    target_id: UUID
    filled: CustomerMergeOutFilled
    by: str
    merged_at: datetime.datetime
    undone_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_merge_out_filled import CustomerMergeOutFilled # noqa: PLC0415
        id = str(self.id)

        source_id = str(self.source_id)

        target_id = str(self.target_id)

        filled = self.filled.to_dict()

        by = self.by

        merged_at = self.merged_at.isoformat()

        undone_at: None | str
        if isinstance(self.undone_at, datetime.datetime):
            undone_at = self.undone_at.isoformat()
        else:
            undone_at = self.undone_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "source_id": source_id,
            "target_id": target_id,
            "filled": filled,
            "by": by,
            "merged_at": merged_at,
            "undone_at": undone_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.customer_merge_out_filled import CustomerMergeOutFilled # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        source_id = UUID(d.pop("source_id"))




        target_id = UUID(d.pop("target_id"))




        filled = CustomerMergeOutFilled.from_dict(d.pop("filled"))




        by = d.pop("by")

        merged_at = datetime.datetime.fromisoformat(d.pop("merged_at"))




        def _parse_undone_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                undone_at_type_0 = datetime.datetime.fromisoformat(data)



                return undone_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        undone_at = _parse_undone_at(d.pop("undone_at"))


        customer_merge_out = cls(
            id=id,
            source_id=source_id,
            target_id=target_id,
            filled=filled,
            by=by,
            merged_at=merged_at,
            undone_at=undone_at,
        )

        return customer_merge_out

