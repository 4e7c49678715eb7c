from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.rule_in_lookup import RuleInLookup





T = TypeVar("T", bound="RuleIn")



@_attrs_define
class RuleIn:
    """ One of `path`, `jmespath`, `liquid` and `constant`; then `lookup` replaces words, and `default` fills what lacks.

    With a `lookup` and a `default`, a word that is not listed gives the default; without one it stays as it is.

        Attributes:
            path (None | str | Unset):
            jmespath (None | str | Unset): A JMESPath expression over the whole payload.
            liquid (None | str | Unset): A Liquid template; the payload's own names are variables, all of it is `payload`.
            constant (Any | Unset):
            lookup (RuleInLookup | Unset):
            default (Any | Unset):
     """

    path: None | str | Unset = UNSET
    jmespath: None | str | Unset = UNSET
    liquid: None | str | Unset = UNSET
    constant: Any | Unset = UNSET
    lookup: RuleInLookup | Unset = UNSET
    default: Any | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_in_lookup import RuleInLookup # noqa: PLC0415
        path: None | str | Unset
        if isinstance(self.path, Unset):
            path = UNSET
        else:
            path = self.path

        jmespath: None | str | Unset
        if isinstance(self.jmespath, Unset):
            jmespath = UNSET
        else:
            jmespath = self.jmespath

        liquid: None | str | Unset
        if isinstance(self.liquid, Unset):
            liquid = UNSET
        else:
            liquid = self.liquid

        constant = self.constant

        lookup: dict[str, Any] | Unset = UNSET
        if not isinstance(self.lookup, Unset):
            lookup = self.lookup.to_dict()

        default = self.default


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if path is not UNSET:
            field_dict["path"] = path
        if jmespath is not UNSET:
            field_dict["jmespath"] = jmespath
        if liquid is not UNSET:
            field_dict["liquid"] = liquid
        if constant is not UNSET:
            field_dict["constant"] = constant
        if lookup is not UNSET:
            field_dict["lookup"] = lookup
        if default is not UNSET:
            field_dict["default"] = default

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_in_lookup import RuleInLookup # noqa: PLC0415
        d = dict(src_dict)
        def _parse_path(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        path = _parse_path(d.pop("path", UNSET))


        def _parse_jmespath(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        jmespath = _parse_jmespath(d.pop("jmespath", UNSET))


        def _parse_liquid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        liquid = _parse_liquid(d.pop("liquid", UNSET))


        constant = d.pop("constant", UNSET)

        _lookup = d.pop("lookup", UNSET)
        lookup: RuleInLookup | Unset
        if isinstance(_lookup,  Unset):
            lookup = UNSET
        else:
            lookup = RuleInLookup.from_dict(_lookup)




        default = d.pop("default", UNSET)

        rule_in = cls(
            path=path,
            jmespath=jmespath,
            liquid=liquid,
            constant=constant,
            lookup=lookup,
            default=default,
        )

        return rule_in

