from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.reference import Reference





T = TypeVar("T", bound="HandoverOut")



@_attrs_define
class HandoverOut:
    """ A chat that is offered to another agent while its own stays in it.

        Attributes:
            agent (Reference): Somebody or something by id and name.
            expires_at (datetime.datetime):
     """

    agent: Reference
    expires_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.reference import Reference # noqa: PLC0415
        agent = self.agent.to_dict()

        expires_at = self.expires_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "agent": agent,
            "expires_at": expires_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        agent = Reference.from_dict(d.pop("agent"))




        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))




        handover_out = cls(
            agent=agent,
            expires_at=expires_at,
        )

        return handover_out

