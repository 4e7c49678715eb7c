from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="IdentitySecretOut")



@_attrs_define
class IdentitySecretOut:
    """ The secret that signs this brand's identity tokens. It is shown this once.

        Attributes:
            secret (str):
            previous_good_until (datetime.datetime | None): Until when tokens signed with the secret before are good.
     """

    secret: str
    previous_good_until: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        secret = self.secret

        previous_good_until: None | str
        if isinstance(self.previous_good_until, datetime.datetime):
            previous_good_until = self.previous_good_until.isoformat()
        else:
            previous_good_until = self.previous_good_until


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "secret": secret,
            "previous_good_until": previous_good_until,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        secret = d.pop("secret")

        def _parse_previous_good_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_good_until_type_0 = datetime.datetime.fromisoformat(data)



                return previous_good_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        previous_good_until = _parse_previous_good_until(d.pop("previous_good_until"))


        identity_secret_out = cls(
            secret=secret,
            previous_good_until=previous_good_until,
        )

        return identity_secret_out

