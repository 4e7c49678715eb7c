from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.source_in_mode import SourceInMode
from ..models.source_in_unknown import SourceInUnknown
from ..models.source_in_unmappable import SourceInUnmappable
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.source_in_mapping import SourceInMapping





T = TypeVar("T", bound="SourceIn")



@_attrs_define
class SourceIn:
    """ A new source. Its `key` is the last part of the address that the partner posts to.

        Attributes:
            name (str):
            key (str):
            mapping (SourceInMapping | Unset): Where the source's JSON holds a ticket's field: a dotted path
                (`issue.fields.summary`, `items.0.text`), a rule, or null: never taken. `custom_fields.NAME` is one custom
                field. Fields that are not named here are found by their usual names.
            brand (None | str | Unset): Tickets of this source belong to it.
            mode (SourceInMode | Unset): What a delivery about a known external id does: its words and changes are added to
                the ticket, or it is refused (409 `external_id_taken`). Default: SourceInMode.UPSERT.
            unknown (SourceInUnknown | Unset): What a comment or an update does for an external id that nobody knows: make a
                ticket, or park. Default: SourceInUnknown.CREATE.
            unmappable (SourceInUnmappable | Unset): What is signed and does not fit: kept to be replayed (202), or refused
                (422). Default: SourceInUnmappable.PARK.
            per_minute (int | None | Unset):
            max_bytes (int | None | Unset):
     """

    name: str
    key: str
    mapping: SourceInMapping | Unset = UNSET
    brand: None | str | Unset = UNSET
    mode: SourceInMode | Unset = SourceInMode.UPSERT
    unknown: SourceInUnknown | Unset = SourceInUnknown.CREATE
    unmappable: SourceInUnmappable | Unset = SourceInUnmappable.PARK
    per_minute: int | None | Unset = UNSET
    max_bytes: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.source_in_mapping import SourceInMapping # noqa: PLC0415
        name = self.name

        key = self.key

        mapping: dict[str, Any] | Unset = UNSET
        if not isinstance(self.mapping, Unset):
            mapping = self.mapping.to_dict()

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        mode: str | Unset = UNSET
        if not isinstance(self.mode, Unset):
            mode = self.mode.value


        unknown: str | Unset = UNSET
        if not isinstance(self.unknown, Unset):
            unknown = self.unknown.value


        unmappable: str | Unset = UNSET
        if not isinstance(self.unmappable, Unset):
            unmappable = self.unmappable.value


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
            "name": name,
            "key": key,
        })
        if mapping is not UNSET:
            field_dict["mapping"] = mapping
        if brand is not UNSET:
            field_dict["brand"] = brand
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
        from ..models.source_in_mapping import SourceInMapping # noqa: PLC0415
        d = dict(src_dict)
        name = d.pop("name")

        key = d.pop("key")

        _mapping = d.pop("mapping", UNSET)
        mapping: SourceInMapping | Unset
        if isinstance(_mapping,  Unset):
            mapping = UNSET
        else:
            mapping = SourceInMapping.from_dict(_mapping)




        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))


        _mode = d.pop("mode", UNSET)
        mode: SourceInMode | Unset
        if isinstance(_mode,  Unset):
            mode = UNSET
        else:
            mode = SourceInMode(_mode)




        _unknown = d.pop("unknown", UNSET)
        unknown: SourceInUnknown | Unset
        if isinstance(_unknown,  Unset):
            unknown = UNSET
        else:
            unknown = SourceInUnknown(_unknown)




        _unmappable = d.pop("unmappable", UNSET)
        unmappable: SourceInUnmappable | Unset
        if isinstance(_unmappable,  Unset):
            unmappable = UNSET
        else:
            unmappable = SourceInUnmappable(_unmappable)




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


        source_in = cls(
            name=name,
            key=key,
            mapping=mapping,
            brand=brand,
            mode=mode,
            unknown=unknown,
            unmappable=unmappable,
            per_minute=per_minute,
            max_bytes=max_bytes,
        )

        return source_in

