from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="SetTopicAction")



@_attrs_define
class SetTopicAction:
    """ Set the topic, or clear it.

        Attributes:
            type_ (Literal['set_topic']):
            topic (None | str):
     """

    type_: Literal['set_topic']
    topic: None | str





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        topic: None | str
        topic = self.topic


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "topic": topic,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_topic'] , d.pop("type"))
        if type_ != 'set_topic':
            raise ValueError(f"type must match const 'set_topic', got '{type_}'")

        def _parse_topic(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic = _parse_topic(d.pop("topic"))


        set_topic_action = cls(
            type_=type_,
            topic=topic,
        )

        return set_topic_action

