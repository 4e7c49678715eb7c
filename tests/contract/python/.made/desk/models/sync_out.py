from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.ev import Ev
  from ..models.sync_out_cursors import SyncOutCursors
  from ..models.sync_reset import SyncReset





T = TypeVar("T", bound="SyncOut")



@_attrs_define
class SyncOut:
    """ Everything new after the cursors that were sent.

    `cursors` is what to send next time. `more`: tickets of which there is more right now. `gone`: tickets that are not
    there, or not yours to see: send them no more. `reset`: tickets to begin again, at 0.

        Attributes:
            epoch (str):
            events (list[Ev]):
            cursors (SyncOutCursors):
            more (list[UUID]):
            reset (list[SyncReset]):
            gone (list[UUID]):
     """

    epoch: str
    events: list[Ev]
    cursors: SyncOutCursors
    more: list[UUID]
    reset: list[SyncReset]
    gone: list[UUID]





    def to_dict(self) -> dict[str, Any]:
        from ..models.ev import Ev # noqa: PLC0415
        from ..models.sync_out_cursors import SyncOutCursors # noqa: PLC0415
        from ..models.sync_reset import SyncReset # noqa: PLC0415
        epoch = self.epoch

        events = []
        for events_item_data in self.events:
            events_item = events_item_data.to_dict()
            events.append(events_item)



        cursors = self.cursors.to_dict()

        more = []
        for more_item_data in self.more:
            more_item = str(more_item_data)
            more.append(more_item)



        reset = []
        for reset_item_data in self.reset:
            reset_item = reset_item_data.to_dict()
            reset.append(reset_item)



        gone = []
        for gone_item_data in self.gone:
            gone_item = str(gone_item_data)
            gone.append(gone_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "epoch": epoch,
            "events": events,
            "cursors": cursors,
            "more": more,
            "reset": reset,
            "gone": gone,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ev import Ev # noqa: PLC0415
        from ..models.sync_out_cursors import SyncOutCursors # noqa: PLC0415
        from ..models.sync_reset import SyncReset # noqa: PLC0415
        d = dict(src_dict)
        epoch = d.pop("epoch")

        events = []
        _events = d.pop("events")
        for events_item_data in (_events):
            events_item = Ev.from_dict(events_item_data)



            events.append(events_item)


        cursors = SyncOutCursors.from_dict(d.pop("cursors"))




        more = []
        _more = d.pop("more")
        for more_item_data in (_more):
            more_item = UUID(more_item_data)



            more.append(more_item)


        reset = []
        _reset = d.pop("reset")
        for reset_item_data in (_reset):
            reset_item = SyncReset.from_dict(reset_item_data)



            reset.append(reset_item)


        gone = []
        _gone = d.pop("gone")
        for gone_item_data in (_gone):
            gone_item = UUID(gone_item_data)



            gone.append(gone_item)


        sync_out = cls(
            epoch=epoch,
            events=events,
            cursors=cursors,
            more=more,
            reset=reset,
            gone=gone,
        )

        return sync_out

