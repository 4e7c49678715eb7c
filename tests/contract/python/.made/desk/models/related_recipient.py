from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.related_recipient_kind import RelatedRecipientKind






T = TypeVar("T", bound="RelatedRecipient")



@_attrs_define
class RelatedRecipient:
    """ Those who have to do with the ticket: its assignee, the leads in its team, its followers.

        Attributes:
            kind (RelatedRecipientKind):
     """

    kind: RelatedRecipientKind





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = RelatedRecipientKind(d.pop("kind"))




        related_recipient = cls(
            kind=kind,
        )

        return related_recipient

