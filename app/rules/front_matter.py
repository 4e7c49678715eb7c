"""Articles as files: Markdown with a few lines above it that say what the article is called and where it stands.

Those lines are a part of YAML: `key: value`, with lists as `[a, b]` or a line for each. What is more than that is
refused and not guessed at.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = str | list[str]

FENCE = "---"
MOST_LINES = 200
_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,49}):(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)")


class FrontMatterError(ValueError):
    """The lines above the text cannot be read; the text says which and why, for people."""


def read(text: str) -> tuple[dict[str, Value], str]:
    """What the lines above a text say, and the text. Without such lines all of it is the text.

    Raises `FrontMatterError`.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, "\n".join(lines)
    end = next((place for place, line in enumerate(lines[1:MOST_LINES], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise FrontMatterError(f"The lines above the text do not end with {FENCE}, or are more than {MOST_LINES}")
    found: dict[str, Value] = {}
    for number, line in enumerate(lines[1:end], 2):
        _take(found, line, number)
    return found, "\n".join(lines[end + 1 :]).lstrip("\n")


def write(fields: Mapping[str, Value | None], body: str) -> str:
    """A text with such lines above it, which `read` reads again; what is None or empty is left out."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    return "\n".join([FENCE, *lines, FENCE, "", body])


def title_of(body: str) -> tuple[str | None, str]:
    """The heading that a text begins with, and the text without it; None when it begins otherwise."""
    found = _TITLE.match(body)
    return (None, body) if found is None else (found[1], body[found.end() :].lstrip("\n"))


def words(value: Value | None) -> Sequence[str]:
    """A value as a list."""
    return [] if value is None else [value] if isinstance(value, str) else value


def _take(found: dict[str, Value], line: str, number: int) -> None:
    if not line.strip() or line.lstrip().startswith("#"):
        return
    item, last = _ITEM.fullmatch(line), next(reversed(found), None)
    before = found[last] if last is not None else "none"
    if item is not None and last is not None and (before == "" or isinstance(before, list)):
        found[last] = [*(before if isinstance(before, list) else []), _scalar(item[1], number)]
        return
    named = _LINE.fullmatch(line.rstrip())
    if named is None:
        raise FrontMatterError(f"Line {number} is not like `title: Money back`")
    if named[1] in found:
        raise FrontMatterError(f"Line {number} says {named[1]} a second time")
    found[named[1]] = _value((named[2] or "").strip(), number)


def _value(said: str, number: int) -> Value:
    if said.startswith("["):
        if not said.endswith("]"):
            raise FrontMatterError(f"The list in line {number} does not end there")
        try:
            listed = json.loads(said)
        except ValueError:
            return [_scalar(each.strip(), number) for each in said[1:-1].split(",") if each.strip()]
        except RecursionError as error:
            raise FrontMatterError(f"The list in line {number} holds more than words") from error
        if not all(isinstance(each, str | int | float) for each in listed):
            raise FrontMatterError(f"The list in line {number} holds more than words")
        return [str(each) for each in listed]
    return _scalar(said, number)


def _scalar(said: str, number: int) -> str:
    if said.startswith('"'):
        try:
            return str(json.loads(said))
        except ValueError as error:
            raise FrontMatterError(f"The quotes in line {number} do not end there") from error
    if said.startswith("'"):
        if len(said) < 2 or not said.endswith("'"):  # noqa: PLR2004 - two quotes
            raise FrontMatterError(f"The quotes in line {number} do not end there")
        return said[1:-1].replace("''", "'")
    if said[:1] in {"|", ">", "{", "&", "*", "!", "%", "@", "`"}:
        raise FrontMatterError(f"Line {number} begins with {said[0]}: put it into quotes")
    return said.partition(" #")[0].rstrip()
