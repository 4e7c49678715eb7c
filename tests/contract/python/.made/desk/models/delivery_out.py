from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.delivery_out_state_type_0 import DeliveryOutStateType0
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.recipient_out import RecipientOut





T = TypeVar("T", bound="DeliveryOut")



@_attrs_define
class DeliveryOut:
    """ What became of a message. `state` is null when no channel reports: then only `read` tells that it arrived.

        Attributes:
            message_id (UUID):
            state (DeliveryOutStateType0 | None):
            read (bool): The customer has read it here (on the web, in the app).
            recipients (list[RecipientOut]):
     """

    message_id: UUID
    state: DeliveryOutStateType0 | None
    read: bool
    recipients: list[RecipientOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.recipient_out import RecipientOut # noqa: PLC0415
        message_id = str(self.message_id)

        state: None | str
        if isinstance(self.state, DeliveryOutStateType0):
            state = self.state.value
        else:
            state = self.state

        read = self.read

        recipients = []
        for recipients_item_data in self.recipients:
            recipients_item = recipients_item_data.to_dict()
            recipients.append(recipients_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message_id": message_id,
            "state": state,
            "read": read,
            "recipients": recipients,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recipient_out import RecipientOut # noqa: PLC0415
        d = dict(src_dict)
        message_id = UUID(d.pop("message_id"))




        def _parse_state(data: object) -> DeliveryOutStateType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = DeliveryOutStateType0(data)



                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryOutStateType0 | None, data)

        state = _parse_state(d.pop("state"))


        read = d.pop("read")

        recipients = []
        _recipients = d.pop("recipients")
        for recipients_item_data in (_recipients):
            recipients_item = RecipientOut.from_dict(recipients_item_data)



            recipients.append(recipients_item)


        delivery_out = cls(
            message_id=message_id,
            state=state,
            read=read,
            recipients=recipients,
        )

        return delivery_out

