from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.import_out_format import ImportOutFormat
from ..models.import_out_status import ImportOutStatus
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.import_out_options import ImportOutOptions
  from ..models.import_out_report import ImportOutReport





T = TypeVar("T", bound="ImportOut")



@_attrs_define
class ImportOut:
    """ An import, how far it is, and its report.

        Attributes:
            id (UUID):
            source (str):
            format_ (ImportOutFormat):
            status (ImportOutStatus):
            options (ImportOutOptions):
            received (int): Bytes that have been uploaded.
            report (ImportOutReport): By kind, how many were read, created, updated, unchanged, refused; the first 500
                refusals with places and reasons; notes; statuses there and here.
            job_id (None | UUID):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            ended_at (datetime.datetime | None):
     """

    id: UUID
    source: str
    format_: ImportOutFormat
    status: ImportOutStatus
    options: ImportOutOptions
    received: int
    report: ImportOutReport
    job_id: None | UUID
    created_at: datetime.datetime
    updated_at: datetime.datetime
    ended_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.import_out_options import ImportOutOptions # noqa: PLC0415
        from ..models.import_out_report import ImportOutReport # noqa: PLC0415
        id = str(self.id)

        source = self.source

        format_ = self.format_.value

        status = self.status.value

        options = self.options.to_dict()

        received = self.received

        report = self.report.to_dict()

        job_id: None | str
        if isinstance(self.job_id, UUID):
            job_id = str(self.job_id)
        else:
            job_id = self.job_id

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "source": source,
            "format": format_,
            "status": status,
            "options": options,
            "received": received,
            "report": report,
            "job_id": job_id,
            "created_at": created_at,
            "updated_at": updated_at,
            "ended_at": ended_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_out_options import ImportOutOptions # noqa: PLC0415
        from ..models.import_out_report import ImportOutReport # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        source = d.pop("source")

        format_ = ImportOutFormat(d.pop("format"))




        status = ImportOutStatus(d.pop("status"))




        options = ImportOutOptions.from_dict(d.pop("options"))




        received = d.pop("received")

        report = ImportOutReport.from_dict(d.pop("report"))




        def _parse_job_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                job_id_type_0 = UUID(data)



                return job_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        job_id = _parse_job_id(d.pop("job_id"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)



                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))


        import_out = cls(
            id=id,
            source=source,
            format_=format_,
            status=status,
            options=options,
            received=received,
            report=report,
            job_id=job_id,
            created_at=created_at,
            updated_at=updated_at,
            ended_at=ended_at,
        )

        return import_out

