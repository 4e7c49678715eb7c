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
  from ..models.source_with_secret_mapping import SourceWithSecretMapping





T = TypeVar("T", bound="SourceWithSecret")



@_attrs_define
class SourceWithSecret:
    """ A source with its new signing secret: shown this once.

        Attributes:
            id (UUID):
            key (str):
            name (str):
            mapping (SourceWithSecretMapping):
            brand (None | str):
            enabled (bool):
            mode (str):
            unknown (str):
            unmappable (str):
            per_minute (int | None):
            max_bytes (int | None):
            intake_url (str): Where the partner posts its webhooks.
            previous_secret_until (datetime.datetime | None): Until when the secret before still signs.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            secret (str):
     """

    id: UUID
    key: str
    name: str
    mapping: SourceWithSecretMapping
    brand: None | str
    enabled: bool
    mode: str
    unknown: str
    unmappable: str
    per_minute: int | None
    max_bytes: int | None
    intake_url: str
    previous_secret_until: datetime.datetime | None
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    secret: str





    def to_dict(self) -> dict[str, Any]:
        from ..models.source_with_secret_mapping import SourceWithSecretMapping # noqa: PLC0415
        id = str(self.id)

        key = self.key

        name = self.name

        mapping = self.mapping.to_dict()

        brand: None | str
        brand = self.brand

        enabled = self.enabled

        mode = self.mode

        unknown = self.unknown

        unmappable = self.unmappable

        per_minute: int | None
        per_minute = self.per_minute

        max_bytes: int | None
        max_bytes = self.max_bytes

        intake_url = self.intake_url

        previous_secret_until: None | str
        if isinstance(self.previous_secret_until, datetime.datetime):
            previous_secret_until = self.previous_secret_until.isoformat()
        else:
            previous_secret_until = self.previous_secret_until

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        secret = self.secret


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "key": key,
            "name": name,
            "mapping": mapping,
            "brand": brand,
            "enabled": enabled,
            "mode": mode,
            "unknown": unknown,
            "unmappable": unmappable,
            "per_minute": per_minute,
            "max_bytes": max_bytes,
            "intake_url": intake_url,
            "previous_secret_until": previous_secret_until,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
            "secret": secret,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.source_with_secret_mapping import SourceWithSecretMapping # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        key = d.pop("key")

        name = d.pop("name")

        mapping = SourceWithSecretMapping.from_dict(d.pop("mapping"))




        def _parse_brand(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        brand = _parse_brand(d.pop("brand"))


        enabled = d.pop("enabled")

        mode = d.pop("mode")

        unknown = d.pop("unknown")

        unmappable = d.pop("unmappable")

        def _parse_per_minute(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        per_minute = _parse_per_minute(d.pop("per_minute"))


        def _parse_max_bytes(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        max_bytes = _parse_max_bytes(d.pop("max_bytes"))


        intake_url = d.pop("intake_url")

        def _parse_previous_secret_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_secret_until_type_0 = datetime.datetime.fromisoformat(data)



                return previous_secret_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        previous_secret_until = _parse_previous_secret_until(d.pop("previous_secret_until"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        secret = d.pop("secret")

        source_with_secret = cls(
            id=id,
            key=key,
            name=name,
            mapping=mapping,
            brand=brand,
            enabled=enabled,
            mode=mode,
            unknown=unknown,
            unmappable=unmappable,
            per_minute=per_minute,
            max_bytes=max_bytes,
            intake_url=intake_url,
            previous_secret_until=previous_secret_until,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            secret=secret,
        )

        return source_with_secret

