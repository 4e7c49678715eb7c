from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.field_patch_ticket_types_type_0_item import FieldPatchTicketTypesType0Item
from ..models.field_patch_visible_to_type_0 import FieldPatchVisibleToType0
from ..models.field_patch_writable_by_type_0 import FieldPatchWritableByType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.field_patch_hints_type_0 import FieldPatchHintsType0
  from ..models.field_patch_labels_type_0 import FieldPatchLabelsType0
  from ..models.option_in import OptionIn





T = TypeVar("T", bound="FieldPatch")



@_attrs_define
class FieldPatch:
    """ Changes of a custom field; only what is sent is changed. `archived`: asked of nobody, its values stay.

        Attributes:
            labels (FieldPatchLabelsType0 | None | Unset):
            hints (FieldPatchHintsType0 | None | Unset):
            options (list[OptionIn] | None | Unset):
            pattern (None | str | Unset):
            min_ (float | int | None | str | Unset):
            max_ (float | int | None | str | Unset):
            max_length (int | None | Unset):
            default (Any | Unset): What a new ticket gets that does not say; null: none.
            required_on_create (bool | None | Unset):
            required_to_solve (bool | None | Unset):
            required_when (ConditionsIn | None | Unset):
            visible_to (FieldPatchVisibleToType0 | None | Unset):
            writable_by (FieldPatchWritableByType0 | None | Unset):
            ticket_types (list[FieldPatchTicketTypesType0Item] | None | Unset):
            brands (list[str] | None | Unset):
            conditions (ConditionsIn | None | Unset):
            of_customer (bool | None | Unset):
            archived (bool | None | Unset):
     """

    labels: FieldPatchLabelsType0 | None | Unset = UNSET
    hints: FieldPatchHintsType0 | None | Unset = UNSET
    options: list[OptionIn] | None | Unset = UNSET
    pattern: None | str | Unset = UNSET
    min_: float | int | None | str | Unset = UNSET
    max_: float | int | None | str | Unset = UNSET
    max_length: int | None | Unset = UNSET
    default: Any | Unset = UNSET
    required_on_create: bool | None | Unset = UNSET
    required_to_solve: bool | None | Unset = UNSET
    required_when: ConditionsIn | None | Unset = UNSET
    visible_to: FieldPatchVisibleToType0 | None | Unset = UNSET
    writable_by: FieldPatchWritableByType0 | None | Unset = UNSET
    ticket_types: list[FieldPatchTicketTypesType0Item] | None | Unset = UNSET
    brands: list[str] | None | Unset = UNSET
    conditions: ConditionsIn | None | Unset = UNSET
    of_customer: bool | None | Unset = UNSET
    archived: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.field_patch_hints_type_0 import FieldPatchHintsType0 # noqa: PLC0415
        from ..models.field_patch_labels_type_0 import FieldPatchLabelsType0 # noqa: PLC0415
        from ..models.option_in import OptionIn # noqa: PLC0415
        labels: dict[str, Any] | None | Unset
        if isinstance(self.labels, Unset):
            labels = UNSET
        elif isinstance(self.labels, FieldPatchLabelsType0):
            labels = self.labels.to_dict()
        else:
            labels = self.labels

        hints: dict[str, Any] | None | Unset
        if isinstance(self.hints, Unset):
            hints = UNSET
        elif isinstance(self.hints, FieldPatchHintsType0):
            hints = self.hints.to_dict()
        else:
            hints = self.hints

        options: list[dict[str, Any]] | None | Unset
        if isinstance(self.options, Unset):
            options = UNSET
        elif isinstance(self.options, list):
            options = []
            for options_type_0_item_data in self.options:
                options_type_0_item = options_type_0_item_data.to_dict()
                options.append(options_type_0_item)


        else:
            options = self.options

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

        required_on_create: bool | None | Unset
        if isinstance(self.required_on_create, Unset):
            required_on_create = UNSET
        else:
            required_on_create = self.required_on_create

        required_to_solve: bool | None | Unset
        if isinstance(self.required_to_solve, Unset):
            required_to_solve = UNSET
        else:
            required_to_solve = self.required_to_solve

        required_when: dict[str, Any] | None | Unset
        if isinstance(self.required_when, Unset):
            required_when = UNSET
        elif isinstance(self.required_when, ConditionsIn):
            required_when = self.required_when.to_dict()
        else:
            required_when = self.required_when

        visible_to: None | str | Unset
        if isinstance(self.visible_to, Unset):
            visible_to = UNSET
        elif isinstance(self.visible_to, FieldPatchVisibleToType0):
            visible_to = self.visible_to.value
        else:
            visible_to = self.visible_to

        writable_by: None | str | Unset
        if isinstance(self.writable_by, Unset):
            writable_by = UNSET
        elif isinstance(self.writable_by, FieldPatchWritableByType0):
            writable_by = self.writable_by.value
        else:
            writable_by = self.writable_by

        ticket_types: list[str] | None | Unset
        if isinstance(self.ticket_types, Unset):
            ticket_types = UNSET
        elif isinstance(self.ticket_types, list):
            ticket_types = []
            for ticket_types_type_0_item_data in self.ticket_types:
                ticket_types_type_0_item = ticket_types_type_0_item_data.value
                ticket_types.append(ticket_types_type_0_item)


        else:
            ticket_types = self.ticket_types

        brands: list[str] | None | Unset
        if isinstance(self.brands, Unset):
            brands = UNSET
        elif isinstance(self.brands, list):
            brands = self.brands


        else:
            brands = self.brands

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, ConditionsIn):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        of_customer: bool | None | Unset
        if isinstance(self.of_customer, Unset):
            of_customer = UNSET
        else:
            of_customer = self.of_customer

        archived: bool | None | Unset
        if isinstance(self.archived, Unset):
            archived = UNSET
        else:
            archived = self.archived


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if labels is not UNSET:
            field_dict["labels"] = labels
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
        if archived is not UNSET:
            field_dict["archived"] = archived

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.field_patch_hints_type_0 import FieldPatchHintsType0 # noqa: PLC0415
        from ..models.field_patch_labels_type_0 import FieldPatchLabelsType0 # noqa: PLC0415
        from ..models.option_in import OptionIn # noqa: PLC0415
        d = dict(src_dict)
        def _parse_labels(data: object) -> FieldPatchLabelsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                labels_type_0 = FieldPatchLabelsType0.from_dict(data)



                return labels_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FieldPatchLabelsType0 | None | Unset, data)

        labels = _parse_labels(d.pop("labels", UNSET))


        def _parse_hints(data: object) -> FieldPatchHintsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hints_type_0 = FieldPatchHintsType0.from_dict(data)



                return hints_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FieldPatchHintsType0 | None | Unset, data)

        hints = _parse_hints(d.pop("hints", UNSET))


        def _parse_options(data: object) -> list[OptionIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                options_type_0 = []
                _options_type_0 = data
                for options_type_0_item_data in (_options_type_0):
                    options_type_0_item = OptionIn.from_dict(options_type_0_item_data)



                    options_type_0.append(options_type_0_item)

                return options_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OptionIn] | None | Unset, data)

        options = _parse_options(d.pop("options", UNSET))


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

        def _parse_required_on_create(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        required_on_create = _parse_required_on_create(d.pop("required_on_create", UNSET))


        def _parse_required_to_solve(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        required_to_solve = _parse_required_to_solve(d.pop("required_to_solve", UNSET))


        def _parse_required_when(data: object) -> ConditionsIn | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                required_when_type_0 = ConditionsIn.from_dict(data)



                return required_when_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConditionsIn | None | Unset, data)

        required_when = _parse_required_when(d.pop("required_when", UNSET))


        def _parse_visible_to(data: object) -> FieldPatchVisibleToType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                visible_to_type_0 = FieldPatchVisibleToType0(data)



                return visible_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FieldPatchVisibleToType0 | None | Unset, data)

        visible_to = _parse_visible_to(d.pop("visible_to", UNSET))


        def _parse_writable_by(data: object) -> FieldPatchWritableByType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                writable_by_type_0 = FieldPatchWritableByType0(data)



                return writable_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FieldPatchWritableByType0 | None | Unset, data)

        writable_by = _parse_writable_by(d.pop("writable_by", UNSET))


        def _parse_ticket_types(data: object) -> list[FieldPatchTicketTypesType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                ticket_types_type_0 = []
                _ticket_types_type_0 = data
                for ticket_types_type_0_item_data in (_ticket_types_type_0):
                    ticket_types_type_0_item = FieldPatchTicketTypesType0Item(ticket_types_type_0_item_data)



                    ticket_types_type_0.append(ticket_types_type_0_item)

                return ticket_types_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FieldPatchTicketTypesType0Item] | None | Unset, data)

        ticket_types = _parse_ticket_types(d.pop("ticket_types", UNSET))


        def _parse_brands(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                brands_type_0 = cast(list[str], data)

                return brands_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        brands = _parse_brands(d.pop("brands", UNSET))


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


        def _parse_of_customer(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        of_customer = _parse_of_customer(d.pop("of_customer", UNSET))


        def _parse_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        archived = _parse_archived(d.pop("archived", UNSET))


        field_patch = cls(
            labels=labels,
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
            archived=archived,
        )

        return field_patch

