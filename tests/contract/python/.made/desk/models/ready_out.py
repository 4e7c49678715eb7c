from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="ReadyOut")



@_attrs_define
class ReadyOut:
    """ The process can serve: its database answers and has this version's schema.

        Attributes:
            status (Literal['ready']):
            database (Literal['ok']):
            schema_revision (str):
     """

    status: Literal['ready']
    database: Literal['ok']
    schema_revision: str





    def to_dict(self) -> dict[str, Any]:
        status = self.status

        database = self.database

        schema_revision = self.schema_revision


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "status": status,
            "database": database,
            "schema_revision": schema_revision,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = cast(Literal['ready'] , d.pop("status"))
        if status != 'ready':
            raise ValueError(f"status must match const 'ready', got '{status}'")

        database = cast(Literal['ok'] , d.pop("database"))
        if database != 'ok':
            raise ValueError(f"database must match const 'ok', got '{database}'")

        schema_revision = d.pop("schema_revision")

        ready_out = cls(
            status=status,
            database=database,
            schema_revision=schema_revision,
        )

        return ready_out

