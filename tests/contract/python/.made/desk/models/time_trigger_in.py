from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.time_trigger_in_fact import TimeTriggerInFact
from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="TimeTriggerIn")



@_attrs_define
class TimeTriggerIn:
    """ So long after a fact, or before it. It is looked at again whenever something happens to the ticket.

        Attributes:
            kind (Literal['time']):
            fact (TimeTriggerInFact): `next_due_at` is the next deadline of its SLA.
            field (None | str | Unset): With `custom_field`: its key; a date or time.
            after_seconds (int | None | Unset):
            before_seconds (int | None | Unset):
            calendar_id (None | Unset | UUID): Only its open hours count, with `after_seconds`.
            when_snoozed (bool | Unset): Also while the ticket is snoozed. Else its time begins anew when it comes back.
                Default: False.
     """

    kind: Literal['time']
    fact: TimeTriggerInFact
    field: None | str | Unset = UNSET
    after_seconds: int | None | Unset = UNSET
    before_seconds: int | None | Unset = UNSET
    calendar_id: None | Unset | UUID = UNSET
    when_snoozed: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        fact = self.fact.value

        field: None | str | Unset
        if isinstance(self.field, Unset):
            field = UNSET
        else:
            field = self.field

        after_seconds: int | None | Unset
        if isinstance(self.after_seconds, Unset):
            after_seconds = UNSET
        else:
            after_seconds = self.after_seconds

        before_seconds: int | None | Unset
        if isinstance(self.before_seconds, Unset):
            before_seconds = UNSET
        else:
            before_seconds = self.before_seconds

        calendar_id: None | str | Unset
        if isinstance(self.calendar_id, Unset):
            calendar_id = UNSET
        elif isinstance(self.calendar_id, UUID):
            calendar_id = str(self.calendar_id)
        else:
            calendar_id = self.calendar_id

        when_snoozed = self.when_snoozed


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "fact": fact,
        })
        if field is not UNSET:
            field_dict["field"] = field
        if after_seconds is not UNSET:
            field_dict["after_seconds"] = after_seconds
        if before_seconds is not UNSET:
            field_dict["before_seconds"] = before_seconds
        if calendar_id is not UNSET:
            field_dict["calendar_id"] = calendar_id
        if when_snoozed is not UNSET:
            field_dict["when_snoozed"] = when_snoozed

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal['time'] , d.pop("kind"))
        if kind != 'time':
            raise ValueError(f"kind must match const 'time', got '{kind}'")

        fact = TimeTriggerInFact(d.pop("fact"))




        def _parse_field(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        field = _parse_field(d.pop("field", UNSET))


        def _parse_after_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        after_seconds = _parse_after_seconds(d.pop("after_seconds", UNSET))


        def _parse_before_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        before_seconds = _parse_before_seconds(d.pop("before_seconds", UNSET))


        def _parse_calendar_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_id_type_0 = UUID(data)



                return calendar_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        calendar_id = _parse_calendar_id(d.pop("calendar_id", UNSET))


        when_snoozed = d.pop("when_snoozed", UNSET)

        time_trigger_in = cls(
            kind=kind,
            fact=fact,
            field=field,
            after_seconds=after_seconds,
            before_seconds=before_seconds,
            calendar_id=calendar_id,
            when_snoozed=when_snoozed,
        )

        return time_trigger_in

