from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.form_patch_ticket_type_type_0 import FormPatchTicketTypeType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.form_patch_titles_type_0 import FormPatchTitlesType0
  from ..models.question_in import QuestionIn





T = TypeVar("T", bound="FormPatch")



@_attrs_define
class FormPatch:
    """ Changes of a form; `questions` replaces all of them.

        Attributes:
            titles (FormPatchTitlesType0 | None | Unset):
            brand (None | str | Unset):
            ticket_type (FormPatchTicketTypeType0 | None | Unset):
            public (bool | None | Unset):
            questions (list[QuestionIn] | None | Unset):
            archived (bool | None | Unset):
     """

    titles: FormPatchTitlesType0 | None | Unset = UNSET
    brand: None | str | Unset = UNSET
    ticket_type: FormPatchTicketTypeType0 | None | Unset = UNSET
    public: bool | None | Unset = UNSET
    questions: list[QuestionIn] | None | Unset = UNSET
    archived: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.form_patch_titles_type_0 import FormPatchTitlesType0 # noqa: PLC0415
        from ..models.question_in import QuestionIn # noqa: PLC0415
        titles: dict[str, Any] | None | Unset
        if isinstance(self.titles, Unset):
            titles = UNSET
        elif isinstance(self.titles, FormPatchTitlesType0):
            titles = self.titles.to_dict()
        else:
            titles = self.titles

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        ticket_type: None | str | Unset
        if isinstance(self.ticket_type, Unset):
            ticket_type = UNSET
        elif isinstance(self.ticket_type, FormPatchTicketTypeType0):
            ticket_type = self.ticket_type.value
        else:
            ticket_type = self.ticket_type

        public: bool | None | Unset
        if isinstance(self.public, Unset):
            public = UNSET
        else:
            public = self.public

        questions: list[dict[str, Any]] | None | Unset
        if isinstance(self.questions, Unset):
            questions = UNSET
        elif isinstance(self.questions, list):
            questions = []
            for questions_type_0_item_data in self.questions:
                questions_type_0_item = questions_type_0_item_data.to_dict()
                questions.append(questions_type_0_item)


        else:
            questions = self.questions

        archived: bool | None | Unset
        if isinstance(self.archived, Unset):
            archived = UNSET
        else:
            archived = self.archived


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if titles is not UNSET:
            field_dict["titles"] = titles
        if brand is not UNSET:
            field_dict["brand"] = brand
        if ticket_type is not UNSET:
            field_dict["ticket_type"] = ticket_type
        if public is not UNSET:
            field_dict["public"] = public
        if questions is not UNSET:
            field_dict["questions"] = questions
        if archived is not UNSET:
            field_dict["archived"] = archived

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.form_patch_titles_type_0 import FormPatchTitlesType0 # noqa: PLC0415
        from ..models.question_in import QuestionIn # noqa: PLC0415
        d = dict(src_dict)
        def _parse_titles(data: object) -> FormPatchTitlesType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                titles_type_0 = FormPatchTitlesType0.from_dict(data)



                return titles_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FormPatchTitlesType0 | None | Unset, data)

        titles = _parse_titles(d.pop("titles", UNSET))


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        def _parse_ticket_type(data: object) -> FormPatchTicketTypeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_type_type_0 = FormPatchTicketTypeType0(data)



                return ticket_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FormPatchTicketTypeType0 | None | Unset, data)

        ticket_type = _parse_ticket_type(d.pop("ticket_type", UNSET))


        def _parse_public(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        public = _parse_public(d.pop("public", UNSET))


        def _parse_questions(data: object) -> list[QuestionIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                questions_type_0 = []
                _questions_type_0 = data
                for questions_type_0_item_data in (_questions_type_0):
                    questions_type_0_item = QuestionIn.from_dict(questions_type_0_item_data)



                    questions_type_0.append(questions_type_0_item)

                return questions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[QuestionIn] | None | Unset, data)

        questions = _parse_questions(d.pop("questions", UNSET))


        def _parse_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        archived = _parse_archived(d.pop("archived", UNSET))


        form_patch = cls(
            titles=titles,
            brand=brand,
            ticket_type=ticket_type,
            public=public,
            questions=questions,
            archived=archived,
        )

        return form_patch

