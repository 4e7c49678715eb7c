from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.preview_out_outcome import PreviewOutOutcome
from typing import cast

if TYPE_CHECKING:
  from ..models.parked_problem import ParkedProblem
  from ..models.preview_field import PreviewField
  from ..models.preview_out_changes import PreviewOutChanges
  from ..models.preview_out_comment_type_0 import PreviewOutCommentType0
  from ..models.preview_out_existing_type_0 import PreviewOutExistingType0
  from ..models.preview_out_ticket_type_0 import PreviewOutTicketType0





T = TypeVar("T", bound="PreviewOut")



@_attrs_define
class PreviewOut:
    """ What a webhook would do; nothing of it was done.

        Attributes:
            outcome (PreviewOutOutcome):
            fields (list[PreviewField]):
            problem (None | ParkedProblem):
            ticket (None | PreviewOutTicketType0): The ticket that it would make.
            existing (None | PreviewOutExistingType0): The ticket that it is about: id and number.
            changes (PreviewOutChanges): Fields of that ticket that would change.
            comment (None | PreviewOutCommentType0): What would be added to that ticket's thread.
     """

    outcome: PreviewOutOutcome
    fields: list[PreviewField]
    problem: None | ParkedProblem
    ticket: None | PreviewOutTicketType0
    existing: None | PreviewOutExistingType0
    changes: PreviewOutChanges
    comment: None | PreviewOutCommentType0





    def to_dict(self) -> dict[str, Any]:
        from ..models.parked_problem import ParkedProblem # noqa: PLC0415
        from ..models.preview_field import PreviewField # noqa: PLC0415
        from ..models.preview_out_changes import PreviewOutChanges # noqa: PLC0415
        from ..models.preview_out_comment_type_0 import PreviewOutCommentType0 # noqa: PLC0415
        from ..models.preview_out_existing_type_0 import PreviewOutExistingType0 # noqa: PLC0415
        from ..models.preview_out_ticket_type_0 import PreviewOutTicketType0 # noqa: PLC0415
        outcome = self.outcome.value

        fields = []
        for fields_item_data in self.fields:
            fields_item = fields_item_data.to_dict()
            fields.append(fields_item)



        problem: dict[str, Any] | None
        if isinstance(self.problem, ParkedProblem):
            problem = self.problem.to_dict()
        else:
            problem = self.problem

        ticket: dict[str, Any] | None
        if isinstance(self.ticket, PreviewOutTicketType0):
            ticket = self.ticket.to_dict()
        else:
            ticket = self.ticket

        existing: dict[str, Any] | None
        if isinstance(self.existing, PreviewOutExistingType0):
            existing = self.existing.to_dict()
        else:
            existing = self.existing

        changes = self.changes.to_dict()

        comment: dict[str, Any] | None
        if isinstance(self.comment, PreviewOutCommentType0):
            comment = self.comment.to_dict()
        else:
            comment = self.comment


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "outcome": outcome,
            "fields": fields,
            "problem": problem,
            "ticket": ticket,
            "existing": existing,
            "changes": changes,
            "comment": comment,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parked_problem import ParkedProblem # noqa: PLC0415
        from ..models.preview_field import PreviewField # noqa: PLC0415
        from ..models.preview_out_changes import PreviewOutChanges # noqa: PLC0415
        from ..models.preview_out_comment_type_0 import PreviewOutCommentType0 # noqa: PLC0415
        from ..models.preview_out_existing_type_0 import PreviewOutExistingType0 # noqa: PLC0415
        from ..models.preview_out_ticket_type_0 import PreviewOutTicketType0 # noqa: PLC0415
        d = dict(src_dict)
        outcome = PreviewOutOutcome(d.pop("outcome"))




        fields = []
        _fields = d.pop("fields")
        for fields_item_data in (_fields):
            fields_item = PreviewField.from_dict(fields_item_data)



            fields.append(fields_item)


        def _parse_problem(data: object) -> None | ParkedProblem:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                problem_type_0 = ParkedProblem.from_dict(data)



                return problem_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ParkedProblem, data)

        problem = _parse_problem(d.pop("problem"))


        def _parse_ticket(data: object) -> None | PreviewOutTicketType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ticket_type_0 = PreviewOutTicketType0.from_dict(data)



                return ticket_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PreviewOutTicketType0, data)

        ticket = _parse_ticket(d.pop("ticket"))


        def _parse_existing(data: object) -> None | PreviewOutExistingType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                existing_type_0 = PreviewOutExistingType0.from_dict(data)



                return existing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PreviewOutExistingType0, data)

        existing = _parse_existing(d.pop("existing"))


        changes = PreviewOutChanges.from_dict(d.pop("changes"))




        def _parse_comment(data: object) -> None | PreviewOutCommentType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                comment_type_0 = PreviewOutCommentType0.from_dict(data)



                return comment_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PreviewOutCommentType0, data)

        comment = _parse_comment(d.pop("comment"))


        preview_out = cls(
            outcome=outcome,
            fields=fields,
            problem=problem,
            ticket=ticket,
            existing=existing,
            changes=changes,
            comment=comment,
        )

        return preview_out

