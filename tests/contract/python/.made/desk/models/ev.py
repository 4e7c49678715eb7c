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
import datetime

if TYPE_CHECKING:
  from ..models.ev_data import EvData
  from ..models.from_out import FromOut





T = TypeVar("T", bound="Ev")



@_attrs_define
class Ev:
    """ An event of a followed ticket. `seq` grows by one per ticket, as this caller counts.

        Attributes:
            t (Literal['ev']):
            ticket (UUID):
            seq (int):
            kind (str): As in the guide on events: `message.created`, `ticket.assigned` ...
            from_ (FromOut): Who did it.
            data (EvData):
            at (datetime.datetime):
            cmid (None | str | Unset): Of a message that was written with one: match your own by it.
     """

    t: Literal['ev']
    ticket: UUID
    seq: int
    kind: str
    from_: FromOut
    data: EvData
    at: datetime.datetime
    cmid: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.ev_data import EvData # noqa: PLC0415
        from ..models.from_out import FromOut # noqa: PLC0415
        t = self.t

        ticket = str(self.ticket)

        seq = self.seq

        kind = self.kind

        from_ = self.from_.to_dict()

        data = self.data.to_dict()

        at = self.at.isoformat()

        cmid: None | str | Unset
        if isinstance(self.cmid, Unset):
            cmid = UNSET
        else:
            cmid = self.cmid


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "t": t,
            "ticket": ticket,
            "seq": seq,
            "kind": kind,
            "from": from_,
            "data": data,
            "at": at,
        })
        if cmid is not UNSET:
            field_dict["cmid"] = cmid

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ev_data import EvData # noqa: PLC0415
        from ..models.from_out import FromOut # noqa: PLC0415
        d = dict(src_dict)
        t = cast(Literal['ev'] , d.pop("t"))
        if t != 'ev':
            raise ValueError(f"t must match const 'ev', got '{t}'")

        ticket = UUID(d.pop("ticket"))




        seq = d.pop("seq")

        kind = d.pop("kind")

        from_ = FromOut.from_dict(d.pop("from"))




        data = EvData.from_dict(d.pop("data"))




        at = datetime.datetime.fromisoformat(d.pop("at"))




        def _parse_cmid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cmid = _parse_cmid(d.pop("cmid", UNSET))


        ev = cls(
            t=t,
            ticket=ticket,
            seq=seq,
            kind=kind,
            from_=from_,
            data=data,
            at=at,
            cmid=cmid,
        )

        return ev

