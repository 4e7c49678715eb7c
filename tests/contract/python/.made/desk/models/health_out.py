from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="HealthOut")



@_attrs_define
class HealthOut:
    """ The process is alive.

        Attributes:
            status (Literal['ok']):
            version (str):
     """

    status: Literal['ok']
    version: str





    def to_dict(self) -> dict[str, Any]:
        status = self.status

        version = self.version


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "status": status,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = cast(Literal['ok'] , d.pop("status"))
        if status != 'ok':
            raise ValueError(f"status must match const 'ok', got '{status}'")

        version = d.pop("version")

        health_out = cls(
            status=status,
            version=version,
        )

        return health_out

