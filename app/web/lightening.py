"""What a browser does not need of a script or a sheet: comments on their own lines, types, and what lines begin with.

Half of a module here is words for its readers. A browser is sent none of them; every line stays in its place, so what
a browser reports of an error points into the file as it is here. The client at `/client/desk.js` is sent whole: people
read it.
"""

import re
from typing import Final

_COMMENT: Final = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)[ \t]*$|^[ \t]+|/\*\* @type [^*\n]*\*/ ?", re.MULTILINE
)
_TICK: Final = re.compile(r"(?<!\\)`")


def lighter(script: str) -> str:
    """The script without these; what may be within a text that is still open stays."""
    parts: list[str] = []
    at = ticks = 0
    for found in _COMMENT.finditer(script):
        ticks += len(_TICK.findall(script, at, found.start()))
        parts.append(script[at : found.start()])
        at = found.end()
        parts.append("\n" * found[0].count("\n") if ticks % 2 == 0 else found[0])
    return "".join([*parts, script[at:]])
