from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.incidents_in_format import IncidentsInFormat
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.incidents_in_texts import IncidentsInTexts





T = TypeVar("T", bound="IncidentsIn")



@_attrs_define
class IncidentsIn:
    """ What to say to all of them, by language. `{customer}` becomes the customer's name.

        Attributes:
            texts (IncidentsInTexts):
            format_ (IncidentsInFormat | Unset):  Default: IncidentsInFormat.TEXT.
            solve_problem (bool | Unset): Also solve the problem itself, at once. Default: False.
     """

    texts: IncidentsInTexts
    format_: IncidentsInFormat | Unset = IncidentsInFormat.TEXT
    solve_problem: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.incidents_in_texts import IncidentsInTexts # noqa: PLC0415
        texts = self.texts.to_dict()

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.value


        solve_problem = self.solve_problem


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "texts": texts,
        })
        if format_ is not UNSET:
            field_dict["format"] = format_
        if solve_problem is not UNSET:
            field_dict["solve_problem"] = solve_problem

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.incidents_in_texts import IncidentsInTexts # noqa: PLC0415
        d = dict(src_dict)
        texts = IncidentsInTexts.from_dict(d.pop("texts"))




        _format_ = d.pop("format", UNSET)
        format_: IncidentsInFormat | Unset
        if isinstance(_format_,  Unset):
            format_ = UNSET
        else:
            format_ = IncidentsInFormat(_format_)




        solve_problem = d.pop("solve_problem", UNSET)

        incidents_in = cls(
            texts=texts,
            format_=format_,
            solve_problem=solve_problem,
        )

        return incidents_in

