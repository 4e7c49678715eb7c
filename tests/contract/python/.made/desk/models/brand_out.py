from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="BrandOut")



@_attrs_define
class BrandOut:
    """ A brand.

        Attributes:
            id (UUID):
            key (str):
            name (str):
            default_team_id (None | UUID): Where its tickets and chats go when no team is named.
            strict_fields (bool): Nobody may use custom fields and topics that are not defined.
            has_identity_secret (bool): Whether its customers can be identified by signed tokens.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    key: str
    name: str
    default_team_id: None | UUID
    strict_fields: bool
    has_identity_secret: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        key = self.key

        name = self.name

        default_team_id: None | str
        if isinstance(self.default_team_id, UUID):
            default_team_id = str(self.default_team_id)
        else:
            default_team_id = self.default_team_id

        strict_fields = self.strict_fields

        has_identity_secret = self.has_identity_secret

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "key": key,
            "name": name,
            "default_team_id": default_team_id,
            "strict_fields": strict_fields,
            "has_identity_secret": has_identity_secret,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        key = d.pop("key")

        name = d.pop("name")

        def _parse_default_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                default_team_id_type_0 = UUID(data)



                return default_team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        default_team_id = _parse_default_team_id(d.pop("default_team_id"))


        strict_fields = d.pop("strict_fields")

        has_identity_secret = d.pop("has_identity_secret")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        brand_out = cls(
            id=id,
            key=key,
            name=name,
            default_team_id=default_team_id,
            strict_fields=strict_fields,
            has_identity_secret=has_identity_secret,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return brand_out

