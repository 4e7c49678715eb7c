from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.topic_in_labels import TopicInLabels





T = TypeVar("T", bound="TopicIn")



@_attrs_define
class TopicIn:
    """ A new topic: at the root, or below another one.

        Attributes:
            key (str): Its part of the path, without a slash.
            labels (TopicInLabels): By language, like `{"en": "Region"}`.
            parent_id (None | Unset | UUID):
     """

    key: str
    labels: TopicInLabels
    parent_id: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.topic_in_labels import TopicInLabels # noqa: PLC0415
        key = self.key

        labels = self.labels.to_dict()

        parent_id: None | str | Unset
        if isinstance(self.parent_id, Unset):
            parent_id = UNSET
        elif isinstance(self.parent_id, UUID):
            parent_id = str(self.parent_id)
        else:
            parent_id = self.parent_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "key": key,
            "labels": labels,
        })
        if parent_id is not UNSET:
            field_dict["parent_id"] = parent_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.topic_in_labels import TopicInLabels # noqa: PLC0415
        d = dict(src_dict)
        key = d.pop("key")

        labels = TopicInLabels.from_dict(d.pop("labels"))




        def _parse_parent_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                parent_id_type_0 = UUID(data)



                return parent_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        parent_id = _parse_parent_id(d.pop("parent_id", UNSET))


        topic_in = cls(
            key=key,
            labels=labels,
            parent_id=parent_id,
        )

        return topic_in

