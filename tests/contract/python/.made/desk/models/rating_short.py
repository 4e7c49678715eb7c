from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="RatingShort")



@_attrs_define
class RatingShort:
    """ A rating.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            score (int):
            comment (None | str):
            created_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    score: int
    comment: None | str
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        score = self.score

        comment: None | str
        comment = self.comment

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "score": score,
            "comment": comment,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        score = d.pop("score")

        def _parse_comment(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        comment = _parse_comment(d.pop("comment"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        rating_short = cls(
            id=id,
            ticket_id=ticket_id,
            score=score,
            comment=comment,
            created_at=created_at,
        )

        return rating_short

