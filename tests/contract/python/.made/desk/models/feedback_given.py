from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.feedback_given_answers import FeedbackGivenAnswers





T = TypeVar("T", bound="FeedbackGiven")



@_attrs_define
class FeedbackGiven:
    """ What the customer has said, as the customer sees it.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            score (int):
            comment (None | str):
            answers (FeedbackGivenAnswers):
            created_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    score: int
    comment: None | str
    answers: FeedbackGivenAnswers
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback_given_answers import FeedbackGivenAnswers # noqa: PLC0415
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        score = self.score

        comment: None | str
        comment = self.comment

        answers = self.answers.to_dict()

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "score": score,
            "comment": comment,
            "answers": answers,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback_given_answers import FeedbackGivenAnswers # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        score = d.pop("score")

        def _parse_comment(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        comment = _parse_comment(d.pop("comment"))


        answers = FeedbackGivenAnswers.from_dict(d.pop("answers"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        feedback_given = cls(
            id=id,
            ticket_id=ticket_id,
            score=score,
            comment=comment,
            answers=answers,
            created_at=created_at,
        )

        return feedback_given

