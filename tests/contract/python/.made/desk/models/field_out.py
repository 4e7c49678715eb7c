from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.field_out_kind import FieldOutKind
from ..models.field_out_ticket_types_item import FieldOutTicketTypesItem
from ..models.field_out_visible_to import FieldOutVisibleTo
from ..models.field_out_writable_by import FieldOutWritableBy
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.field_out_hints import FieldOutHints
  from ..models.field_out_labels import FieldOutLabels
  from ..models.option_in import OptionIn





T = TypeVar("T", bound="FieldOut")



@_attrs_define
class FieldOut:
    """ A custom field.

        Attributes:
            labels (FieldOutLabels): By language, like `{"en": "Region"}`.
            id (UUID):
            key (str):
            kind (FieldOutKind):
            archived (bool):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            hints (FieldOutHints | Unset):
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
            visible_to (FieldOutVisibleTo | Unset): Each with those before it. Default: FieldOutVisibleTo.AGENTS.
            writable_by (FieldOutWritableBy | Unset): No wider than `visible_to`. Default: FieldOutWritableBy.AGENTS.
            ticket_types (list[FieldOutTicketTypesItem] | Unset): Only for tickets of these types; empty: of all.
            brands (list[str] | Unset): Only for these brands; empty: for all.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
            of_customer (bool | Unset): It is about the customer: their next ticket knows it and does not ask again.
                Default: False.
     """

    labels: FieldOutLabels
    id: UUID
    key: str
    kind: FieldOutKind
    archived: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    hints: FieldOutHints | Unset = UNSET
    options: list[OptionIn] | Unset = UNSET
    pattern: None | str | Unset = UNSET
    min_: float | int | None | str | Unset = UNSET
    max_: float | int | None | str | Unset = UNSET
    max_length: int | None | Unset = UNSET
    default: Any | Unset = UNSET
    required_on_create: bool | Unset = False
    required_to_solve: bool | Unset = False
    required_when: ConditionsIn | Unset = UNSET
    visible_to: FieldOutVisibleTo | Unset = FieldOutVisibleTo.AGENTS
    writable_by: FieldOutWritableBy | Unset = FieldOutWritableBy.AGENTS
    ticket_types: list[FieldOutTicketTypesItem] | Unset = UNSET
    brands: list[str] | Unset = UNSET
    conditions: ConditionsIn | Unset = UNSET
    of_customer: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.field_out_hints import FieldOutHints # noqa: PLC0415
        from ..models.field_out_labels import FieldOutLabels # noqa: PLC0415
        from ..models.option_in import OptionIn # noqa: PLC0415
        labels = self.labels.to_dict()

        id = str(self.id)

        key = self.key

        kind = self.kind.value

        archived = self.archived

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

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
            "id": id,
            "key": key,
            "kind": kind,
            "archived": archived,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
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
        from ..models.field_out_hints import FieldOutHints # noqa: PLC0415
        from ..models.field_out_labels import FieldOutLabels # noqa: PLC0415
        from ..models.option_in import OptionIn # noqa: PLC0415
        d = dict(src_dict)
        labels = FieldOutLabels.from_dict(d.pop("labels"))




        id = UUID(d.pop("id"))




        key = d.pop("key")

        kind = FieldOutKind(d.pop("kind"))




        archived = d.pop("archived")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        _hints = d.pop("hints", UNSET)
        hints: FieldOutHints | Unset
        if isinstance(_hints,  Unset):
            hints = UNSET
        else:
            hints = FieldOutHints.from_dict(_hints)




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
        visible_to: FieldOutVisibleTo | Unset
        if isinstance(_visible_to,  Unset):
            visible_to = UNSET
        else:
            visible_to = FieldOutVisibleTo(_visible_to)




        _writable_by = d.pop("writable_by", UNSET)
        writable_by: FieldOutWritableBy | Unset
        if isinstance(_writable_by,  Unset):
            writable_by = UNSET
        else:
            writable_by = FieldOutWritableBy(_writable_by)




        _ticket_types = d.pop("ticket_types", UNSET)
        ticket_types: list[FieldOutTicketTypesItem] | Unset = UNSET
        if _ticket_types is not UNSET:
            ticket_types = []
            for ticket_types_item_data in _ticket_types:
                ticket_types_item = FieldOutTicketTypesItem(ticket_types_item_data)



                ticket_types.append(ticket_types_item)


        brands = cast(list[str], d.pop("brands", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        of_customer = d.pop("of_customer", UNSET)

        field_out = cls(
            labels=labels,
            id=id,
            key=key,
            kind=kind,
            archived=archived,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
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

        return field_out

