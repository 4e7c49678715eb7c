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
  from ..models.feedback_out_answers import FeedbackOutAnswers
  from ..models.reference import Reference





T = TypeVar("T", bound="FeedbackOut")



@_attrs_define
class FeedbackOut:
    """ A rating of one episode of a ticket; `agent` wrote the last public human reply (null: there was none).

        Attributes:
            id (UUID):
            ticket_id (UUID):
            customer (Reference): Somebody or something by id and name.
            agent (None | Reference):
            team_id (None | UUID):
            brand (None | str):
            score (int):
            comment (None | str):
            answers (FeedbackOutAnswers):
            created_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    customer: Reference
    agent: None | Reference
    team_id: None | UUID
    brand: None | str
    score: int
    comment: None | str
    answers: FeedbackOutAnswers
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback_out_answers import FeedbackOutAnswers # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        customer = self.customer.to_dict()

        agent: dict[str, Any] | None
        if isinstance(self.agent, Reference):
            agent = self.agent.to_dict()
        else:
            agent = self.agent

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        brand: None | str
        brand = self.brand

        score = self.score

        comment: None | str
        comment = self.comment

        answers = self.answers.to_dict()

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "customer": customer,
            "agent": agent,
            "team_id": team_id,
            "brand": brand,
            "score": score,
            "comment": comment,
            "answers": answers,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback_out_answers import FeedbackOutAnswers # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        customer = Reference.from_dict(d.pop("customer"))




        def _parse_agent(data: object) -> None | Reference:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                agent_type_0 = Reference.from_dict(data)



                return agent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reference, data)

        agent = _parse_agent(d.pop("agent"))


        def _parse_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        team_id = _parse_team_id(d.pop("team_id"))


        def _parse_brand(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        brand = _parse_brand(d.pop("brand"))


        score = d.pop("score")

        def _parse_comment(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        comment = _parse_comment(d.pop("comment"))


        answers = FeedbackOutAnswers.from_dict(d.pop("answers"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        feedback_out = cls(
            id=id,
            ticket_id=ticket_id,
            customer=customer,
            agent=agent,
            team_id=team_id,
            brand=brand,
            score=score,
            comment=comment,
            answers=answers,
            created_at=created_at,
        )

        return feedback_out

