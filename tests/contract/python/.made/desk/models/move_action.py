from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="MoveAction")



@_attrs_define
class MoveAction:
    """ Hand the ticket to a team or a queue, where it waits since it first waited.

        Attributes:
            type_ (Literal['move']):
            team_id (None | Unset | UUID):
            queue_id (None | Unset | UUID):
            reason (None | str | Unset): For colleagues, and said to the customer when they are told.
            tell_customer (bool | Unset):  Default: False.
     """

    type_: Literal['move']
    team_id: None | Unset | UUID = UNSET
    queue_id: None | Unset | UUID = UNSET
    reason: None | str | Unset = UNSET
    tell_customer: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        queue_id: None | str | Unset
        if isinstance(self.queue_id, Unset):
            queue_id = UNSET
        elif isinstance(self.queue_id, UUID):
            queue_id = str(self.queue_id)
        else:
            queue_id = self.queue_id

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
        })
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if queue_id is not UNSET:
            field_dict["queue_id"] = queue_id
        if reason is not UNSET:
            field_dict["reason"] = reason
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['move'] , d.pop("type"))
        if type_ != 'move':
            raise ValueError(f"type must match const 'move', got '{type_}'")

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


        def _parse_queue_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queue_id_type_0 = UUID(data)



                return queue_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        queue_id = _parse_queue_id(d.pop("queue_id", UNSET))


        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        tell_customer = d.pop("tell_customer", UNSET)

        move_action = cls(
            type_=type_,
            team_id=team_id,
            queue_id=queue_id,
            reason=reason,
            tell_customer=tell_customer,
        )

        return move_action

