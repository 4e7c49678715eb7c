from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.incident_answer_page_status import IncidentAnswerPageStatus
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.incident_answer_out import IncidentAnswerOut
  from ..models.job_progress import JobProgress





T = TypeVar("T", bound="IncidentAnswerPage")



@_attrs_define
class IncidentAnswerPage:
    """ A page of what became of the incidents, oldest ticket first, and how far the job is.

        Attributes:
            job_id (UUID):
            status (IncidentAnswerPageStatus):
            progress (JobProgress): How far a job is, in pieces of its own kind (tickets, say).
            items (list[IncidentAnswerOut]):
            next_cursor (None | str):
     """

    job_id: UUID
    status: IncidentAnswerPageStatus
    progress: JobProgress
    items: list[IncidentAnswerOut]
    next_cursor: None | str





    def to_dict(self) -> dict[str, Any]:
        from ..models.incident_answer_out import IncidentAnswerOut # noqa: PLC0415
        from ..models.job_progress import JobProgress # noqa: PLC0415
        job_id = str(self.job_id)

        status = self.status.value

        progress = self.progress.to_dict()

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)



        next_cursor: None | str
        next_cursor = self.next_cursor


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "job_id": job_id,
            "status": status,
            "progress": progress,
            "items": items,
            "next_cursor": next_cursor,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.incident_answer_out import IncidentAnswerOut # noqa: PLC0415
        from ..models.job_progress import JobProgress # noqa: PLC0415
        d = dict(src_dict)
        job_id = UUID(d.pop("job_id"))




        status = IncidentAnswerPageStatus(d.pop("status"))




        progress = JobProgress.from_dict(d.pop("progress"))




        items = []
        _items = d.pop("items")
        for items_item_data in (_items):
            items_item = IncidentAnswerOut.from_dict(items_item_data)



            items.append(items_item)


        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))


        incident_answer_page = cls(
            job_id=job_id,
            status=status,
            progress=progress,
            items=items,
            next_cursor=next_cursor,
        )

        return incident_answer_page

