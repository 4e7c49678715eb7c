from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.node_in_operator_type_0 import NodeInOperatorType0
from ..models.node_in_operator_type_1 import NodeInOperatorType1
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NodeIn")



@_attrs_define
class NodeIn:
    """ A condition (`field`, `operator`, `value`), or a group of them (`all`, `any`).

        Attributes:
            field (None | str | Unset): A field of the ticket, an instant, or of the event.
            operator (NodeInOperatorType0 | NodeInOperatorType1 | None | Unset):
            value (Any | Unset):
            all_ (list[NodeIn] | None | Unset):
            any_ (list[NodeIn] | None | Unset):
     """

    field: None | str | Unset = UNSET
    operator: NodeInOperatorType0 | NodeInOperatorType1 | None | Unset = UNSET
    value: Any | Unset = UNSET
    all_: list[NodeIn] | None | Unset = UNSET
    any_: list[NodeIn] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        field: None | str | Unset
        if isinstance(self.field, Unset):
            field = UNSET
        else:
            field = self.field

        operator: None | str | Unset
        if isinstance(self.operator, Unset):
            operator = UNSET
        elif isinstance(self.operator, NodeInOperatorType0):
            operator = self.operator.value
        elif isinstance(self.operator, NodeInOperatorType1):
            operator = self.operator.value
        else:
            operator = self.operator

        value = self.value

        all_: list[dict[str, Any]] | None | Unset
        if isinstance(self.all_, Unset):
            all_ = UNSET
        elif isinstance(self.all_, list):
            all_ = []
            for all_type_0_item_data in self.all_:
                all_type_0_item = all_type_0_item_data.to_dict()
                all_.append(all_type_0_item)


        else:
            all_ = self.all_

        any_: list[dict[str, Any]] | None | Unset
        if isinstance(self.any_, Unset):
            any_ = UNSET
        elif isinstance(self.any_, list):
            any_ = []
            for any_type_0_item_data in self.any_:
                any_type_0_item = any_type_0_item_data.to_dict()
                any_.append(any_type_0_item)


        else:
            any_ = self.any_


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if field is not UNSET:
            field_dict["field"] = field
        if operator is not UNSET:
            field_dict["operator"] = operator
        if value is not UNSET:
            field_dict["value"] = value
        if all_ is not UNSET:
            field_dict["all"] = all_
        if any_ is not UNSET:
            field_dict["any"] = any_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_field(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        field = _parse_field(d.pop("field", UNSET))


        def _parse_operator(data: object) -> NodeInOperatorType0 | NodeInOperatorType1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                operator_type_0 = NodeInOperatorType0(data)



                return operator_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                operator_type_1 = NodeInOperatorType1(data)



                return operator_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NodeInOperatorType0 | NodeInOperatorType1 | None | Unset, data)

        operator = _parse_operator(d.pop("operator", UNSET))


        value = d.pop("value", UNSET)

        def _parse_all_(data: object) -> list[NodeIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                all_type_0 = []
                _all_type_0 = data
                for all_type_0_item_data in (_all_type_0):
                    all_type_0_item = NodeIn.from_dict(all_type_0_item_data)



                    all_type_0.append(all_type_0_item)

                return all_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[NodeIn] | None | Unset, data)

        all_ = _parse_all_(d.pop("all", UNSET))


        def _parse_any_(data: object) -> list[NodeIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                any_type_0 = []
                _any_type_0 = data
                for any_type_0_item_data in (_any_type_0):
                    any_type_0_item = NodeIn.from_dict(any_type_0_item_data)



                    any_type_0.append(any_type_0_item)

                return any_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[NodeIn] | None | Unset, data)

        any_ = _parse_any_(d.pop("any", UNSET))


        node_in = cls(
            field=field,
            operator=operator,
            value=value,
            all_=all_,
            any_=any_,
        )

        return node_in

