from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.draft_out import DraftOut





T = TypeVar("T", bound="DraftsOut")



@_attrs_define
class DraftsOut:
    """ Your draft on this ticket; and what the agent who had the ticket before you had begun to write.

        Attributes:
            draft (DraftOut | None):
            left (DraftOut | None): For whoever has the ticket now: `POST .../draft/take` makes it yours.
     """

    draft: DraftOut | None
    left: DraftOut | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.draft_out import DraftOut # noqa: PLC0415
        draft: dict[str, Any] | None
        if isinstance(self.draft, DraftOut):
            draft = self.draft.to_dict()
        else:
            draft = self.draft

        left: dict[str, Any] | None
        if isinstance(self.left, DraftOut):
            left = self.left.to_dict()
        else:
            left = self.left


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "draft": draft,
            "left": left,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.draft_out import DraftOut # noqa: PLC0415
        d = dict(src_dict)
        def _parse_draft(data: object) -> DraftOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                draft_type_0 = DraftOut.from_dict(data)



                return draft_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DraftOut | None, data)

        draft = _parse_draft(d.pop("draft"))


        def _parse_left(data: object) -> DraftOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                left_type_0 = DraftOut.from_dict(data)



                return left_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DraftOut | None, data)

        left = _parse_left(d.pop("left"))


        drafts_out = cls(
            draft=draft,
            left=left,
        )

        return drafts_out

