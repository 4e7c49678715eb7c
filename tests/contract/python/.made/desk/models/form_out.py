from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.form_out_ticket_type_type_0 import FormOutTicketTypeType0
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.form_definition import FormDefinition
  from ..models.question_out import QuestionOut





T = TypeVar("T", bound="FormOut")



@_attrs_define
class FormOut:
    """ A form: its questions in your language, without those that you may not answer; for agents also as it was made.

        Attributes:
            id (UUID):
            key (str):
            title (str):
            brand (None | str):
            ticket_type (FormOutTicketTypeType0 | None):
            public (bool):
            questions (list[QuestionOut]):
            definition (FormDefinition | None): For agents.
            archived (bool):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    key: str
    title: str
    brand: None | str
    ticket_type: FormOutTicketTypeType0 | None
    public: bool
    questions: list[QuestionOut]
    definition: FormDefinition | None
    archived: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.form_definition import FormDefinition # noqa: PLC0415
        from ..models.question_out import QuestionOut # noqa: PLC0415
        id = str(self.id)

        key = self.key

        title = self.title

        brand: None | str
        brand = self.brand

        ticket_type: None | str
        if isinstance(self.ticket_type, FormOutTicketTypeType0):
            ticket_type = self.ticket_type.value
        else:
            ticket_type = self.ticket_type

        public = self.public

        questions = []
        for questions_item_data in self.questions:
            questions_item = questions_item_data.to_dict()
            questions.append(questions_item)



        definition: dict[str, Any] | None
        if isinstance(self.definition, FormDefinition):
            definition = self.definition.to_dict()
        else:
            definition = self.definition

        archived = self.archived

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "key": key,
            "title": title,
            "brand": brand,
            "ticket_type": ticket_type,
            "public": public,
            "questions": questions,
            "definition": definition,
            "archived": archived,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.form_definition import FormDefinition # noqa: PLC0415
        from ..models.question_out import QuestionOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        key = d.pop("key")

        title = d.pop("title")

        def _parse_brand(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        brand = _parse_brand(d.pop("brand"))


        def _parse_ticket_type(data: object) -> FormOutTicketTypeType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_type_type_0 = FormOutTicketTypeType0(data)



                return ticket_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FormOutTicketTypeType0 | None, data)

        ticket_type = _parse_ticket_type(d.pop("ticket_type"))


        public = d.pop("public")

        questions = []
        _questions = d.pop("questions")
        for questions_item_data in (_questions):
            questions_item = QuestionOut.from_dict(questions_item_data)



            questions.append(questions_item)


        def _parse_definition(data: object) -> FormDefinition | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                definition_type_0 = FormDefinition.from_dict(data)



                return definition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FormDefinition | None, data)

        definition = _parse_definition(d.pop("definition"))


        archived = d.pop("archived")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        form_out = cls(
            id=id,
            key=key,
            title=title,
            brand=brand,
            ticket_type=ticket_type,
            public=public,
            questions=questions,
            definition=definition,
            archived=archived,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return form_out

