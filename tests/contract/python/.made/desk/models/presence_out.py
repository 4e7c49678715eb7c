from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.presence_out_channels_item import PresenceOutChannelsItem
from ..models.presence_out_status import PresenceOutStatus
from typing import cast
import datetime






T = TypeVar("T", bound="PresenceOut")



@_attrs_define
class PresenceOut:
    """ Stored presence: routing gives work only to who is online, and only on these channels.

        Attributes:
            status (PresenceOutStatus):
            channels (list[PresenceOutChannelsItem]):
            since (datetime.datetime | None):
     """

    status: PresenceOutStatus
    channels: list[PresenceOutChannelsItem]
    since: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        channels = []
        for channels_item_data in self.channels:
            channels_item = channels_item_data.value
            channels.append(channels_item)



        since: None | str
        if isinstance(self.since, datetime.datetime):
            since = self.since.isoformat()
        else:
            since = self.since


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "status": status,
            "channels": channels,
            "since": since,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = PresenceOutStatus(d.pop("status"))




        channels = []
        _channels = d.pop("channels")
        for channels_item_data in (_channels):
            channels_item = PresenceOutChannelsItem(channels_item_data)



            channels.append(channels_item)


        def _parse_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                since_type_0 = datetime.datetime.fromisoformat(data)



                return since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        since = _parse_since(d.pop("since"))


        presence_out = cls(
            status=status,
            channels=channels,
            since=since,
        )

        return presence_out

