from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="SampleOut")



@_attrs_define
class SampleOut:
    """ One of the last webhooks of a source, raw.

        Attributes:
            id (UUID):
            webhook_id (str):
            outcome (str):
            received_at (datetime.datetime):
            body (str):
     """

    id: UUID
    webhook_id: str
    outcome: str
    received_at: datetime.datetime
    body: str





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        webhook_id = self.webhook_id

        outcome = self.outcome

        received_at = self.received_at.isoformat()

        body = self.body


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "webhook_id": webhook_id,
            "outcome": outcome,
            "received_at": received_at,
            "body": body,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        webhook_id = d.pop("webhook_id")

        outcome = d.pop("outcome")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        body = d.pop("body")

        sample_out = cls(
            id=id,
            webhook_id=webhook_id,
            outcome=outcome,
            received_at=received_at,
            body=body,
        )

        return sample_out

