from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.ledger_entry_out_what import LedgerEntryOutWhat
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="LedgerEntryOut")



@_attrs_define
class LedgerEntryOut:
    """ What happened to a clock.

        Attributes:
            at (datetime.datetime):
            what (LedgerEntryOutWhat):
            event_seq (int): The event of the log by which it happened; 0: the deadline itself.
            target_seconds (int | None):
            policy_version_id (None | UUID):
     """

    at: datetime.datetime
    what: LedgerEntryOutWhat
    event_seq: int
    target_seconds: int | None
    policy_version_id: None | UUID





    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        what = self.what.value

        event_seq = self.event_seq

        target_seconds: int | None
        target_seconds = self.target_seconds

        policy_version_id: None | str
        if isinstance(self.policy_version_id, UUID):
            policy_version_id = str(self.policy_version_id)
        else:
            policy_version_id = self.policy_version_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "at": at,
            "what": what,
            "event_seq": event_seq,
            "target_seconds": target_seconds,
            "policy_version_id": policy_version_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))




        what = LedgerEntryOutWhat(d.pop("what"))




        event_seq = d.pop("event_seq")

        def _parse_target_seconds(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        target_seconds = _parse_target_seconds(d.pop("target_seconds"))


        def _parse_policy_version_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                policy_version_id_type_0 = UUID(data)



                return policy_version_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        policy_version_id = _parse_policy_version_id(d.pop("policy_version_id"))


        ledger_entry_out = cls(
            at=at,
            what=what,
            event_seq=event_seq,
            target_seconds=target_seconds,
            policy_version_id=policy_version_id,
        )

        return ledger_entry_out

