from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.look_alike_signs_item import LookAlikeSignsItem
from typing import cast

if TYPE_CHECKING:
  from ..models.customer_out import CustomerOut





T = TypeVar("T", bound="LookAlike")



@_attrs_define
class LookAlike:
    """ Two customers who may be one person.

        Attributes:
            customer (CustomerOut): A customer. `claimed_email` is only what a visitor said: it opens nothing and finds
                nobody.
            other (CustomerOut): A customer. `claimed_email` is only what a visitor said: it opens nothing and finds nobody.
            likeness (float): 0 to 1: how likely they are one person.
            signs (list[LookAlikeSignsItem]): What they share, the strongest first.
     """

    customer: CustomerOut
    other: CustomerOut
    likeness: float
    signs: list[LookAlikeSignsItem]





    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_out import CustomerOut # noqa: PLC0415
        customer = self.customer.to_dict()

        other = self.other.to_dict()

        likeness = self.likeness

        signs = []
        for signs_item_data in self.signs:
            signs_item = signs_item_data.value
            signs.append(signs_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "customer": customer,
            "other": other,
            "likeness": likeness,
            "signs": signs,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.customer_out import CustomerOut # noqa: PLC0415
        d = dict(src_dict)
        customer = CustomerOut.from_dict(d.pop("customer"))




        other = CustomerOut.from_dict(d.pop("other"))




        likeness = d.pop("likeness")

        signs = []
        _signs = d.pop("signs")
        for signs_item_data in (_signs):
            signs_item = LookAlikeSignsItem(signs_item_data)



            signs.append(signs_item)


        look_alike = cls(
            customer=customer,
            other=other,
            likeness=likeness,
            signs=signs,
        )

        return look_alike

