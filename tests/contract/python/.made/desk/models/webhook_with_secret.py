from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.webhook_with_secret_audience import WebhookWithSecretAudience
from ..models.webhook_with_secret_disabled_because_type_0 import WebhookWithSecretDisabledBecauseType0
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.webhook_conditions_out import WebhookConditionsOut





T = TypeVar("T", bound="WebhookWithSecret")



@_attrs_define
class WebhookWithSecret:
    """ A webhook with its new secret: kept nowhere else in this form.

        Attributes:
            id (UUID):
            url (str):
            description (None | str):
            events (list[str]):
            conditions (WebhookConditionsOut): Which tickets it is about; an empty list asks nothing.
            audience (WebhookWithSecretAudience):
            with_ticket (bool):
            header_names (list[str]):
            api_version (str):
            enabled (bool):
            disabled_because (None | WebhookWithSecretDisabledBecauseType0):
            disabled_at (datetime.datetime | None):
            failures (int): Attempts in a row that failed; counted up to ten, then one for each pause.
            failing_since (datetime.datetime | None):
            paused_until (datetime.datetime | None): The receiver is left alone until then, but for one try after it.
            previous_secret_until (datetime.datetime | None):
            created_by (None | UUID):
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            secret (str):
     """

    id: UUID
    url: str
    description: None | str
    events: list[str]
    conditions: WebhookConditionsOut
    audience: WebhookWithSecretAudience
    with_ticket: bool
    header_names: list[str]
    api_version: str
    enabled: bool
    disabled_because: None | WebhookWithSecretDisabledBecauseType0
    disabled_at: datetime.datetime | None
    failures: int
    failing_since: datetime.datetime | None
    paused_until: datetime.datetime | None
    previous_secret_until: datetime.datetime | None
    created_by: None | UUID
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    secret: str





    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_conditions_out import WebhookConditionsOut # noqa: PLC0415
        id = str(self.id)

        url = self.url

        description: None | str
        description = self.description

        events = self.events



        conditions = self.conditions.to_dict()

        audience = self.audience.value

        with_ticket = self.with_ticket

        header_names = self.header_names



        api_version = self.api_version

        enabled = self.enabled

        disabled_because: None | str
        if isinstance(self.disabled_because, WebhookWithSecretDisabledBecauseType0):
            disabled_because = self.disabled_because.value
        else:
            disabled_because = self.disabled_because

        disabled_at: None | str
        if isinstance(self.disabled_at, datetime.datetime):
            disabled_at = self.disabled_at.isoformat()
        else:
            disabled_at = self.disabled_at

        failures = self.failures

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        paused_until: None | str
        if isinstance(self.paused_until, datetime.datetime):
            paused_until = self.paused_until.isoformat()
        else:
            paused_until = self.paused_until

        previous_secret_until: None | str
        if isinstance(self.previous_secret_until, datetime.datetime):
            previous_secret_until = self.previous_secret_until.isoformat()
        else:
            previous_secret_until = self.previous_secret_until

        created_by: None | str
        if isinstance(self.created_by, UUID):
            created_by = str(self.created_by)
        else:
            created_by = self.created_by

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        secret = self.secret


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "url": url,
            "description": description,
            "events": events,
            "conditions": conditions,
            "audience": audience,
            "with_ticket": with_ticket,
            "header_names": header_names,
            "api_version": api_version,
            "enabled": enabled,
            "disabled_because": disabled_because,
            "disabled_at": disabled_at,
            "failures": failures,
            "failing_since": failing_since,
            "paused_until": paused_until,
            "previous_secret_until": previous_secret_until,
            "created_by": created_by,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
            "secret": secret,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_conditions_out import WebhookConditionsOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        url = d.pop("url")

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))


        events = cast(list[str], d.pop("events"))


        conditions = WebhookConditionsOut.from_dict(d.pop("conditions"))




        audience = WebhookWithSecretAudience(d.pop("audience"))




        with_ticket = d.pop("with_ticket")

        header_names = cast(list[str], d.pop("header_names"))


        api_version = d.pop("api_version")

        enabled = d.pop("enabled")

        def _parse_disabled_because(data: object) -> None | WebhookWithSecretDisabledBecauseType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_because_type_0 = WebhookWithSecretDisabledBecauseType0(data)



                return disabled_because_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebhookWithSecretDisabledBecauseType0, data)

        disabled_because = _parse_disabled_because(d.pop("disabled_because"))


        def _parse_disabled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_at_type_0 = datetime.datetime.fromisoformat(data)



                return disabled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        disabled_at = _parse_disabled_at(d.pop("disabled_at"))


        failures = d.pop("failures")

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)



                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))


        def _parse_paused_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                paused_until_type_0 = datetime.datetime.fromisoformat(data)



                return paused_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        paused_until = _parse_paused_until(d.pop("paused_until"))


        def _parse_previous_secret_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_secret_until_type_0 = datetime.datetime.fromisoformat(data)



                return previous_secret_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        previous_secret_until = _parse_previous_secret_until(d.pop("previous_secret_until"))


        def _parse_created_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_by_type_0 = UUID(data)



                return created_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        created_by = _parse_created_by(d.pop("created_by"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        secret = d.pop("secret")

        webhook_with_secret = cls(
            id=id,
            url=url,
            description=description,
            events=events,
            conditions=conditions,
            audience=audience,
            with_ticket=with_ticket,
            header_names=header_names,
            api_version=api_version,
            enabled=enabled,
            disabled_because=disabled_because,
            disabled_at=disabled_at,
            failures=failures,
            failing_since=failing_since,
            paused_until=paused_until,
            previous_secret_until=previous_secret_until,
            created_by=created_by,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            secret=secret,
        )

        return webhook_with_secret

