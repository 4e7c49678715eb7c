from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.template_in_format import TemplateInFormat
from ..models.template_in_kind import TemplateInKind
from ..models.template_in_scope import TemplateInScope
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.variant_in import VariantIn





T = TypeVar("T", bound="TemplateIn")



@_attrs_define
class TemplateIn:
    """ A new template. `kind: greeting` is how `{{ greeting }}` is said, once for the whole desk.

        Attributes:
            title (str):
            variants (list[VariantIn]):
            kind (TemplateInKind | Unset):  Default: TemplateInKind.REPLY.
            shortcut (None | str | Unset):
            folder (None | str | Unset):
            scope (TemplateInScope | Unset): `shared`: everybody's; `team`: of one team, by leads; `personal`: your own.
                Default: TemplateInScope.PERSONAL.
            team_id (None | Unset | UUID): With `scope: team`: whose.
            format_ (TemplateInFormat | Unset):  Default: TemplateInFormat.TEXT.
     """

    title: str
    variants: list[VariantIn]
    kind: TemplateInKind | Unset = TemplateInKind.REPLY
    shortcut: None | str | Unset = UNSET
    folder: None | str | Unset = UNSET
    scope: TemplateInScope | Unset = TemplateInScope.PERSONAL
    team_id: None | Unset | UUID = UNSET
    format_: TemplateInFormat | Unset = TemplateInFormat.TEXT





    def to_dict(self) -> dict[str, Any]:
        from ..models.variant_in import VariantIn # noqa: PLC0415
        title = self.title

        variants = []
        for variants_item_data in self.variants:
            variants_item = variants_item_data.to_dict()
            variants.append(variants_item)



        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value


        shortcut: None | str | Unset
        if isinstance(self.shortcut, Unset):
            shortcut = UNSET
        else:
            shortcut = self.shortcut

        folder: None | str | Unset
        if isinstance(self.folder, Unset):
            folder = UNSET
        else:
            folder = self.folder

        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope.value


        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "title": title,
            "variants": variants,
        })
        if kind is not UNSET:
            field_dict["kind"] = kind
        if shortcut is not UNSET:
            field_dict["shortcut"] = shortcut
        if folder is not UNSET:
            field_dict["folder"] = folder
        if scope is not UNSET:
            field_dict["scope"] = scope
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if format_ is not UNSET:
            field_dict["format"] = format_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.variant_in import VariantIn # noqa: PLC0415
        d = dict(src_dict)
        title = d.pop("title")

        variants = []
        _variants = d.pop("variants")
        for variants_item_data in (_variants):
            variants_item = VariantIn.from_dict(variants_item_data)



            variants.append(variants_item)


        _kind = d.pop("kind", UNSET)
        kind: TemplateInKind | Unset
        if isinstance(_kind,  Unset):
            kind = UNSET
        else:
            kind = TemplateInKind(_kind)




        def _parse_shortcut(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        shortcut = _parse_shortcut(d.pop("shortcut", UNSET))


        def _parse_folder(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        folder = _parse_folder(d.pop("folder", UNSET))


        _scope = d.pop("scope", UNSET)
        scope: TemplateInScope | Unset
        if isinstance(_scope,  Unset):
            scope = UNSET
        else:
            scope = TemplateInScope(_scope)




        def _parse_team_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))


        _format_ = d.pop("format", UNSET)
        format_: TemplateInFormat | Unset
        if isinstance(_format_,  Unset):
            format_ = UNSET
        else:
            format_ = TemplateInFormat(_format_)




        template_in = cls(
            title=title,
            variants=variants,
            kind=kind,
            shortcut=shortcut,
            folder=folder,
            scope=scope,
            team_id=team_id,
            format_=format_,
        )

        return template_in

