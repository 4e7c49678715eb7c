from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.option_in_labels import OptionInLabels





T = TypeVar("T", bound="OptionIn")



@_attrs_define
class OptionIn:
    """ One of the values of a choice. Archived: it stays where it is, and is offered to nobody.

        Attributes:
            value (str):
            labels (OptionInLabels): By language, like `{"en": "Region"}`.
            archived (bool | Unset):  Default: False.
     """

    value: str
    labels: OptionInLabels
    archived: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.option_in_labels import OptionInLabels # noqa: PLC0415
        value = self.value

        labels = self.labels.to_dict()

        archived = self.archived


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "value": value,
            "labels": labels,
        })
        if archived is not UNSET:
            field_dict["archived"] = archived

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.option_in_labels import OptionInLabels # noqa: PLC0415
        d = dict(src_dict)
        value = d.pop("value")

        labels = OptionInLabels.from_dict(d.pop("labels"))




        archived = d.pop("archived", UNSET)

        option_in = cls(
            value=value,
            labels=labels,
            archived=archived,
        )

        return option_in

