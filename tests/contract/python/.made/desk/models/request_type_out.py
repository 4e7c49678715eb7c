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
  from ..models.request_type_definition import RequestTypeDefinition





T = TypeVar("T", bound="RequestTypeOut")



@_attrs_define
class RequestTypeOut:
    """ A type of request in your language; for agents also as it was made.

        Attributes:
            id (UUID):
            key (str):
            name (str):
            description (None | str):
            brand (None | str):
            form (None | str):
            public (bool):
            needs_approval (bool):
            position (int):
            definition (None | RequestTypeDefinition): For agents and partners.
            archived (bool):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    key: str
    name: str
    description: None | str
    brand: None | str
    form: None | str
    public: bool
    needs_approval: bool
    position: int
    definition: None | RequestTypeDefinition
    archived: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.request_type_definition import RequestTypeDefinition # noqa: PLC0415
        id = str(self.id)

        key = self.key

        name = self.name

        description: None | str
        description = self.description

        brand: None | str
        brand = self.brand

        form: None | str
        form = self.form

        public = self.public

        needs_approval = self.needs_approval

        position = self.position

        definition: dict[str, Any] | None
        if isinstance(self.definition, RequestTypeDefinition):
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
            "name": name,
            "description": description,
            "brand": brand,
            "form": form,
            "public": public,
            "needs_approval": needs_approval,
            "position": position,
            "definition": definition,
            "archived": archived,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.request_type_definition import RequestTypeDefinition # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        key = d.pop("key")

        name = d.pop("name")

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))


        def _parse_brand(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        brand = _parse_brand(d.pop("brand"))


        def _parse_form(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        form = _parse_form(d.pop("form"))


        public = d.pop("public")

        needs_approval = d.pop("needs_approval")

        position = d.pop("position")

        def _parse_definition(data: object) -> None | RequestTypeDefinition:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                definition_type_0 = RequestTypeDefinition.from_dict(data)



                return definition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RequestTypeDefinition, data)

        definition = _parse_definition(d.pop("definition"))


        archived = d.pop("archived")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        request_type_out = cls(
            id=id,
            key=key,
            name=name,
            description=description,
            brand=brand,
            form=form,
            public=public,
            needs_approval=needs_approval,
            position=position,
            definition=definition,
            archived=archived,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return request_type_out

