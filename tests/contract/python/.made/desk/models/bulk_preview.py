from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.bulk_example import BulkExample





T = TypeVar("T", bound="BulkPreview")



@_attrs_define
class BulkPreview:
    """ How many tickets it would be, and what would become of the first of them.

        Attributes:
            tickets (int | None): Null when counting them would take too long.
            too_many (bool): More than 10000: refused when it begins.
            examples (list[BulkExample]):
     """

    tickets: int | None
    too_many: bool
    examples: list[BulkExample]





    def to_dict(self) -> dict[str, Any]:
        from ..models.bulk_example import BulkExample # noqa: PLC0415
        tickets: int | None
        tickets = self.tickets

        too_many = self.too_many

        examples = []
        for examples_item_data in self.examples:
            examples_item = examples_item_data.to_dict()
            examples.append(examples_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "tickets": tickets,
            "too_many": too_many,
            "examples": examples,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bulk_example import BulkExample # noqa: PLC0415
        d = dict(src_dict)
        def _parse_tickets(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        tickets = _parse_tickets(d.pop("tickets"))


        too_many = d.pop("too_many")

        examples = []
        _examples = d.pop("examples")
        for examples_item_data in (_examples):
            examples_item = BulkExample.from_dict(examples_item_data)



            examples.append(examples_item)


        bulk_preview = cls(
            tickets=tickets,
            too_many=too_many,
            examples=examples,
        )

        return bulk_preview

