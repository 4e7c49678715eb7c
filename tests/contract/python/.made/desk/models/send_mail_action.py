from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from typing import Literal, cast

if TYPE_CHECKING:
  from ..models.address_recipient import AddressRecipient
  from ..models.agent_recipient import AgentRecipient
  from ..models.related_recipient import RelatedRecipient
  from ..models.role_recipient import RoleRecipient





T = TypeVar("T", bound="SendMailAction")



@_attrs_define
class SendMailAction:
    """ Write a mail about the ticket: to people of the desk, or to any address.

        Attributes:
            type_ (Literal['send_mail']):
            recipients (list[AddressRecipient | AgentRecipient | RelatedRecipient | RoleRecipient]):
            subject (str): Liquid too.
            body (str): Liquid, with the variables of templates.
     """

    type_: Literal['send_mail']
    recipients: list[AddressRecipient | AgentRecipient | RelatedRecipient | RoleRecipient]
    subject: str
    body: str





    def to_dict(self) -> dict[str, Any]:
        from ..models.address_recipient import AddressRecipient # noqa: PLC0415
        from ..models.agent_recipient import AgentRecipient # noqa: PLC0415
        from ..models.related_recipient import RelatedRecipient # noqa: PLC0415
        from ..models.role_recipient import RoleRecipient # noqa: PLC0415
        type_ = self.type_

        recipients = []
        for recipients_item_data in self.recipients:
            recipients_item: dict[str, Any]
            if isinstance(recipients_item_data, RelatedRecipient):
                recipients_item = recipients_item_data.to_dict()
            elif isinstance(recipients_item_data, RoleRecipient):
                recipients_item = recipients_item_data.to_dict()
            elif isinstance(recipients_item_data, AgentRecipient):
                recipients_item = recipients_item_data.to_dict()
            else:
                recipients_item = recipients_item_data.to_dict()

            recipients.append(recipients_item)



        subject = self.subject

        body = self.body


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "recipients": recipients,
            "subject": subject,
            "body": body,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address_recipient import AddressRecipient # noqa: PLC0415
        from ..models.agent_recipient import AgentRecipient # noqa: PLC0415
        from ..models.related_recipient import RelatedRecipient # noqa: PLC0415
        from ..models.role_recipient import RoleRecipient # noqa: PLC0415
        d = dict(src_dict)
        type_ = cast(Literal['send_mail'] , d.pop("type"))
        if type_ != 'send_mail':
            raise ValueError(f"type must match const 'send_mail', got '{type_}'")

        recipients = []
        _recipients = d.pop("recipients")
        for recipients_item_data in (_recipients):
            def _parse_recipients_item(data: object) -> AddressRecipient | AgentRecipient | RelatedRecipient | RoleRecipient:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    recipients_item_type_0 = RelatedRecipient.from_dict(data)



                    return recipients_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    recipients_item_type_1 = RoleRecipient.from_dict(data)



                    return recipients_item_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    recipients_item_type_2 = AgentRecipient.from_dict(data)



                    return recipients_item_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                recipients_item_type_3 = AddressRecipient.from_dict(data)



                return recipients_item_type_3

            recipients_item = _parse_recipients_item(recipients_item_data)

            recipients.append(recipients_item)


        subject = d.pop("subject")

        body = d.pop("body")

        send_mail_action = cls(
            type_=type_,
            recipients=recipients,
            subject=subject,
            body=body,
        )

        return send_mail_action

