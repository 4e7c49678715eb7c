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
  from ..models.topic_patch_labels_type_0 import TopicPatchLabelsType0





T = TypeVar("T", bound="TopicPatch")



@_attrs_define
class TopicPatch:
    """ Changes of a topic. Another key or parent moves it, with all that is below it; null as parent: to the root.

        Attributes:
            key (None | str | Unset):
            parent_id (None | Unset | UUID):
            labels (None | TopicPatchLabelsType0 | Unset):
            archived (bool | None | Unset):
     """

    key: None | str | Unset = UNSET
    parent_id: None | Unset | UUID = UNSET
    labels: None | TopicPatchLabelsType0 | Unset = UNSET
    archived: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.topic_patch_labels_type_0 import TopicPatchLabelsType0 # noqa: PLC0415
        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key

        parent_id: None | str | Unset
        if isinstance(self.parent_id, Unset):
            parent_id = UNSET
        elif isinstance(self.parent_id, UUID):
            parent_id = str(self.parent_id)
        else:
            parent_id = self.parent_id

        labels: dict[str, Any] | None | Unset
        if isinstance(self.labels, Unset):
            labels = UNSET
        elif isinstance(self.labels, TopicPatchLabelsType0):
            labels = self.labels.to_dict()
        else:
            labels = self.labels

        archived: bool | None | Unset
        if isinstance(self.archived, Unset):
            archived = UNSET
        else:
            archived = self.archived


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if key is not UNSET:
            field_dict["key"] = key
        if parent_id is not UNSET:
            field_dict["parent_id"] = parent_id
        if labels is not UNSET:
            field_dict["labels"] = labels
        if archived is not UNSET:
            field_dict["archived"] = archived

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.topic_patch_labels_type_0 import TopicPatchLabelsType0 # noqa: PLC0415
        d = dict(src_dict)
        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))


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


        def _parse_labels(data: object) -> None | TopicPatchLabelsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                labels_type_0 = TopicPatchLabelsType0.from_dict(data)



                return labels_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TopicPatchLabelsType0 | Unset, data)

        labels = _parse_labels(d.pop("labels", UNSET))


        def _parse_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        archived = _parse_archived(d.pop("archived", UNSET))


        topic_patch = cls(
            key=key,
            parent_id=parent_id,
            labels=labels,
            archived=archived,
        )

        return topic_patch

