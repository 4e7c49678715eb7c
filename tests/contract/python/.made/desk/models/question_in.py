from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.question_in_hints_type_0 import QuestionInHintsType0
  from ..models.question_in_labels_type_0 import QuestionInLabelsType0





T = TypeVar("T", bound="QuestionIn")



@_attrs_define
class QuestionIn:
    """ One question of a form, in its place. Without labels it is called what its field is called.

        Attributes:
            field (str):
            labels (None | QuestionInLabelsType0 | Unset):
            hints (None | QuestionInHintsType0 | Unset):
            required (bool | Unset):  Default: False.
            conditions (ConditionsIn | Unset): All of `all` must hold and, if there are any, one of `any`. Without
                conditions a policy is for every ticket.
     """

    field: str
    labels: None | QuestionInLabelsType0 | Unset = UNSET
    hints: None | QuestionInHintsType0 | Unset = UNSET
    required: bool | Unset = False
    conditions: ConditionsIn | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.question_in_hints_type_0 import QuestionInHintsType0 # noqa: PLC0415
        from ..models.question_in_labels_type_0 import QuestionInLabelsType0 # noqa: PLC0415
        field = self.field

        labels: dict[str, Any] | None | Unset
        if isinstance(self.labels, Unset):
            labels = UNSET
        elif isinstance(self.labels, QuestionInLabelsType0):
            labels = self.labels.to_dict()
        else:
            labels = self.labels

        hints: dict[str, Any] | None | Unset
        if isinstance(self.hints, Unset):
            hints = UNSET
        elif isinstance(self.hints, QuestionInHintsType0):
            hints = self.hints.to_dict()
        else:
            hints = self.hints

        required = self.required

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
        })
        if labels is not UNSET:
            field_dict["labels"] = labels
        if hints is not UNSET:
            field_dict["hints"] = hints
        if required is not UNSET:
            field_dict["required"] = required
        if conditions is not UNSET:
            field_dict["conditions"] = conditions

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.question_in_hints_type_0 import QuestionInHintsType0 # noqa: PLC0415
        from ..models.question_in_labels_type_0 import QuestionInLabelsType0 # noqa: PLC0415
        d = dict(src_dict)
        field = d.pop("field")

        def _parse_labels(data: object) -> None | QuestionInLabelsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                labels_type_0 = QuestionInLabelsType0.from_dict(data)



                return labels_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuestionInLabelsType0 | Unset, data)

        labels = _parse_labels(d.pop("labels", UNSET))


        def _parse_hints(data: object) -> None | QuestionInHintsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hints_type_0 = QuestionInHintsType0.from_dict(data)



                return hints_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuestionInHintsType0 | Unset, data)

        hints = _parse_hints(d.pop("hints", UNSET))


        required = d.pop("required", UNSET)

        _conditions = d.pop("conditions", UNSET)
        conditions: ConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = ConditionsIn.from_dict(_conditions)




        question_in = cls(
            field=field,
            labels=labels,
            hints=hints,
            required=required,
            conditions=conditions,
        )

        return question_in

