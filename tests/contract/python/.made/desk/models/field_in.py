from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.field_in_kind import FieldInKind
from ..models.field_in_ticket_types_item import FieldInTicketTypesItem
from ..models.field_in_visible_to import FieldInVisibleTo
from ..models.field_in_writable_by import FieldInWritableBy
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.field_in_hints import FieldInHints
  from ..models.field_in_labels import FieldInLabels
  from ..models.option_in import OptionIn





T = TypeVar("T", bound="FieldIn")



@_attrs_define
class FieldIn:
    """ A custom field. Its key and kind stay; its options can be archived, not taken away.

        Attributes:
            labels (FieldInLabels): By language, like `{"en": "Region"}`.
            key (str): What it is called in `custom_fields`.
            kind (FieldInKind):
            hints (FieldInHints | Unset):
            options (list[OptionIn] | Unset):
            pattern (None | str | Unset):
            min_ (float | int | None | str | Unset):
            max_ (float | int | None | str | Unset):
            max_length (int | None | Unset):
            default (Any | Unset): What a new ticket gets that does not say; null: none.
            required_on_create (bool | Unset): Of those who may write it, and where it is asked. Default: False.
            required_to_solve (bool | Unset): Before an agent solves the ticket. Default: False.
            required_when (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
            visible_to (FieldInVisibleTo | Unset): Each with those before it. Default: FieldInVisibleTo.AGENTS.
            writable_by (FieldInWritableBy | Unset): No wider than `visible_to`. Default: FieldInWritableBy.AGENTS.
            ticket_types (list[FieldInTicketTypesItem] | Unset): Only for tickets of these types; empty: of all.
            brands (list[str] | Unset): Only for these brands; empty: for all.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
            of_customer (bool | Unset): It is about the customer: their next ticket knows it and does not ask again.
                Default: False.
     """

    labels: FieldInLabels
    key: str
    kind: FieldInKind
    hints: FieldInHints | Unset = UNSET
    options: list[OptionIn] | Unset = UNSET
    pattern: None | str | Unset = UNSET
    min_: float | int | None | str | Unset = UNSET
    max_: float | int | None | str | Unset = UNSET
    max_length: int | None | Unset = UNSET
    default: Any | Unset = UNSET
    required_on_create: bool | Unset = False
    required_to_solve: bool | Unset = False
    required_when: ConditionsIn | Unset = UNSET
    visible_to: FieldInVisibleTo | Unset = FieldInVisibleTo.AGENTS
    writable_by: FieldInWritableBy | Unset = FieldInWritableBy.AGENTS
    ticket_types: list[FieldInTicketTypesItem] | Unset = UNSET
    brands: list[str] | Unset = UNSET
    conditions: ConditionsIn | Unset = UNSET
    of_customer: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.field_in_hints import FieldInHints # noqa: PLC0415
        from ..models.field_in_labels import FieldInLabels # noqa: PLC0415
        from ..models.option_in import OptionIn # noqa: PLC0415
        labels = self.labels.to_dict()

        key = self.key

        kind = self.kind.value

        hints: dict[str, Any] | Unset = UNSET
        if not isinstance(self.hints, Unset):
            hints = self.hints.to_dict()

        options: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = []
            for options_item_data in self.options:
                options_item = options_item_data.to_dict()
                options.append(options_item)



        pattern: None | str | Unset
        if isinstance(self.pattern, Unset):
            pattern = UNSET
        else:
            pattern = self.pattern

        min_: float | int | None | str | Unset
        if isinstance(self.min_, Unset):
            min_ = UNSET
        else:
            min_ = self.min_

        max_: float | int | None | str | Unset
        if isinstance(self.max_, Unset):
            max_ = UNSET
        else:
            max_ = self.max_

        max_length: int | None | Unset
        if isinstance(self.max_length, Unset):
            max_length = UNSET
        else:
            max_length = self.max_length

        default = self.default

        required_on_create = self.required_on_create

        required_to_solve = self.required_to_solve

        required_when: dict[str, Any] | Unset = UNSET
        if not isinstance(self.required_when, Unset):
            required_when = self.required_when.to_dict()

        visible_to: str | Unset = UNSET
        if not isinstance(self.visible_to, Unset):
            visible_to = self.visible_to.value


        writable_by: str | Unset = UNSET
        if not isinstance(self.writable_by, Unset):
            writable_by = self.writable_by.value


        ticket_types: list[str] | Unset = UNSET
        if not isinstance(self.ticket_types, Unset):
            ticket_types = []
            for ticket_types_item_data in self.ticket_types:
                ticket_types_item = ticket_types_item_data.value
                ticket_types.append(ticket_types_item)



        brands: list[str] | Unset = UNSET
        if not isinstance(self.brands, Unset):
            brands = self.brands



        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        of_customer = self.of_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "labels": labels,
            "key": key,
            "kind": kind,
        })
        if hints is not UNSET:
            field_dict["hints"] = hints
        if options is not UNSET:
            field_dict["options"] = options
        if pattern is not UNSET:
            field_dict["pattern"] = pattern
        if min_ is not UNSET:
            field_dict["min"] = min_
        if max_ is not UNSET:
            field_dict["max"] = max_
        if max_length is not UNSET:
            field_dict["max_length"] = max_length
        if default is not UNSET:
            field_dict["default"] = default
        if required_on_create is not UNSET:
            field_dict["required_on_create"] = required_on_create
        if required_to_solve is not UNSET:
            field_dict["required_to_solve"] = required_to_solve
        if required_when is not UNSET:
            field_dict["required_when"] = required_when
        if visible_to is not UNSET:
            field_dict["visible_to"] = visible_to
        if writable_by is not UNSET:
            field_dict["writable_by"] = writable_by
        if ticket_types is not UNSET:
            field_dict["ticket_types"] = ticket_types
        if brands is not UNSET:
            field_dict["brands"] = brands
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if of_customer is not UNSET:
            field_dict["of_customer"] = of_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.field_in_hints import FieldInHints # noqa: PLC0415
        from ..models.field_in_labels import FieldInLabels # noqa: PLC0415
        from ..models.option_in import OptionIn # noqa: PLC0415
        d = dict(src_dict)
        labels = FieldInLabels.from_dict(d.pop("labels"))




        key = d.pop("key")

        kind = FieldInKind(d.pop("kind"))




        _hints = d.pop("hints", UNSET)
        hints: FieldInHints | Unset
        if isinstance(_hints,  Unset):
            hints = UNSET
        else:
            hints = FieldInHints.from_dict(_hints)




        _options = d.pop("options", UNSET)
        options: list[OptionIn] | Unset = UNSET
        if _options is not UNSET:
            options = []
            for options_item_data in _options:
                options_item = OptionIn.from_dict(options_item_data)



                options.append(options_item)


        def _parse_pattern(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        pattern = _parse_pattern(d.pop("pattern", UNSET))


        def _parse_min_(data: object) -> float | int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | int | None | str | Unset, data)

        min_ = _parse_min_(d.pop("min", UNSET))


        def _parse_max_(data: object) -> float | int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | int | None | str | Unset, data)

        max_ = _parse_max_(d.pop("max", UNSET))


        def _parse_max_length(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_length = _parse_max_length(d.pop("max_length", UNSET))


        default = d.pop("default", UNSET)

        required_on_create = d.pop("required_on_create", UNSET)

        required_to_solve = d.pop("required_to_solve", UNSET)

        _required_when = d.pop("required_when", UNSET)
        required_when: ConditionsIn | Unset
        if isinstance(_required_when,  Unset):
            required_when = UNSET
        else:
            required_when = ConditionsIn.from_dict(_required_when)




        _visible_to = d.pop("visible_to", UNSET)
        visible_to: FieldInVisibleTo | Unset
        if isinstance(_visible_to,  Unset):
            visible_to = UNSET
        else:
            visible_to = FieldInVisibleTo(_visible_to)




        _writable_by = d.pop("writable_by", UNSET)
        writable_by: FieldInWritableBy | Unset
        if isinstance(_writable_by,  Unset):
            writable_by = UNSET
        else:
            writable_by = FieldInWritableBy(_writable_by)




        _ticket_types = d.pop("ticket_types", UNSET)
        ticket_types: list[FieldInTicketTypesItem] | Unset = UNSET
        if _ticket_types is not UNSET:
            ticket_types = []
            for ticket_types_item_data in _ticket_types:
                ticket_types_item = FieldInTicketTypesItem(ticket_types_item_data)



                ticket_types.append(ticket_types_item)


        brands = cast(list[str], d.pop("brands", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        of_customer = d.pop("of_customer", UNSET)

        field_in = cls(
            labels=labels,
            key=key,
            kind=kind,
            hints=hints,
            options=options,
            pattern=pattern,
            min_=min_,
            max_=max_,
            max_length=max_length,
            default=default,
            required_on_create=required_on_create,
            required_to_solve=required_to_solve,
            required_when=required_when,
            visible_to=visible_to,
            writable_by=writable_by,
            ticket_types=ticket_types,
            brands=brands,
            conditions=conditions,
            of_customer=of_customer,
        )

        return field_in

