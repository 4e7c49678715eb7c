from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.webhook_in_audience import WebhookInAudience
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.webhook_conditions_in import WebhookConditionsIn
  from ..models.webhook_in_headers import WebhookInHeaders





T = TypeVar("T", bound="WebhookIn")



@_attrs_define
class WebhookIn:
    """ A new webhook. Its secret is made by the desk.

        Attributes:
            url (str):
            events (list[str]): Types, `ticket.*`, or `*`.
            description (None | str | Unset):
            conditions (WebhookConditionsIn | Unset): Only events of tickets for which all of these hold; an empty list asks
                nothing.
            audience (WebhookInAudience | Unset): `partner`: only what a partner may see, in the way in which it may see it.
                Default: WebhookInAudience.DESK.
            with_ticket (bool | Unset): Add the ticket as it is when the event is sent first. Default: False.
            headers (WebhookInHeaders | Unset): Sent with every delivery; never shown again.
            enabled (bool | Unset):  Default: True.
     """

    url: str
    events: list[str]
    description: None | str | Unset = UNSET
    conditions: WebhookConditionsIn | Unset = UNSET
    audience: WebhookInAudience | Unset = WebhookInAudience.DESK
    with_ticket: bool | Unset = False
    headers: WebhookInHeaders | Unset = UNSET
    enabled: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_conditions_in import WebhookConditionsIn # noqa: PLC0415
        from ..models.webhook_in_headers import WebhookInHeaders # noqa: PLC0415
        url = self.url

        events = self.events



        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        conditions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = self.conditions.to_dict()

        audience: str | Unset = UNSET
        if not isinstance(self.audience, Unset):
            audience = self.audience.value


        with_ticket = self.with_ticket

        headers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.headers, Unset):
            headers = self.headers.to_dict()

        enabled = self.enabled


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "url": url,
            "events": events,
        })
        if description is not UNSET:
            field_dict["description"] = description
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if audience is not UNSET:
            field_dict["audience"] = audience
        if with_ticket is not UNSET:
            field_dict["with_ticket"] = with_ticket
        if headers is not UNSET:
            field_dict["headers"] = headers
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_conditions_in import WebhookConditionsIn # noqa: PLC0415
        from ..models.webhook_in_headers import WebhookInHeaders # noqa: PLC0415
        d = dict(src_dict)
        url = d.pop("url")

        events = cast(list[str], d.pop("events"))


        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))


        _conditions = d.pop("conditions", UNSET)
        conditions: WebhookConditionsIn | Unset
        if isinstance(_conditions,  Unset):
            conditions = UNSET
        else:
            conditions = WebhookConditionsIn.from_dict(_conditions)




        _audience = d.pop("audience", UNSET)
        audience: WebhookInAudience | Unset
        if isinstance(_audience,  Unset):
            audience = UNSET
        else:
            audience = WebhookInAudience(_audience)




        with_ticket = d.pop("with_ticket", UNSET)

        _headers = d.pop("headers", UNSET)
        headers: WebhookInHeaders | Unset
        if isinstance(_headers,  Unset):
            headers = UNSET
        else:
            headers = WebhookInHeaders.from_dict(_headers)




        enabled = d.pop("enabled", UNSET)

        webhook_in = cls(
            url=url,
            events=events,
            description=description,
            conditions=conditions,
            audience=audience,
            with_ticket=with_ticket,
            headers=headers,
            enabled=enabled,
        )

        return webhook_in

