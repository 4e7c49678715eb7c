"""One rule of a source's mapping: where a value comes from, what its words mean here, and what it is otherwise."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from app.rules import mapping_jmespath, mapping_liquid
from app.rules.budgets import Budget, OverBudgetError

# `path`, `jmespath`, `liquid` or `constant`, perhaps with `lookup` and `default` (see `schemas/sources.py`).
Rule: TypeAlias = Mapping[str, Any]


class MappingError(ValueError):
    """A rule that failed on this payload; its text is for people."""


def apply_rule(rule: Rule, payload: Any, budget: Budget) -> tuple[Any, str]:  # noqa: ANN401 - any JSON
    """The value that a rule gives for a payload, and what gave it. Raises `MappingError`."""
    value, origin = _value(rule, payload, budget)
    if words := rule.get("lookup"):
        value = [_meaning(each, words) for each in value] if isinstance(value, list) else _meaning(value, words)
        if value is None:
            origin = "default"
        elif "default" in rule and not isinstance(value, list) and value not in words.values():
            # Not among the words that are known: what was meant for those.
            value, origin = None, "default"
    if (value is None or (isinstance(value, str) and not value.strip())) and "default" in rule:
        return rule["default"], "default"
    return value, origin


def _value(rule: Rule, payload: Any, budget: Budget) -> tuple[Any, str]:  # noqa: ANN401
    try:
        if "jmespath" in rule:
            return mapping_jmespath.search(rule["jmespath"], payload, budget), "jmespath"
        if "liquid" in rule:
            return mapping_liquid.render(rule["liquid"], payload, budget), "liquid"
    except OverBudgetError as error:
        raise MappingError("It takes too many steps on this payload") from error
    except (mapping_jmespath.ExpressionError, mapping_liquid.TemplateError) as error:
        raise MappingError(str(error)) from error
    if "constant" in rule:
        return rule["constant"], "constant"
    return lookup(payload, rule["path"]), "path"


def _meaning(value: Any, words: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """What a word means: as it is written, else whatever its case; a word that is not listed stays itself."""
    if isinstance(value, bool):
        word = "true" if value else "false"
    elif isinstance(value, str | int | float):
        word = str(value).strip()
    else:
        return value
    if word in words:
        return words[word]
    return next((meaning for each, meaning in words.items() if each.casefold() == word.casefold()), value)


def lookup(payload: Any, path: str) -> Any:  # noqa: ANN401 - any JSON
    """The value at a dotted path (`a.b.0.c`: names of objects, places in lists); None when there is none."""
    value = payload
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and int(part[:9]) < len(value):
            value = value[int(part[:9])]
        else:
            return None
    return value
