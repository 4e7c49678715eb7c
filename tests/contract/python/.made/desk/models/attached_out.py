from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.attached_out_state import AttachedOutState
from ..models.attached_out_warning_type_0 import AttachedOutWarningType0
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="AttachedOut")



@_attrs_define
class AttachedOut:
    """ A file of a message. `state`: whether it can be had (`unscanned`: no scanner is set up; `clean`), waits for the
    scanner (`pending`, `failed`: it does not answer) or is dangerous (`infected`).

        Attributes:
            id (UUID):
            name (str):
            content_type (str): By its bytes; application/octet-stream when that cannot be told.
            size (int): Bytes.
            state (AttachedOutState):
            warning (AttachedOutWarningType0 | None): It could be two things at once, or unpacks to a suspicious size: look
                twice.
     """

    id: UUID
    name: str
    content_type: str
    size: int
    state: AttachedOutState
    warning: AttachedOutWarningType0 | None





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        content_type = self.content_type

        size = self.size

        state = self.state.value

        warning: None | str
        if isinstance(self.warning, AttachedOutWarningType0):
            warning = self.warning.value
        else:
            warning = self.warning


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "name": name,
            "content_type": content_type,
            "size": size,
            "state": state,
            "warning": warning,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        name = d.pop("name")

        content_type = d.pop("content_type")

        size = d.pop("size")

        state = AttachedOutState(d.pop("state"))




        def _parse_warning(data: object) -> AttachedOutWarningType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                warning_type_0 = AttachedOutWarningType0(data)



                return warning_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AttachedOutWarningType0 | None, data)

        warning = _parse_warning(d.pop("warning"))


        attached_out = cls(
            id=id,
            name=name,
            content_type=content_type,
            size=size,
            state=state,
            warning=warning,
        )

        return attached_out

