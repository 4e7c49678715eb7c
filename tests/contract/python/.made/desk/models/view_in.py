from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.view_in_columns_item import ViewInColumnsItem
from ..models.view_in_scope import ViewInScope
from ..models.view_in_sort import ViewInSort
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn





T = TypeVar("T", bound="ViewIn")



@_attrs_define
class ViewIn:
    """ A new view. In its conditions `assignee_id` may be `me` and `team_id` may be `my_teams`: whoever looks.

        Attributes:
            name (str):
            scope (ViewInScope | Unset): Whose it is: everybody's and a team's are for leads and admins to make. Default:
                ViewInScope.PERSONAL.
            team_id (None | Unset | UUID): Of a `team` view.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
            sort (ViewInSort | Unset):  Default: ViewInSort.VALUE_0.
            columns (list[ViewInColumnsItem] | Unset):
            position (int | Unset): Views are listed by it, then by age. Default: 100.
     """

    name: str
    scope: ViewInScope | Unset = ViewInScope.PERSONAL
    team_id: None | Unset | UUID = UNSET
    conditions: ConditionsIn | Unset = UNSET
    sort: ViewInSort | Unset = ViewInSort.VALUE_0
    columns: list[ViewInColumnsItem] | Unset = UNSET
    position: int | Unset = 100





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        name = self.name

        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope.value


        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        sort: str | Unset = UNSET
        if not isinstance(self.sort, Unset):
            sort = self.sort.value


        columns: list[str] | Unset = UNSET
        if not isinstance(self.columns, Unset):
            columns = []
            for columns_item_data in self.columns:
                columns_item = columns_item_data.value
                columns.append(columns_item)



        position = self.position


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
        })
        if scope is not UNSET:
            field_dict["scope"] = scope
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
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
        name = d.pop("name")

        _scope = d.pop("scope", UNSET)
        scope: ViewInScope | Unset
        if isinstance(_scope,  Unset):
            scope = UNSET
        else:
            scope = ViewInScope(_scope)




        def _parse_team_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        _sort = d.pop("sort", UNSET)
        sort: ViewInSort | Unset
        if isinstance(_sort,  Unset):
            sort = UNSET
        else:
            sort = ViewInSort(_sort)




        _columns = d.pop("columns", UNSET)
        columns: list[ViewInColumnsItem] | Unset = UNSET
        if _columns is not UNSET:
            columns = []
            for columns_item_data in _columns:
                columns_item = ViewInColumnsItem(columns_item_data)



                columns.append(columns_item)


        position = d.pop("position", UNSET)

        view_in = cls(
            name=name,
            scope=scope,
            team_id=team_id,
            conditions=conditions,
            sort=sort,
            columns=columns,
            position=position,
        )

        return view_in

