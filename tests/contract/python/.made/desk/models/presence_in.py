from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.presence_in_channels_type_0_item import PresenceInChannelsType0Item
from ..models.presence_in_status import PresenceInStatus
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="PresenceIn")



@_attrs_define
class PresenceIn:
    """ Whether work may come, and on which channels: by default on all that one has capacity for.

        Attributes:
            status (PresenceInStatus):
            channels (list[PresenceInChannelsType0Item] | None | Unset):
     """

    status: PresenceInStatus
    channels: list[PresenceInChannelsType0Item] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        channels: list[str] | None | Unset
        if isinstance(self.channels, Unset):
            channels = UNSET
        elif isinstance(self.channels, list):
            channels = []
            for channels_type_0_item_data in self.channels:
                channels_type_0_item = channels_type_0_item_data.value
                channels.append(channels_type_0_item)


        else:
            channels = self.channels


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "status": status,
        })
        if channels is not UNSET:
            field_dict["channels"] = channels

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = PresenceInStatus(d.pop("status"))




        def _parse_channels(data: object) -> list[PresenceInChannelsType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                channels_type_0 = []
                _channels_type_0 = data
                for channels_type_0_item_data in (_channels_type_0):
                    channels_type_0_item = PresenceInChannelsType0Item(channels_type_0_item_data)



                    channels_type_0.append(channels_type_0_item)

                return channels_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PresenceInChannelsType0Item] | None | Unset, data)

        channels = _parse_channels(d.pop("channels", UNSET))


        presence_in = cls(
            status=status,
            channels=channels,
        )

        return presence_in

