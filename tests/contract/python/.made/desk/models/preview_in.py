from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.preview_in_mapping_type_0 import PreviewInMappingType0





T = TypeVar("T", bound="PreviewIn")



@_attrs_define
class PreviewIn:
    """ What to try: a payload, or one that came (a sample or a parked one); with a mapping that is not saved yet.

        Attributes:
            payload (Any | Unset):
            sample_id (None | Unset | UUID):
            parked_id (None | Unset | UUID):
            mapping (None | PreviewInMappingType0 | Unset):
     """

    payload: Any | Unset = UNSET
    sample_id: None | Unset | UUID = UNSET
    parked_id: None | Unset | UUID = UNSET
    mapping: None | PreviewInMappingType0 | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.preview_in_mapping_type_0 import PreviewInMappingType0 # noqa: PLC0415
        payload = self.payload

        sample_id: None | str | Unset
        if isinstance(self.sample_id, Unset):
            sample_id = UNSET
        elif isinstance(self.sample_id, UUID):
            sample_id = str(self.sample_id)
        else:
            sample_id = self.sample_id

        parked_id: None | str | Unset
        if isinstance(self.parked_id, Unset):
            parked_id = UNSET
        elif isinstance(self.parked_id, UUID):
            parked_id = str(self.parked_id)
        else:
            parked_id = self.parked_id

        mapping: dict[str, Any] | None | Unset
        if isinstance(self.mapping, Unset):
            mapping = UNSET
        elif isinstance(self.mapping, PreviewInMappingType0):
            mapping = self.mapping.to_dict()
        else:
            mapping = self.mapping


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if payload is not UNSET:
            field_dict["payload"] = payload
        if sample_id is not UNSET:
            field_dict["sample_id"] = sample_id
        if parked_id is not UNSET:
            field_dict["parked_id"] = parked_id
        if mapping is not UNSET:
            field_dict["mapping"] = mapping

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.preview_in_mapping_type_0 import PreviewInMappingType0 # noqa: PLC0415
        d = dict(src_dict)
        payload = d.pop("payload", UNSET)

        def _parse_sample_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sample_id_type_0 = UUID(data)



                return sample_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        sample_id = _parse_sample_id(d.pop("sample_id", UNSET))


        def _parse_parked_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                parked_id_type_0 = UUID(data)



                return parked_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        parked_id = _parse_parked_id(d.pop("parked_id", UNSET))


        def _parse_mapping(data: object) -> None | PreviewInMappingType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                mapping_type_0 = PreviewInMappingType0.from_dict(data)



                return mapping_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PreviewInMappingType0 | Unset, data)

        mapping = _parse_mapping(d.pop("mapping", UNSET))


        preview_in = cls(
            payload=payload,
            sample_id=sample_id,
            parked_id=parked_id,
            mapping=mapping,
        )

        return preview_in

