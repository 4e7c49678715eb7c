from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.about_out import AboutOut
  from ..models.author_out import AuthorOut
  from ..models.feed_event_out_data import FeedEventOutData





T = TypeVar("T", bound="FeedEventOut")



@_attrs_define
class FeedEventOut:
    """ Something that happened. Of a ticket: `ticket_id`, `seq`, `actor`. Of anything else: `about`.

    `data.set` holds the fields that changed, `data.was` what they were, `data.message` the message it is about.

        Attributes:
            position (int):
            id (str): The same for ever, here and in webhooks.
            type_ (str):
            ticket_id (None | UUID):
            seq (int | None): Its place in the ticket's log, as this caller counts.
            about (AboutOut | None):
            actor (AuthorOut | None):
            data (FeedEventOutData):
            at (datetime.datetime):
     """

    position: int
    id: str
    type_: str
    ticket_id: None | UUID
    seq: int | None
    about: AboutOut | None
    actor: AuthorOut | None
    data: FeedEventOutData
    at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.about_out import AboutOut # noqa: PLC0415
        from ..models.author_out import AuthorOut # noqa: PLC0415
        from ..models.feed_event_out_data import FeedEventOutData # noqa: PLC0415
        position = self.position

        id = self.id

        type_ = self.type_

        ticket_id: None | str
        if isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        seq: int | None
        seq = self.seq

        about: dict[str, Any] | None
        if isinstance(self.about, AboutOut):
            about = self.about.to_dict()
        else:
            about = self.about

        actor: dict[str, Any] | None
        if isinstance(self.actor, AuthorOut):
            actor = self.actor.to_dict()
        else:
            actor = self.actor

        data = self.data.to_dict()

        at = self.at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "position": position,
            "id": id,
            "type": type_,
            "ticket_id": ticket_id,
            "seq": seq,
            "about": about,
            "actor": actor,
            "data": data,
            "at": at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.about_out import AboutOut # noqa: PLC0415
        from ..models.author_out import AuthorOut # noqa: PLC0415
        from ..models.feed_event_out_data import FeedEventOutData # noqa: PLC0415
        d = dict(src_dict)
        position = d.pop("position")

        id = d.pop("id")

        type_ = d.pop("type")

        def _parse_ticket_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_id_type_0 = UUID(data)



                return ticket_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        ticket_id = _parse_ticket_id(d.pop("ticket_id"))


        def _parse_seq(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seq = _parse_seq(d.pop("seq"))


        def _parse_about(data: object) -> AboutOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                about_type_0 = AboutOut.from_dict(data)



                return about_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AboutOut | None, data)

        about = _parse_about(d.pop("about"))


        def _parse_actor(data: object) -> AuthorOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                actor_type_0 = AuthorOut.from_dict(data)



                return actor_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AuthorOut | None, data)

        actor = _parse_actor(d.pop("actor"))


        data = FeedEventOutData.from_dict(d.pop("data"))




        at = datetime.datetime.fromisoformat(d.pop("at"))




        feed_event_out = cls(
            position=position,
            id=id,
            type_=type_,
            ticket_id=ticket_id,
            seq=seq,
            about=about,
            actor=actor,
            data=data,
            at=at,
        )

        return feed_event_out

