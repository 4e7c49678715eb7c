from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.outbox_item_out_kind import OutboxItemOutKind
from ..models.outbox_item_out_status import OutboxItemOutStatus
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="OutboxItemOut")



@_attrs_define
class OutboxItemOut:
    """ A mail or webhook that is to leave the desk, or has left it.

        Attributes:
            id (UUID):
            kind (OutboxItemOutKind):
            key (str): The decision that it comes from: one decision is sent once.
            target (str): An address, or a URL.
            about (str): The subject of a mail, the event type of a webhook.
            status (OutboxItemOutStatus): `failed`: the receiver refused it for good, or did not take it for three days.
            attempts (int):
            next_attempt_at (datetime.datetime | None): While it is `sending`: until when that may take.
            last_error (None | str): Why the last attempt failed, for people.
            created_at (datetime.datetime):
            sent_at (datetime.datetime | None):
     """

    id: UUID
    kind: OutboxItemOutKind
    key: str
    target: str
    about: str
    status: OutboxItemOutStatus
    attempts: int
    next_attempt_at: datetime.datetime | None
    last_error: None | str
    created_at: datetime.datetime
    sent_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        kind = self.kind.value

        key = self.key

        target = self.target

        about = self.about

        status = self.status.value

        attempts = self.attempts

        next_attempt_at: None | str
        if isinstance(self.next_attempt_at, datetime.datetime):
            next_attempt_at = self.next_attempt_at.isoformat()
        else:
            next_attempt_at = self.next_attempt_at

        last_error: None | str
        last_error = self.last_error

        created_at = self.created_at.isoformat()

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "kind": kind,
            "key": key,
            "target": target,
            "about": about,
            "status": status,
            "attempts": attempts,
            "next_attempt_at": next_attempt_at,
            "last_error": last_error,
            "created_at": created_at,
            "sent_at": sent_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        kind = OutboxItemOutKind(d.pop("kind"))




        key = d.pop("key")

        target = d.pop("target")

        about = d.pop("about")

        status = OutboxItemOutStatus(d.pop("status"))




        attempts = d.pop("attempts")

        def _parse_next_attempt_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_attempt_at_type_0 = datetime.datetime.fromisoformat(data)



                return next_attempt_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_attempt_at = _parse_next_attempt_at(d.pop("next_attempt_at"))


        def _parse_last_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_error = _parse_last_error(d.pop("last_error"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)



                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))


        outbox_item_out = cls(
            id=id,
            kind=kind,
            key=key,
            target=target,
            about=about,
            status=status,
            attempts=attempts,
            next_attempt_at=next_attempt_at,
            last_error=last_error,
            created_at=created_at,
            sent_at=sent_at,
        )

        return outbox_item_out

