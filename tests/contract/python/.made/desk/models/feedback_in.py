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
  from ..models.feedback_in_answers import FeedbackInAnswers





T = TypeVar("T", bound="FeedbackIn")



@_attrs_define
class FeedbackIn:
    """ A rating: by the `survey_token` of an invitation, or by your own session for your `ticket_id`.

        Attributes:
            score (int):
            survey_token (None | str | Unset):
            ticket_id (None | Unset | UUID):
            comment (None | str | Unset):
            answers (FeedbackInAnswers | Unset):
     """

    score: int
    survey_token: None | str | Unset = UNSET
    ticket_id: None | Unset | UUID = UNSET
    comment: None | str | Unset = UNSET
    answers: FeedbackInAnswers | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback_in_answers import FeedbackInAnswers # noqa: PLC0415
        score = self.score

        survey_token: None | str | Unset
        if isinstance(self.survey_token, Unset):
            survey_token = UNSET
        else:
            survey_token = self.survey_token

        ticket_id: None | str | Unset
        if isinstance(self.ticket_id, Unset):
            ticket_id = UNSET
        elif isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        comment: None | str | Unset
        if isinstance(self.comment, Unset):
            comment = UNSET
        else:
            comment = self.comment

        answers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.answers, Unset):
            answers = self.answers.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "score": score,
        })
        if survey_token is not UNSET:
            field_dict["survey_token"] = survey_token
        if ticket_id is not UNSET:
            field_dict["ticket_id"] = ticket_id
        if comment is not UNSET:
            field_dict["comment"] = comment
        if answers is not UNSET:
            field_dict["answers"] = answers

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback_in_answers import FeedbackInAnswers # noqa: PLC0415
        d = dict(src_dict)
        score = d.pop("score")

        def _parse_survey_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        survey_token = _parse_survey_token(d.pop("survey_token", UNSET))


        def _parse_ticket_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_id_type_0 = UUID(data)



                return ticket_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        ticket_id = _parse_ticket_id(d.pop("ticket_id", UNSET))


        def _parse_comment(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        comment = _parse_comment(d.pop("comment", UNSET))


        _answers = d.pop("answers", UNSET)
        answers: FeedbackInAnswers | Unset
        if isinstance(_answers,  Unset):
            answers = UNSET
        else:
            answers = FeedbackInAnswers.from_dict(_answers)




        feedback_in = cls(
            score=score,
            survey_token=survey_token,
            ticket_id=ticket_id,
            comment=comment,
            answers=answers,
        )

        return feedback_in

