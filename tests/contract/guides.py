"""The blocks of code in the readme and the guides: what they are, and what of them can be tried."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md"))]
_BLOCK = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_REQUEST = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) +(/\S+)", re.MULTILINE)
# What stands for something else in an example.
ELLIPSIS = "..."


@dataclass(frozen=True)
class Block:
    """One block: `kind` is the language, `shape` the word after it."""

    file: str
    line: int
    kind: str
    shape: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def calls(self) -> bool:
        """Whether it is shell that asks the desk."""
        return self.kind == "sh" and "curl" in self.text

    @property
    def requests(self) -> list[tuple[str, str, Any]]:
        """Requests written out: method, path, and the JSON that follows, None where there is none that can be read."""
        found = []
        for match in _REQUEST.finditer(self.text):
            rest = self.text[match.end() :].lstrip()
            found.append((match[1], match[2].partition("?")[0], _first_json(rest)))
        return found

    @property
    def values(self) -> list[Any]:
        """Its JSON: one value, or one after the other."""
        return list(_all_json(self.text))


def blocks() -> list[Block]:
    """All of them."""
    found = []
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        for match in _BLOCK.finditer(text):
            kind, _, shape = match[1].strip().partition(" ")
            line = text[: match.start()].count("\n") + 1
            found.append(Block(str(file.relative_to(ROOT)), line, kind, shape, match[2]))
    return found


def _end(text: str) -> int:
    """Where the JSON object at the beginning of a text ends; 0 where there is none."""
    depth, quoted, skip = 0, False, False
    for place, letter in enumerate(text):
        if skip:
            skip = False
        elif quoted:
            skip, quoted = letter == "\\", letter != '"'
        elif letter == '"':
            quoted = True
        elif letter in "{[":
            depth += 1
        elif letter in "}]":
            depth -= 1
            if depth == 0:
                return place + 1
        if depth == 0 and not quoted:
            return 0
    return 0


def _first_json(text: str) -> Any:
    try:
        return orjson.loads(text[: _end(text)])
    except orjson.JSONDecodeError:
        return None


def _all_json(text: str) -> Iterator[Any]:
    rest = text.strip()
    while rest:
        end = _end(rest) or len(rest)
        yield orjson.loads(rest[:end])
        rest = rest[end:].strip()
