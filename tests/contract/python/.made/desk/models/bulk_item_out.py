from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.bulk_item_out_status import BulkItemOutStatus
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.outcome_out import OutcomeOut





T = TypeVar("T", bound="BulkItemOut")



@_attrs_define
class BulkItemOut:
    """ A ticket of a bulk change.

        Attributes:
            number (int):
            ticket_id (UUID):
            status (BulkItemOutStatus): `skipped`: it was as wanted before. `failed`: nothing was done to it, `code` says
                why.
            code (None | str):
            detail (None | str):
            outcomes (list[OutcomeOut]):
            at (datetime.datetime | None):
     """

    number: int
    ticket_id: UUID
    status: BulkItemOutStatus
    code: None | str
    detail: None | str
    outcomes: list[OutcomeOut]
    at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        number = self.number

        ticket_id = str(self.ticket_id)

        status = self.status.value

        code: None | str
        code = self.code

        detail: None | str
        detail = self.detail

        outcomes = []
        for outcomes_item_data in self.outcomes:
            outcomes_item = outcomes_item_data.to_dict()
            outcomes.append(outcomes_item)



        at: None | str
        if isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "number": number,
            "ticket_id": ticket_id,
            "status": status,
            "code": code,
            "detail": detail,
            "outcomes": outcomes,
            "at": at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        d = dict(src_dict)
        number = d.pop("number")

        ticket_id = UUID(d.pop("ticket_id"))




        status = BulkItemOutStatus(d.pop("status"))




        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))


        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))


        outcomes = []
        _outcomes = d.pop("outcomes")
        for outcomes_item_data in (_outcomes):
            outcomes_item = OutcomeOut.from_dict(outcomes_item_data)



            outcomes.append(outcomes_item)


        def _parse_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)



                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        at = _parse_at(d.pop("at"))


        bulk_item_out = cls(
            number=number,
            ticket_id=ticket_id,
            status=status,
            code=code,
            detail=detail,
            outcomes=outcomes,
            at=at,
        )

        return bulk_item_out

