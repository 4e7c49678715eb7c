from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.template_out_format import TemplateOutFormat
from ..models.template_out_kind import TemplateOutKind
from ..models.template_out_scope import TemplateOutScope
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.text_problem import TextProblem
  from ..models.variant_in import VariantIn





T = TypeVar("T", bound="TemplateOut")



@_attrs_define
class TemplateOut:
    """ A template, and what is wrong with it: variables that there are not, or that are not for customers.

        Attributes:
            id (UUID):
            kind (TemplateOutKind):
            title (str):
            shortcut (None | str):
            folder (None | str):
            scope (TemplateOutScope):
            owner_id (None | UUID):
            team_id (None | UUID):
            format_ (TemplateOutFormat):
            variants (list[VariantIn]):
            problems (list[TextProblem]):
            uses (int): Messages that were sent with it.
            last_used_at (datetime.datetime | None):
            version (int):
            archived_at (datetime.datetime | None):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    kind: TemplateOutKind
    title: str
    shortcut: None | str
    folder: None | str
    scope: TemplateOutScope
    owner_id: None | UUID
    team_id: None | UUID
    format_: TemplateOutFormat
    variants: list[VariantIn]
    problems: list[TextProblem]
    uses: int
    last_used_at: datetime.datetime | None
    version: int
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.text_problem import TextProblem # noqa: PLC0415
        from ..models.variant_in import VariantIn # noqa: PLC0415
        id = str(self.id)

        kind = self.kind.value

        title = self.title

        shortcut: None | str
        shortcut = self.shortcut

        folder: None | str
        folder = self.folder

        scope = self.scope.value

        owner_id: None | str
        if isinstance(self.owner_id, UUID):
            owner_id = str(self.owner_id)
        else:
            owner_id = self.owner_id

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        format_ = self.format_.value

        variants = []
        for variants_item_data in self.variants:
            variants_item = variants_item_data.to_dict()
            variants.append(variants_item)



        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)



        uses = self.uses

        last_used_at: None | str
        if isinstance(self.last_used_at, datetime.datetime):
            last_used_at = self.last_used_at.isoformat()
        else:
            last_used_at = self.last_used_at

        version = self.version

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "kind": kind,
            "title": title,
            "shortcut": shortcut,
            "folder": folder,
            "scope": scope,
            "owner_id": owner_id,
            "team_id": team_id,
            "format": format_,
            "variants": variants,
            "problems": problems,
            "uses": uses,
            "last_used_at": last_used_at,
            "version": version,
            "archived_at": archived_at,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.text_problem import TextProblem # noqa: PLC0415
        from ..models.variant_in import VariantIn # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        kind = TemplateOutKind(d.pop("kind"))




        title = d.pop("title")

        def _parse_shortcut(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        shortcut = _parse_shortcut(d.pop("shortcut"))


        def _parse_folder(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        folder = _parse_folder(d.pop("folder"))


        scope = TemplateOutScope(d.pop("scope"))




        def _parse_owner_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                owner_id_type_0 = UUID(data)



                return owner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        owner_id = _parse_owner_id(d.pop("owner_id"))


        def _parse_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        team_id = _parse_team_id(d.pop("team_id"))


        format_ = TemplateOutFormat(d.pop("format"))




        variants = []
        _variants = d.pop("variants")
        for variants_item_data in (_variants):
            variants_item = VariantIn.from_dict(variants_item_data)



            variants.append(variants_item)


        problems = []
        _problems = d.pop("problems")
        for problems_item_data in (_problems):
            problems_item = TextProblem.from_dict(problems_item_data)



            problems.append(problems_item)


        uses = d.pop("uses")

        def _parse_last_used_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_used_at_type_0 = datetime.datetime.fromisoformat(data)



                return last_used_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_used_at = _parse_last_used_at(d.pop("last_used_at"))


        version = d.pop("version")

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)



                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        template_out = cls(
            id=id,
            kind=kind,
            title=title,
            shortcut=shortcut,
            folder=folder,
            scope=scope,
            owner_id=owner_id,
            team_id=team_id,
            format_=format_,
            variants=variants,
            problems=problems,
            uses=uses,
            last_used_at=last_used_at,
            version=version,
            archived_at=archived_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        return template_out

