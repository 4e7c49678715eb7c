from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.event_trigger_in_actors_item import EventTriggerInActorsItem
from ..models.event_type import EventType
from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast

if TYPE_CHECKING:
  from ..models.change_in import ChangeIn





T = TypeVar("T", bound="EventTriggerIn")



@_attrs_define
class EventTriggerIn:
    """ Something happened. With `changed` only when one of these fields changed.

        Attributes:
            kind (Literal['event']):
            types (list[EventType]):
            actors (list[EventTriggerInActorsItem] | Unset): By whom; empty: anybody.
            changed (list[ChangeIn] | Unset):
     """

    kind: Literal['event']
    types: list[EventType]
    actors: list[EventTriggerInActorsItem] | Unset = UNSET
    changed: list[ChangeIn] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.change_in import ChangeIn # noqa: PLC0415
        kind = self.kind

        types = []
        for types_item_data in self.types:
            types_item = types_item_data.value
            types.append(types_item)



        actors: list[str] | Unset = UNSET
        if not isinstance(self.actors, Unset):
            actors = []
            for actors_item_data in self.actors:
                actors_item = actors_item_data.value
                actors.append(actors_item)



        changed: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.changed, Unset):
            changed = []
            for changed_item_data in self.changed:
                changed_item = changed_item_data.to_dict()
                changed.append(changed_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "types": types,
        })
        if actors is not UNSET:
            field_dict["actors"] = actors
        if changed is not UNSET:
            field_dict["changed"] = changed

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.change_in import ChangeIn # noqa: PLC0415
        d = dict(src_dict)
        kind = cast(Literal['event'] , d.pop("kind"))
        if kind != 'event':
            raise ValueError(f"kind must match const 'event', got '{kind}'")

        types = []
        _types = d.pop("types")
        for types_item_data in (_types):
            types_item = EventType(types_item_data)



            types.append(types_item)


        _actors = d.pop("actors", UNSET)
        actors: list[EventTriggerInActorsItem] | Unset = UNSET
        if _actors is not UNSET:
            actors = []
            for actors_item_data in _actors:
                actors_item = EventTriggerInActorsItem(actors_item_data)



                actors.append(actors_item)


        _changed = d.pop("changed", UNSET)
        changed: list[ChangeIn] | Unset = UNSET
        if _changed is not UNSET:
            changed = []
            for changed_item_data in _changed:
                changed_item = ChangeIn.from_dict(changed_item_data)



                changed.append(changed_item)


        event_trigger_in = cls(
            kind=kind,
            types=types,
            actors=actors,
            changed=changed,
        )

        return event_trigger_in

