from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.topic_out_labels import TopicOutLabels





T = TypeVar("T", bound="TopicOut")



@_attrs_define
class TopicOut:
    """ A topic; `path` is what tickets hold.

        Attributes:
            id (UUID):
            parent_id (None | UUID):
            key (str):
            path (str):
            labels (TopicOutLabels):
            archived (bool):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            job_id (None | Unset | UUID): After a move: the job that takes its tickets along.
     """

    id: UUID
    parent_id: None | UUID
    key: str
    path: str
    labels: TopicOutLabels
    archived: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    job_id: None | Unset | UUID = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.topic_out_labels import TopicOutLabels # noqa: PLC0415
        id = str(self.id)

        parent_id: None | str
        if isinstance(self.parent_id, UUID):
            parent_id = str(self.parent_id)
        else:
            parent_id = self.parent_id

        key = self.key

        path = self.path

        labels = self.labels.to_dict()

        archived = self.archived

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        job_id: None | str | Unset
        if isinstance(self.job_id, Unset):
            job_id = UNSET
        elif isinstance(self.job_id, UUID):
            job_id = str(self.job_id)
        else:
            job_id = self.job_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "parent_id": parent_id,
            "key": key,
            "path": path,
            "labels": labels,
            "archived": archived,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })
        if job_id is not UNSET:
            field_dict["job_id"] = job_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.topic_out_labels import TopicOutLabels # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        def _parse_parent_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                parent_id_type_0 = UUID(data)



                return parent_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        parent_id = _parse_parent_id(d.pop("parent_id"))


        key = d.pop("key")

        path = d.pop("path")

        labels = TopicOutLabels.from_dict(d.pop("labels"))




        archived = d.pop("archived")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        def _parse_job_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                job_id_type_0 = UUID(data)



                return job_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        job_id = _parse_job_id(d.pop("job_id", UNSET))


        topic_out = cls(
            id=id,
            parent_id=parent_id,
            key=key,
            path=path,
            labels=labels,
            archived=archived,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            job_id=job_id,
        )

        return topic_out

