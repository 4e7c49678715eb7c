from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.revision_out_format import RevisionOutFormat
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.author_out import AuthorOut





T = TypeVar("T", bound="RevisionOut")



@_attrs_define
class RevisionOut:
    """ What a message said in one version, and who changed it into the next one when.

        Attributes:
            version (int):
            body (str):
            format_ (RevisionOutFormat):
            left_desk (bool): This text had been sent by a channel already.
            redacted (bool):
            changed_by (AuthorOut): Whose words these are.
            changed_at (datetime.datetime):
     """

    version: int
    body: str
    format_: RevisionOutFormat
    left_desk: bool
    redacted: bool
    changed_by: AuthorOut
    changed_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.author_out import AuthorOut # noqa: PLC0415
        version = self.version

        body = self.body

        format_ = self.format_.value

        left_desk = self.left_desk

        redacted = self.redacted

        changed_by = self.changed_by.to_dict()

        changed_at = self.changed_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "version": version,
            "body": body,
            "format": format_,
            "left_desk": left_desk,
            "redacted": redacted,
            "changed_by": changed_by,
            "changed_at": changed_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.author_out import AuthorOut # noqa: PLC0415
        d = dict(src_dict)
        version = d.pop("version")

        body = d.pop("body")

        format_ = RevisionOutFormat(d.pop("format"))




        left_desk = d.pop("left_desk")

        redacted = d.pop("redacted")

        changed_by = AuthorOut.from_dict(d.pop("changed_by"))




        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))




        revision_out = cls(
            version=version,
            body=body,
            format_=format_,
            left_desk=left_desk,
            redacted=redacted,
            changed_by=changed_by,
            changed_at=changed_at,
        )

        return revision_out

