from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="ShiftIn")



@_attrs_define
class ShiftIn:
    """ A new shift of an agent.

        Attributes:
            agent_id (UUID):
            starts_at (datetime.datetime):
            ends_at (datetime.datetime): On duty until just before; at most 31 days after it starts.
     """

    agent_id: UUID
    starts_at: datetime.datetime
    ends_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        agent_id = str(self.agent_id)

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "agent_id": agent_id,
            "starts_at": starts_at,
            "ends_at": ends_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        agent_id = UUID(d.pop("agent_id"))




        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        shift_in = cls(
            agent_id=agent_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )

        return shift_in

