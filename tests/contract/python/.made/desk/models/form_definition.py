from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.form_definition_ticket_type_type_0 import FormDefinitionTicketTypeType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.form_definition_titles import FormDefinitionTitles
  from ..models.question_in import QuestionIn





T = TypeVar("T", bound="FormDefinition")



@_attrs_define
class FormDefinition:
    """ A form as it was made.

        Attributes:
            titles (FormDefinitionTitles): By language, like `{"en": "Region"}`.
            questions (list[QuestionIn]):
            brand (None | str | Unset): Only for this brand; null: for all.
            ticket_type (FormDefinitionTicketTypeType0 | None | Unset): What a ticket with this form is; null: anything.
            public (bool | Unset): Whether customers may use it. Default: True.
     """

    titles: FormDefinitionTitles
    questions: list[QuestionIn]
    brand: None | str | Unset = UNSET
    ticket_type: FormDefinitionTicketTypeType0 | None | Unset = UNSET
    public: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        from ..models.form_definition_titles import FormDefinitionTitles # noqa: PLC0415
        from ..models.question_in import QuestionIn # noqa: PLC0415
        titles = self.titles.to_dict()

        questions = []
        for questions_item_data in self.questions:
            questions_item = questions_item_data.to_dict()
            questions.append(questions_item)



        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        ticket_type: None | str | Unset
        if isinstance(self.ticket_type, Unset):
            ticket_type = UNSET
        elif isinstance(self.ticket_type, FormDefinitionTicketTypeType0):
            ticket_type = self.ticket_type.value
        else:
            ticket_type = self.ticket_type

        public = self.public


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "titles": titles,
            "questions": questions,
        })
        if brand is not UNSET:
            field_dict["brand"] = brand
        if ticket_type is not UNSET:
            field_dict["ticket_type"] = ticket_type
        if public is not UNSET:
            field_dict["public"] = public

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.form_definition_titles import FormDefinitionTitles # noqa: PLC0415
        from ..models.question_in import QuestionIn # noqa: PLC0415
        d = dict(src_dict)
        titles = FormDefinitionTitles.from_dict(d.pop("titles"))




        questions = []
        _questions = d.pop("questions")
        for questions_item_data in (_questions):
            questions_item = QuestionIn.from_dict(questions_item_data)



            questions.append(questions_item)


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        def _parse_ticket_type(data: object) -> FormDefinitionTicketTypeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_type_type_0 = FormDefinitionTicketTypeType0(data)



                return ticket_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FormDefinitionTicketTypeType0 | None | Unset, data)

        ticket_type = _parse_ticket_type(d.pop("ticket_type", UNSET))


        public = d.pop("public", UNSET)

        form_definition = cls(
            titles=titles,
            questions=questions,
            brand=brand,
            ticket_type=ticket_type,
            public=public,
        )

        return form_definition

