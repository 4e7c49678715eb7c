from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.template_patch_format_type_0 import TemplatePatchFormatType0
from ..models.template_patch_scope_type_0 import TemplatePatchScopeType0
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.variant_in import VariantIn





T = TypeVar("T", bound="TemplatePatch")



@_attrs_define
class TemplatePatch:
    """ Changes of a template; variants are sent whole.

        Attributes:
            title (None | str | Unset):
            shortcut (None | str | Unset):
            folder (None | str | Unset):
            scope (None | TemplatePatchScopeType0 | Unset):
            team_id (None | Unset | UUID): With `scope: team`: whose.
            format_ (None | TemplatePatchFormatType0 | Unset):
            variants (list[VariantIn] | None | Unset):
     """

    title: None | str | Unset = UNSET
    shortcut: None | str | Unset = UNSET
    folder: None | str | Unset = UNSET
    scope: None | TemplatePatchScopeType0 | Unset = UNSET
    team_id: None | Unset | UUID = UNSET
    format_: None | TemplatePatchFormatType0 | Unset = UNSET
    variants: list[VariantIn] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.variant_in import VariantIn # noqa: PLC0415
        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

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

        scope: None | str | Unset
        if isinstance(self.scope, Unset):
            scope = UNSET
        elif isinstance(self.scope, TemplatePatchScopeType0):
            scope = self.scope.value
        else:
            scope = self.scope

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        elif isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        format_: None | str | Unset
        if isinstance(self.format_, Unset):
            format_ = UNSET
        elif isinstance(self.format_, TemplatePatchFormatType0):
            format_ = self.format_.value
        else:
            format_ = self.format_

        variants: list[dict[str, Any]] | None | Unset
        if isinstance(self.variants, Unset):
            variants = UNSET
        elif isinstance(self.variants, list):
            variants = []
            for variants_type_0_item_data in self.variants:
                variants_type_0_item = variants_type_0_item_data.to_dict()
                variants.append(variants_type_0_item)


        else:
            variants = self.variants


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if title is not UNSET:
            field_dict["title"] = title
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
        if variants is not UNSET:
            field_dict["variants"] = variants

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.variant_in import VariantIn # noqa: PLC0415
        d = dict(src_dict)
        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))


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


        def _parse_scope(data: object) -> None | TemplatePatchScopeType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scope_type_0 = TemplatePatchScopeType0(data)



                return scope_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplatePatchScopeType0 | Unset, data)

        scope = _parse_scope(d.pop("scope", UNSET))


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


        def _parse_format_(data: object) -> None | TemplatePatchFormatType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                format_type_0 = TemplatePatchFormatType0(data)



                return format_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplatePatchFormatType0 | Unset, data)

        format_ = _parse_format_(d.pop("format", UNSET))


        def _parse_variants(data: object) -> list[VariantIn] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                variants_type_0 = []
                _variants_type_0 = data
                for variants_type_0_item_data in (_variants_type_0):
                    variants_type_0_item = VariantIn.from_dict(variants_type_0_item_data)



                    variants_type_0.append(variants_type_0_item)

                return variants_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[VariantIn] | None | Unset, data)

        variants = _parse_variants(d.pop("variants", UNSET))


        template_patch = cls(
            title=title,
            shortcut=shortcut,
            folder=folder,
            scope=scope,
            team_id=team_id,
            format_=format_,
            variants=variants,
        )

        return template_patch

