from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="ChatTransferIn")



@_attrs_define
class ChatTransferIn:
    """ To whom a chat is handed over, and whether its agent stays in it until the other one accepts.

        Attributes:
            agent_id (None | Unset | UUID):
            team_id (None | Unset | UUID):
            queue_id (None | Unset | UUID):
            tier (int | None | Unset):
            reason (None | str | Unset): Said to the customer, politely and in their language.
            tell_customer (bool | Unset): Write to the customer that it was handed over. Default: True.
            warm (bool | Unset): Both agents are in the chat until the other one accepts. Default: False.
     """

    agent_id: None | Unset | UUID = UNSET
    team_id: None | Unset | UUID = UNSET
    queue_id: None | Unset | UUID = UNSET
    tier: int | None | Unset = UNSET
    reason: None | str | Unset = UNSET
    tell_customer: bool | Unset = True
    warm: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        elif isinstance(self.agent_id, UUID):
            agent_id = str(self.agent_id)
        else:
            agent_id = self.agent_id

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        queue_id: None | str | Unset
        if isinstance(self.queue_id, Unset):
            queue_id = UNSET
        elif isinstance(self.queue_id, UUID):
            queue_id = str(self.queue_id)
        else:
            queue_id = self.queue_id

        tier: int | None | Unset
        if isinstance(self.tier, Unset):
            tier = UNSET
        else:
            tier = self.tier

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        tell_customer = self.tell_customer

        warm = self.warm


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if queue_id is not UNSET:
            field_dict["queue_id"] = queue_id
        if tier is not UNSET:
            field_dict["tier"] = tier
        if reason is not UNSET:
            field_dict["reason"] = reason
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer
        if warm is not UNSET:
            field_dict["warm"] = warm

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                agent_id_type_0 = UUID(data)



                return agent_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_team_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))


        def _parse_queue_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queue_id_type_0 = UUID(data)



                return queue_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        queue_id = _parse_queue_id(d.pop("queue_id", UNSET))


        def _parse_tier(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tier = _parse_tier(d.pop("tier", UNSET))


        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        tell_customer = d.pop("tell_customer", UNSET)

        warm = d.pop("warm", UNSET)

        chat_transfer_in = cls(
            agent_id=agent_id,
            team_id=team_id,
            queue_id=queue_id,
            tier=tier,
            reason=reason,
            tell_customer=tell_customer,
            warm=warm,
        )

        return chat_transfer_in

