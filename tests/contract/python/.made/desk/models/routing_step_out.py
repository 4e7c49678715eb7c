from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.decision_out import DecisionOut





T = TypeVar("T", bound="RoutingStepOut")



@_attrs_define
class RoutingStepOut:
    """ Something that happened to a ticket's place or agent; with a decision of routing when there was one.

        Attributes:
            seq (int):
            at (datetime.datetime):
            kind (str): The event of the ticket's log: `ticket.assigned`, `chat.offered` ...
            summary (str):
            sentences (list[str]): What stands behind it.
            decision (DecisionOut | None):
     """

    seq: int
    at: datetime.datetime
    kind: str
    summary: str
    sentences: list[str]
    decision: DecisionOut | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.decision_out import DecisionOut # noqa: PLC0415
        seq = self.seq

        at = self.at.isoformat()

        kind = self.kind

        summary = self.summary

        sentences = self.sentences



        decision: dict[str, Any] | None
        if isinstance(self.decision, DecisionOut):
            decision = self.decision.to_dict()
        else:
            decision = self.decision


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "seq": seq,
            "at": at,
            "kind": kind,
            "summary": summary,
            "sentences": sentences,
            "decision": decision,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decision_out import DecisionOut # noqa: PLC0415
        d = dict(src_dict)
        seq = d.pop("seq")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        kind = d.pop("kind")

        summary = d.pop("summary")

        sentences = cast(list[str], d.pop("sentences"))


        def _parse_decision(data: object) -> DecisionOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                decision_type_0 = DecisionOut.from_dict(data)



                return decision_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionOut | None, data)

        decision = _parse_decision(d.pop("decision"))


        routing_step_out = cls(
            seq=seq,
            at=at,
            kind=kind,
            summary=summary,
            sentences=sentences,
            decision=decision,
        )

        return routing_step_out

