"""JSON documents in rows, compared as JSON: to Python 1 and true are equal, to those who read them they are not."""

from collections.abc import Mapping
from typing import Any

import orjson


def same(one: Any, other: Any) -> bool:  # noqa: ANN401 - JSON values
    """Whether both say the same."""
    return _json(one) == _json(other)


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The members of `now` that are not as before."""
    return {name for name, value in now.items() if not same(before[name], value)}


def _json(value: Any) -> bytes:  # noqa: ANN401 - a JSON value
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
