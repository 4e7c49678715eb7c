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
  from ..models.reference import Reference
  from ..models.sla_definition_out import SlaDefinitionOut





T = TypeVar("T", bound="SlaPolicyVersionOut")



@_attrs_define
class SlaPolicyVersionOut:
    """ A version of a policy; it never changes.

        Attributes:
            id (UUID):
            number (int):
            name (str): What the policy was called when this version was made.
            definition (SlaDefinitionOut): What a version of a policy says.
            created_by (None | Reference):
            created_at (datetime.datetime):
     """

    id: UUID
    number: int
    name: str
    definition: SlaDefinitionOut
    created_by: None | Reference
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.sla_definition_out import SlaDefinitionOut # noqa: PLC0415
        id = str(self.id)

        number = self.number

        name = self.name

        definition = self.definition.to_dict()

        created_by: dict[str, Any] | None
        if isinstance(self.created_by, Reference):
            created_by = self.created_by.to_dict()
        else:
            created_by = self.created_by

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
            "name": name,
            "definition": definition,
            "created_by": created_by,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.sla_definition_out import SlaDefinitionOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        name = d.pop("name")

        definition = SlaDefinitionOut.from_dict(d.pop("definition"))




        def _parse_created_by(data: object) -> None | Reference:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                created_by_type_0 = Reference.from_dict(data)



                return created_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reference, data)

        created_by = _parse_created_by(d.pop("created_by"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        sla_policy_version_out = cls(
            id=id,
            number=number,
            name=name,
            definition=definition,
            created_by=created_by,
            created_at=created_at,
        )

        return sla_policy_version_out

