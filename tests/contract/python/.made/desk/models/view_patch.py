from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.view_patch_columns_type_0_item import ViewPatchColumnsType0Item
from ..models.view_patch_sort_type_0 import ViewPatchSortType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn





T = TypeVar("T", bound="ViewPatch")



@_attrs_define
class ViewPatch:
    """ Changes of a view; whose it is stays.

        Attributes:
            name (None | str | Unset):
            conditions (ConditionsIn | None | Unset):
            sort (None | Unset | ViewPatchSortType0):
            columns (list[ViewPatchColumnsType0Item] | None | Unset):
            position (int | None | Unset):
     """

    name: None | str | Unset = UNSET
    conditions: ConditionsIn | None | Unset = UNSET
    sort: None | Unset | ViewPatchSortType0 = UNSET
    columns: list[ViewPatchColumnsType0Item] | None | Unset = UNSET
    position: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, ConditionsIn):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        sort: None | str | Unset
        if isinstance(self.sort, Unset):
            sort = UNSET
        elif isinstance(self.sort, ViewPatchSortType0):
            sort = self.sort.value
        else:
            sort = self.sort

        columns: list[str] | None | Unset
        if isinstance(self.columns, Unset):
            columns = UNSET
        elif isinstance(self.columns, list):
            columns = []
            for columns_type_0_item_data in self.columns:
                columns_type_0_item = columns_type_0_item_data.value
                columns.append(columns_type_0_item)


        else:
            columns = self.columns

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if sort is not UNSET:
            field_dict["sort"] = sort
        if columns is not UNSET:
            field_dict["columns"] = columns
        if position is not UNSET:
            field_dict["position"] = position

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        d = dict(src_dict)
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_conditions(data: object) -> ConditionsIn | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = ConditionsIn.from_dict(data)



                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConditionsIn | None | Unset, data)

        conditions = _parse_conditions(d.pop("conditions", UNSET))


        def _parse_sort(data: object) -> None | Unset | ViewPatchSortType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sort_type_0 = ViewPatchSortType0(data)



                return sort_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | ViewPatchSortType0, data)

        sort = _parse_sort(d.pop("sort", UNSET))


        def _parse_columns(data: object) -> list[ViewPatchColumnsType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                columns_type_0 = []
                _columns_type_0 = data
                for columns_type_0_item_data in (_columns_type_0):
                    columns_type_0_item = ViewPatchColumnsType0Item(columns_type_0_item_data)



                    columns_type_0.append(columns_type_0_item)

                return columns_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ViewPatchColumnsType0Item] | None | Unset, data)

        columns = _parse_columns(d.pop("columns", UNSET))


        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))


        view_patch = cls(
            name=name,
            conditions=conditions,
            sort=sort,
            columns=columns,
            position=position,
        )

        return view_patch

