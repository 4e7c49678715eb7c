"""A source's mapping as admins write it: which field of a ticket comes from where in the partner's JSON."""

import re
from typing import Annotated, Any, get_args

import orjson
from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from app.rules import mapping_jmespath, mapping_liquid
from app.rules.intake import CUSTOM, IntakeField
from app.schemas.base import In, Text

# A mapping is read for every webhook.
MAX_MAPPING_BYTES = 32_768
MAX_FIELDS = 60
MAX_WORDS = 200
_FIELDS = frozenset(get_args(IntakeField))


def _expression(value: str) -> str:
    mapping_jmespath.compiled(value)
    return value


def _template(value: str) -> str:
    mapping_liquid.compiled(value)
    return value


def _target(value: str) -> str:
    custom = value.startswith(CUSTOM) and 0 < len(value) - len(CUSTOM) <= 100  # noqa: PLR2004 - as a custom field's name
    if value not in _FIELDS and not custom:
        msg = "is no field of a ticket; see the guide for partner systems"
        raise ValueError(msg)
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return value
    if value is not None and not isinstance(value, str | int | float):
        msg = "must be a text, a number, true, false, null or a list of these"
        raise ValueError(msg)
    return value


_PATH = r"[^.\x00]{1,100}(\.[^.\x00]{1,100}){0,9}"
SourcePath = Annotated[str, StringConstraints(pattern=f"^{_PATH}$")]
Expression = Annotated[
    Text, StringConstraints(min_length=1, max_length=mapping_jmespath.MAX_EXPRESSION), AfterValidator(_expression)
]
Template = Annotated[
    Text, StringConstraints(min_length=1, max_length=mapping_liquid.MAX_TEMPLATE), AfterValidator(_template)
]
Word = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Plain = Annotated[Any, AfterValidator(_plain)]


class RuleIn(In):
    """One of `path`, `jmespath`, `liquid` and `constant`; then `lookup` replaces words, and `default` fills what lacks.

    With a `lookup` and a `default`, a word that is not listed gives the default; without one it stays as it is.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"path": "issue.severity", "lookup": {"P1": "urgent"}, "default": "normal"}]}
    )

    path: SourcePath | None = None
    jmespath: Annotated[Expression | None, Field(description="A JMESPath expression over the whole payload.")] = None
    liquid: Annotated[
        Template | None,
        Field(description="A Liquid template; the payload's own names are variables, all of it is `payload`."),
    ] = None
    constant: Plain = None
    lookup: Annotated[dict[Word, Plain], Field(max_length=MAX_WORDS)] = {}
    default: Plain = None

    @model_validator(mode="after")
    def _one(self) -> "RuleIn":
        given = [name for name in ("path", "jmespath", "liquid", "constant") if name in self.model_fields_set]
        if len(given) != 1 or getattr(self, given[0]) is None:
            msg = "give one of path, jmespath, liquid and constant"
            raise ValueError(msg)
        return self


def _path_or_rule(value: Any, rule: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401 - as Pydantic
    # By hand: a union would name both of its shapes in the pointer of every problem.
    if not isinstance(value, str):
        return rule(value)
    if not re.fullmatch(_PATH, value):
        msg = "is no dotted path: names and places, joined by dots, at most ten"
        raise ValueError(msg)
    return value


PathOrRule = Annotated[RuleIn | None, WrapValidator(_path_or_rule, json_schema_input_type=SourcePath | RuleIn | None)]


def _small(value: dict[str, Any]) -> dict[str, Any]:
    if len(value) > MAX_FIELDS:
        msg = f"a mapping has at most {MAX_FIELDS} fields"
        raise ValueError(msg)
    if len(orjson.dumps(stored(value))) > MAX_MAPPING_BYTES:
        msg = f"a mapping has at most {MAX_MAPPING_BYTES} bytes"
        raise ValueError(msg)
    return value


SourceMapping = Annotated[
    dict[Annotated[str, AfterValidator(_target)], PathOrRule],
    AfterValidator(_small),
    Field(
        description="Where the source's JSON holds a ticket's field: a dotted path (`issue.fields.summary`, "
        "`items.0.text`), a rule, or null: never taken. `custom_fields.NAME` is one custom field. Fields that are not "
        "named here are found by their usual names."
    ),
]


def stored(mapping: dict[str, Any]) -> dict[str, Any]:
    """A mapping as it is stored and shown again."""
    return {
        name: each.model_dump(mode="json", exclude_unset=True) if isinstance(each, RuleIn) else each
        for name, each in mapping.items()
    }
