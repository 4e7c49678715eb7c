from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.webhook_patch_audience_type_0 import WebhookPatchAudienceType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.webhook_conditions_in import WebhookConditionsIn
  from ..models.webhook_patch_headers_type_0 import WebhookPatchHeadersType0





T = TypeVar("T", bound="WebhookPatch")



@_attrs_define
class WebhookPatch:
    """ Changes of a webhook; only the fields that are sent are changed. Lists and headers replace the old ones.

        Attributes:
            url (None | str | Unset):
            events (list[str] | None | Unset):
            description (None | str | Unset):
            conditions (None | Unset | WebhookConditionsIn):
            audience (None | Unset | WebhookPatchAudienceType0):
            with_ticket (bool | None | Unset):
            headers (None | Unset | WebhookPatchHeadersType0):
            enabled (bool | None | Unset):
     """

    url: None | str | Unset = UNSET
    events: list[str] | None | Unset = UNSET
    description: None | str | Unset = UNSET
    conditions: None | Unset | WebhookConditionsIn = UNSET
    audience: None | Unset | WebhookPatchAudienceType0 = UNSET
    with_ticket: bool | None | Unset = UNSET
    headers: None | Unset | WebhookPatchHeadersType0 = UNSET
    enabled: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_conditions_in import WebhookConditionsIn # noqa: PLC0415
        from ..models.webhook_patch_headers_type_0 import WebhookPatchHeadersType0 # noqa: PLC0415
        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        events: list[str] | None | Unset
        if isinstance(self.events, Unset):
            events = UNSET
        elif isinstance(self.events, list):
            events = self.events


        else:
            events = self.events

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, WebhookConditionsIn):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        audience: None | str | Unset
        if isinstance(self.audience, Unset):
            audience = UNSET
        elif isinstance(self.audience, WebhookPatchAudienceType0):
            audience = self.audience.value
        else:
            audience = self.audience

        with_ticket: bool | None | Unset
        if isinstance(self.with_ticket, Unset):
            with_ticket = UNSET
        else:
            with_ticket = self.with_ticket

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, WebhookPatchHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
            enabled = self.enabled


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if url is not UNSET:
            field_dict["url"] = url
        if events is not UNSET:
            field_dict["events"] = events
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
        from ..models.webhook_patch_headers_type_0 import WebhookPatchHeadersType0 # noqa: PLC0415
        d = dict(src_dict)
        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))


        def _parse_events(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                events_type_0 = cast(list[str], data)

                return events_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        events = _parse_events(d.pop("events", UNSET))


        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))


        def _parse_conditions(data: object) -> None | Unset | WebhookConditionsIn:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = WebhookConditionsIn.from_dict(data)



                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WebhookConditionsIn, data)

        conditions = _parse_conditions(d.pop("conditions", UNSET))


        def _parse_audience(data: object) -> None | Unset | WebhookPatchAudienceType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                audience_type_0 = WebhookPatchAudienceType0(data)



                return audience_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WebhookPatchAudienceType0, data)

        audience = _parse_audience(d.pop("audience", UNSET))


        def _parse_with_ticket(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        with_ticket = _parse_with_ticket(d.pop("with_ticket", UNSET))


        def _parse_headers(data: object) -> None | Unset | WebhookPatchHeadersType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = WebhookPatchHeadersType0.from_dict(data)



                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WebhookPatchHeadersType0, data)

        headers = _parse_headers(d.pop("headers", UNSET))


        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))


        webhook_patch = cls(
            url=url,
            events=events,
            description=description,
            conditions=conditions,
            audience=audience,
            with_ticket=with_ticket,
            headers=headers,
            enabled=enabled,
        )

        return webhook_patch

