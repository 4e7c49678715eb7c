from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.approval_out_status import ApprovalOutStatus
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="ApprovalOut")



@_attrs_define
class ApprovalOut:
    """ An approval: who decides, and what was decided.

        Attributes:
            ticket_id (UUID):
            status (ApprovalOutStatus):
            agent_id (None | UUID): Who decides, besides leads; null: the leads.
            reason (None | str):
            decided_by (None | UUID):
            decided_at (datetime.datetime | None):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    ticket_id: UUID
    status: ApprovalOutStatus
    agent_id: None | UUID
    reason: None | str
    decided_by: None | UUID
    decided_at: datetime.datetime | None
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        status = self.status.value

        agent_id: None | str
        if isinstance(self.agent_id, UUID):
            agent_id = str(self.agent_id)
        else:
            agent_id = self.agent_id

        reason: None | str
        reason = self.reason

        decided_by: None | str
        if isinstance(self.decided_by, UUID):
            decided_by = str(self.decided_by)
        else:
            decided_by = self.decided_by

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "status": status,
            "agent_id": agent_id,
            "reason": reason,
            "decided_by": decided_by,
            "decided_at": decided_at,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        status = ApprovalOutStatus(d.pop("status"))




        def _parse_agent_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                agent_id_type_0 = UUID(data)



                return agent_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))


        def _parse_decided_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_by_type_0 = UUID(data)



                return decided_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        decided_by = _parse_decided_by(d.pop("decided_by"))


        def _parse_decided_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_at_type_0 = datetime.datetime.fromisoformat(data)



                return decided_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided_at = _parse_decided_at(d.pop("decided_at"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        approval_out = cls(
            ticket_id=ticket_id,
            status=status,
            agent_id=agent_id,
            reason=reason,
            decided_by=decided_by,
            decided_at=decided_at,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return approval_out

