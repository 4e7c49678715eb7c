from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.customer_overview import CustomerOverview





T = TypeVar("T", bound="CustomerOut")



@_attrs_define
class CustomerOut:
    """ A customer. `claimed_email` is only what a visitor said: it opens nothing and finds nobody.

        Attributes:
            id (UUID):
            name (None | str):
            email (None | str):
            claimed_email (None | str):
            phone (None | str): Digits, with a leading + when it is international.
            external_id (None | str):
            locale (None | str):
            organization_id (None | UUID):
            tier (None | str):
            merged_into (None | UUID): Who this one really is; their tickets are found there.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
            overview (CustomerOverview | None | Unset): With `include=overview`.
     """

    id: UUID
    name: None | str
    email: None | str
    claimed_email: None | str
    phone: None | str
    external_id: None | str
    locale: None | str
    organization_id: None | UUID
    tier: None | str
    merged_into: None | UUID
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    overview: CustomerOverview | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_overview import CustomerOverview # noqa: PLC0415
        id = str(self.id)

        name: None | str
        name = self.name

        email: None | str
        email = self.email

        claimed_email: None | str
        claimed_email = self.claimed_email

        phone: None | str
        phone = self.phone

        external_id: None | str
        external_id = self.external_id

        locale: None | str
        locale = self.locale

        organization_id: None | str
        if isinstance(self.organization_id, UUID):
            organization_id = str(self.organization_id)
        else:
            organization_id = self.organization_id

        tier: None | str
        tier = self.tier

        merged_into: None | str
        if isinstance(self.merged_into, UUID):
            merged_into = str(self.merged_into)
        else:
            merged_into = self.merged_into

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        overview: dict[str, Any] | None | Unset
        if isinstance(self.overview, Unset):
            overview = UNSET
        elif isinstance(self.overview, CustomerOverview):
            overview = self.overview.to_dict()
        else:
            overview = self.overview


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "email": email,
            "claimed_email": claimed_email,
            "phone": phone,
            "external_id": external_id,
            "locale": locale,
            "organization_id": organization_id,
            "tier": tier,
            "merged_into": merged_into,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })
        if overview is not UNSET:
            field_dict["overview"] = overview

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.customer_overview import CustomerOverview # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))


        def _parse_claimed_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        claimed_email = _parse_claimed_email(d.pop("claimed_email"))


        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))


        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))


        def _parse_locale(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        locale = _parse_locale(d.pop("locale"))


        def _parse_organization_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                organization_id_type_0 = UUID(data)



                return organization_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        organization_id = _parse_organization_id(d.pop("organization_id"))


        def _parse_tier(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        tier = _parse_tier(d.pop("tier"))


        def _parse_merged_into(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                merged_into_type_0 = UUID(data)



                return merged_into_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        merged_into = _parse_merged_into(d.pop("merged_into"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        def _parse_overview(data: object) -> CustomerOverview | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                overview_type_0 = CustomerOverview.from_dict(data)



                return overview_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomerOverview | None | Unset, data)

        overview = _parse_overview(d.pop("overview", UNSET))


        customer_out = cls(
            id=id,
            name=name,
            email=email,
            claimed_email=claimed_email,
            phone=phone,
            external_id=external_id,
            locale=locale,
            organization_id=organization_id,
            tier=tier,
            merged_into=merged_into,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            overview=overview,
        )

        return customer_out

