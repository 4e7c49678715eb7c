from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.source_patch_mode_type_0 import SourcePatchModeType0
from ..models.source_patch_unknown_type_0 import SourcePatchUnknownType0
from ..models.source_patch_unmappable_type_0 import SourcePatchUnmappableType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.source_patch_mapping_type_0 import SourcePatchMappingType0





T = TypeVar("T", bound="SourcePatch")



@_attrs_define
class SourcePatch:
    """ Changes of a source; only the fields that are sent are changed. A mapping replaces the old one.

        Attributes:
            name (None | str | Unset):
            mapping (None | SourcePatchMappingType0 | Unset):
            brand (None | str | Unset):
            enabled (bool | None | Unset):
            mode (None | SourcePatchModeType0 | Unset):
            unknown (None | SourcePatchUnknownType0 | Unset):
            unmappable (None | SourcePatchUnmappableType0 | Unset):
            per_minute (int | None | Unset):
            max_bytes (int | None | Unset):
     """

    name: None | str | Unset = UNSET
    mapping: None | SourcePatchMappingType0 | Unset = UNSET
    brand: None | str | Unset = UNSET
    enabled: bool | None | Unset = UNSET
    mode: None | SourcePatchModeType0 | Unset = UNSET
    unknown: None | SourcePatchUnknownType0 | Unset = UNSET
    unmappable: None | SourcePatchUnmappableType0 | Unset = UNSET
    per_minute: int | None | Unset = UNSET
    max_bytes: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.source_patch_mapping_type_0 import SourcePatchMappingType0 # noqa: PLC0415
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        mapping: dict[str, Any] | None | Unset
        if isinstance(self.mapping, Unset):
            mapping = UNSET
        elif isinstance(self.mapping, SourcePatchMappingType0):
            mapping = self.mapping.to_dict()
        else:
            mapping = self.mapping

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
            enabled = self.enabled

        mode: None | str | Unset
        if isinstance(self.mode, Unset):
            mode = UNSET
        elif isinstance(self.mode, SourcePatchModeType0):
            mode = self.mode.value
        else:
            mode = self.mode

        unknown: None | str | Unset
        if isinstance(self.unknown, Unset):
            unknown = UNSET
        elif isinstance(self.unknown, SourcePatchUnknownType0):
            unknown = self.unknown.value
        else:
            unknown = self.unknown

        unmappable: None | str | Unset
        if isinstance(self.unmappable, Unset):
            unmappable = UNSET
        elif isinstance(self.unmappable, SourcePatchUnmappableType0):
            unmappable = self.unmappable.value
        else:
            unmappable = self.unmappable

        per_minute: int | None | Unset
        if isinstance(self.per_minute, Unset):
            per_minute = UNSET
        else:
            per_minute = self.per_minute

        max_bytes: int | None | Unset
        if isinstance(self.max_bytes, Unset):
            max_bytes = UNSET
        else:
            max_bytes = self.max_bytes


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if mapping is not UNSET:
            field_dict["mapping"] = mapping
        if brand is not UNSET:
            field_dict["brand"] = brand
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if mode is not UNSET:
            field_dict["mode"] = mode
        if unknown is not UNSET:
            field_dict["unknown"] = unknown
        if unmappable is not UNSET:
            field_dict["unmappable"] = unmappable
        if per_minute is not UNSET:
            field_dict["per_minute"] = per_minute
        if max_bytes is not UNSET:
            field_dict["max_bytes"] = max_bytes

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.source_patch_mapping_type_0 import SourcePatchMappingType0 # noqa: PLC0415
        d = dict(src_dict)
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_mapping(data: object) -> None | SourcePatchMappingType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                mapping_type_0 = SourcePatchMappingType0.from_dict(data)



                return mapping_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SourcePatchMappingType0 | Unset, data)

        mapping = _parse_mapping(d.pop("mapping", UNSET))


        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))


        def _parse_mode(data: object) -> None | SourcePatchModeType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                mode_type_0 = SourcePatchModeType0(data)



                return mode_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SourcePatchModeType0 | Unset, data)

        mode = _parse_mode(d.pop("mode", UNSET))


        def _parse_unknown(data: object) -> None | SourcePatchUnknownType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                unknown_type_0 = SourcePatchUnknownType0(data)



                return unknown_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SourcePatchUnknownType0 | Unset, data)

        unknown = _parse_unknown(d.pop("unknown", UNSET))


        def _parse_unmappable(data: object) -> None | SourcePatchUnmappableType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                unmappable_type_0 = SourcePatchUnmappableType0(data)



                return unmappable_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SourcePatchUnmappableType0 | Unset, data)

        unmappable = _parse_unmappable(d.pop("unmappable", UNSET))


        def _parse_per_minute(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        per_minute = _parse_per_minute(d.pop("per_minute", UNSET))


        def _parse_max_bytes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_bytes = _parse_max_bytes(d.pop("max_bytes", UNSET))


        source_patch = cls(
            name=name,
            mapping=mapping,
            brand=brand,
            enabled=enabled,
            mode=mode,
            unknown=unknown,
            unmappable=unmappable,
            per_minute=per_minute,
            max_bytes=max_bytes,
        )

        return source_patch

