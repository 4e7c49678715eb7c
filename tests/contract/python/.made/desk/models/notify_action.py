from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast

if TYPE_CHECKING:
  from ..models.address_recipient import AddressRecipient
  from ..models.agent_recipient import AgentRecipient
  from ..models.related_recipient import RelatedRecipient
  from ..models.role_recipient import RoleRecipient





T = TypeVar("T", bound="NotifyAction")



@_attrs_define
class NotifyAction:
    """ Tell somebody. Agents find it in their notifications; with `by_mail` they are written to as well.

        Attributes:
            type_ (Literal['notify']):
            recipients (list[AddressRecipient | AgentRecipient | RelatedRecipient | RoleRecipient]):
            by_mail (bool | Unset): Addresses are written to in any case. Default: False.
     """

    type_: Literal['notify']
    recipients: list[AddressRecipient | AgentRecipient | RelatedRecipient | RoleRecipient]
    by_mail: bool | Unset = False





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



        by_mail = self.by_mail


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "recipients": recipients,
        })
        if by_mail is not UNSET:
            field_dict["by_mail"] = by_mail

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address_recipient import AddressRecipient # noqa: PLC0415
        from ..models.agent_recipient import AgentRecipient # noqa: PLC0415
        from ..models.related_recipient import RelatedRecipient # noqa: PLC0415
        from ..models.role_recipient import RoleRecipient # noqa: PLC0415
        d = dict(src_dict)
        type_ = cast(Literal['notify'] , d.pop("type"))
        if type_ != 'notify':
            raise ValueError(f"type must match const 'notify', got '{type_}'")

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


        by_mail = d.pop("by_mail", UNSET)

        notify_action = cls(
            type_=type_,
            recipients=recipients,
            by_mail=by_mail,
        )

        return notify_action

