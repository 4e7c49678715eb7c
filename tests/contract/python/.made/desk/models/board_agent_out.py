from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.board_agent_out_state import BoardAgentOutState
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.per_channel import PerChannel





T = TypeVar("T", bound="BoardAgentOut")



@_attrs_define
class BoardAgentOut:
    """ An agent of the queue's teams. `load` counts what is held and offered.

        Attributes:
            id (UUID):
            name (str):
            state (BoardAgentOutState):
            load (PerChannel): A number per channel.
            capacity (PerChannel): A number per channel.
            capacity_total (int | None): A bound on everything they hold, by weight; null: none.
            offers (int): Chats that ring at theirs now.
            after_seconds (int): They help once something has waited so long; 0: at once.
     """

    id: UUID
    name: str
    state: BoardAgentOutState
    load: PerChannel
    capacity: PerChannel
    capacity_total: int | None
    offers: int
    after_seconds: int





    def to_dict(self) -> dict[str, Any]:
        from ..models.per_channel import PerChannel # noqa: PLC0415
        id = str(self.id)

        name = self.name

        state = self.state.value

        load = self.load.to_dict()

        capacity = self.capacity.to_dict()

        capacity_total: int | None
        capacity_total = self.capacity_total

        offers = self.offers

        after_seconds = self.after_seconds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "state": state,
            "load": load,
            "capacity": capacity,
            "capacity_total": capacity_total,
            "offers": offers,
            "after_seconds": after_seconds,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.per_channel import PerChannel # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        state = BoardAgentOutState(d.pop("state"))




        load = PerChannel.from_dict(d.pop("load"))




        capacity = PerChannel.from_dict(d.pop("capacity"))




        def _parse_capacity_total(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        capacity_total = _parse_capacity_total(d.pop("capacity_total"))


        offers = d.pop("offers")

        after_seconds = d.pop("after_seconds")

        board_agent_out = cls(
            id=id,
            name=name,
            state=state,
            load=load,
            capacity=capacity,
            capacity_total=capacity_total,
            offers=offers,
            after_seconds=after_seconds,
        )

        return board_agent_out

