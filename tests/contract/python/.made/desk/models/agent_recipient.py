from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="AgentRecipient")



@_attrs_define
class AgentRecipient:
    """ One agent.

        Attributes:
            kind (Literal['agent']):
            agent_id (UUID):
     """

    kind: Literal['agent']
    agent_id: UUID





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        agent_id = str(self.agent_id)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "agent_id": agent_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal['agent'] , d.pop("kind"))
        if kind != 'agent':
            raise ValueError(f"kind must match const 'agent', got '{kind}'")

        agent_id = UUID(d.pop("agent_id"))




        agent_recipient = cls(
            kind=kind,
            agent_id=agent_id,
        )

        return agent_recipient

