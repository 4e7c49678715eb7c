from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="FollowerOut")



@_attrs_define
class FollowerOut:
    """ An agent who hears of what happens to a ticket that need not be theirs.

        Attributes:
            agent_id (UUID):
            name (str):
            cause (str):
            added_at (datetime.datetime):
     """

    agent_id: UUID
    name: str
    cause: str
    added_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        agent_id = str(self.agent_id)

        name = self.name

        cause = self.cause

        added_at = self.added_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "agent_id": agent_id,
            "name": name,
            "cause": cause,
            "added_at": added_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        agent_id = UUID(d.pop("agent_id"))




        name = d.pop("name")

        cause = d.pop("cause")

        added_at = datetime.datetime.fromisoformat(d.pop("added_at"))




        follower_out = cls(
            agent_id=agent_id,
            name=name,
            cause=cause,
            added_at=added_at,
        )

        return follower_out

