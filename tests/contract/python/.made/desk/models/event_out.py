from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.author_out import AuthorOut
  from ..models.event_out_data import EventOutData





T = TypeVar("T", bound="EventOut")



@_attrs_define
class EventOut:
    """ One event. `data.set` holds the ticket fields that changed, `data.message` the message it is about.

        Attributes:
            seq (int):
            type_ (str):
            actor (AuthorOut): Whose words these are.
            data (EventOutData):
            at (datetime.datetime):
     """

    seq: int
    type_: str
    actor: AuthorOut
    data: EventOutData
    at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.author_out import AuthorOut # noqa: PLC0415
        from ..models.event_out_data import EventOutData # noqa: PLC0415
        seq = self.seq

        type_ = self.type_

        actor = self.actor.to_dict()

        data = self.data.to_dict()

        at = self.at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "seq": seq,
            "type": type_,
            "actor": actor,
            "data": data,
            "at": at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.author_out import AuthorOut # noqa: PLC0415
        from ..models.event_out_data import EventOutData # noqa: PLC0415
        d = dict(src_dict)
        seq = d.pop("seq")

        type_ = d.pop("type")

        actor = AuthorOut.from_dict(d.pop("actor"))




        data = EventOutData.from_dict(d.pop("data"))




        at = datetime.datetime.fromisoformat(d.pop("at"))




        event_out = cls(
            seq=seq,
            type_=type_,
            actor=actor,
            data=data,
            at=at,
        )

        return event_out

