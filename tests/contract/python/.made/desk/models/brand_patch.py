from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="BrandPatch")



@_attrs_define
class BrandPatch:
    """ Changes of a brand.

        Attributes:
            name (None | str | Unset):
            default_team_id (None | Unset | UUID):
            strict_fields (bool | None | Unset):
     """

    name: None | str | Unset = UNSET
    default_team_id: None | Unset | UUID = UNSET
    strict_fields: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        default_team_id: None | str | Unset
        if isinstance(self.default_team_id, Unset):
            default_team_id = UNSET
        elif isinstance(self.default_team_id, UUID):
            default_team_id = str(self.default_team_id)
        else:
            default_team_id = self.default_team_id

        strict_fields: bool | None | Unset
        if isinstance(self.strict_fields, Unset):
            strict_fields = UNSET
        else:
            strict_fields = self.strict_fields


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if default_team_id is not UNSET:
            field_dict["default_team_id"] = default_team_id
        if strict_fields is not UNSET:
            field_dict["strict_fields"] = strict_fields

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


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


        def _parse_strict_fields(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        strict_fields = _parse_strict_fields(d.pop("strict_fields", UNSET))


        brand_patch = cls(
            name=name,
            default_team_id=default_team_id,
            strict_fields=strict_fields,
        )

        return brand_patch

