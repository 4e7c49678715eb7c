from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.conditions_in import ConditionsIn
  from ..models.form_choice_out import FormChoiceOut





T = TypeVar("T", bound="QuestionOut")



@_attrs_define
class QuestionOut:
    """ A question in the language of whoever asks for the form.

        Attributes:
            field (str):
            kind (str): As of fields; of what every ticket has: `text`, `long_text`, `select`, `topic`, ...
            label (str):
            hint (None | str):
            required (bool):
            options (list[FormChoiceOut]):
            conditions (ConditionsIn): All of `all` must hold and, if there are any, one of `any`. Without conditions a
                policy is for every ticket.
            known (bool): It is known already: do not ask.
            value (Any): What is known; or what it is unless something else is said.
     """

    field: str
    kind: str
    label: str
    hint: None | str
    required: bool
    options: list[FormChoiceOut]
    conditions: ConditionsIn
    known: bool
    value: Any





    def to_dict(self) -> dict[str, Any]:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.form_choice_out import FormChoiceOut # noqa: PLC0415
        field = self.field

        kind = self.kind

        label = self.label

        hint: None | str
        hint = self.hint

        required = self.required

        options = []
        for options_item_data in self.options:
            options_item = options_item_data.to_dict()
            options.append(options_item)



        conditions = self.conditions.to_dict()

        known = self.known

        value = self.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
            "kind": kind,
            "label": label,
            "hint": hint,
            "required": required,
            "options": options,
            "conditions": conditions,
            "known": known,
            "value": value,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conditions_in import ConditionsIn # noqa: PLC0415
        from ..models.form_choice_out import FormChoiceOut # noqa: PLC0415
        d = dict(src_dict)
        field = d.pop("field")

        kind = d.pop("kind")

        label = d.pop("label")

        def _parse_hint(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hint = _parse_hint(d.pop("hint"))


        required = d.pop("required")

        options = []
        _options = d.pop("options")
        for options_item_data in (_options):
            options_item = FormChoiceOut.from_dict(options_item_data)



            options.append(options_item)


        conditions = ConditionsIn.from_dict(d.pop("conditions"))




        known = d.pop("known")

        value = d.pop("value")

        question_out = cls(
            field=field,
            kind=kind,
            label=label,
            hint=hint,
            required=required,
            options=options,
            conditions=conditions,
            known=known,
            value=value,
        )

        return question_out

