"""Patterns that admins write for texts that strangers send: only those whose matching is bounded, whatever is sent."""

import re
import warnings
from importlib import import_module
from typing import Any

# The only way to see what a pattern is made of.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")

MAX_PATTERN = 200
# Texts with a pattern are this short.
MAX_TEXT = 255
# So many ways to try are a matter of milliseconds.
_MOST_WAYS = 500_000
_SINGLE = frozenset({_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY, _constants.CATEGORY})
_PLACES = frozenset({_constants.AT})
_REPEATS = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT})


class UnusableError(ValueError):
    """The pattern cannot be used; the text says why, for people."""


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern to match whole texts with. Raises `UnusableError`: it is no pattern, or it may take too long."""
    if len(pattern) > MAX_PATTERN:
        raise UnusableError(f"A pattern has at most {MAX_PATTERN} characters")
    try:
        with warnings.catch_warnings():
            # What may mean something else in a later version means nothing here.
            warnings.simplefilter("error")
            ways = _ways(_parser.parse(pattern))
            made = re.compile(pattern)
    except (Warning, re.error, RecursionError, OverflowError) as error:
        raise UnusableError("This is no regular expression") from error
    if ways > _MOST_WAYS:
        raise UnusableError("Matching this could take too long: fewer repetitions, and none inside another")
    return made


def _ways(tree: Any) -> int:  # noqa: ANN401 - a parsed pattern
    """In how many ways the parts of a pattern may share a text among them; an upper bound."""
    product = 1
    for kind, detail in tree:
        product *= _ways_of(kind, detail)
        if product > _MOST_WAYS:
            return product
    return product


def _ways_of(kind: Any, detail: Any) -> int:  # noqa: ANN401 - the same
    if kind in _SINGLE or kind in _PLACES:
        return 1
    if kind in _REPEATS:
        least, most, repeated = detail
        most = min(int(most), MAX_TEXT)
        if len(repeated) == 1 and repeated[0][0] in _SINGLE:
            return max(1, most - int(least) + 1)
        ways, total = _ways(repeated), 0
        for times in range(int(least), most + 1):
            total += ways**times if ways > 1 else 1
            if total > _MOST_WAYS:
                break
        # What is repeated may itself be of any length: then a text can be cut anywhere.
        return total * (1 if most == int(least) else 2)
    if kind is _constants.SUBPATTERN:
        return _ways(detail[3])
    if kind is _constants.BRANCH:
        return sum(_ways(each) for each in detail[1])
    raise UnusableError("Only characters, classes, groups, alternatives and repetitions can be used")
