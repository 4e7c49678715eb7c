from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="BrandIn")



@_attrs_define
class BrandIn:
    """ A new brand; its `key` is what clients name it by, and stays.

        Attributes:
            key (str):
            name (str):
            default_team_id (None | Unset | UUID):
            strict_fields (bool | Unset):  Default: False.
     """

    key: str
    name: str
    default_team_id: None | Unset | UUID = UNSET
    strict_fields: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        key = self.key

        name = self.name

        default_team_id: None | str | Unset
        if isinstance(self.default_team_id, Unset):
            default_team_id = UNSET
        elif isinstance(self.default_team_id, UUID):
            default_team_id = str(self.default_team_id)
        else:
            default_team_id = self.default_team_id

        strict_fields = self.strict_fields


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "key": key,
            "name": name,
        })
        if default_team_id is not UNSET:
            field_dict["default_team_id"] = default_team_id
        if strict_fields is not UNSET:
            field_dict["strict_fields"] = strict_fields

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key = d.pop("key")

        name = d.pop("name")

        def _parse_default_team_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                default_team_id_type_0 = UUID(data)



                return default_team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        default_team_id = _parse_default_team_id(d.pop("default_team_id", UNSET))


        strict_fields = d.pop("strict_fields", UNSET)

        brand_in = cls(
            key=key,
            name=name,
            default_team_id=default_team_id,
            strict_fields=strict_fields,
        )

        return brand_in

