"""The parts of a mail: one pass over its bytes, whose time grows with their number and with nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.channels.mail import headers
from app.channels.mail.headers import Headers, Kind
from app.channels.mail.limits import MAX_BORDERS, MAX_DEPTH, Budget

_GUESSED = re.compile(rb"(?:\A|\n)--([^\s-][^\r\n]{0,70}?)[ \t]*\r?\n(?=[!-9;-~]{1,60}:)")
_MBOX = re.compile(rb"\s*From [^\r\n]{0,500}\r?\n")


@dataclass(slots=True)
class Node:
    """A mail or a part of one: `raw[start:end]` is its body, still encoded."""

    headers: Headers
    kind: Kind
    start: int
    end: int
    children: list["Node"] = field(default_factory=list)
    # It has parts, but lies so deep that they are left together.
    deep: bool = False

    def leaves(self) -> Iterator["Node"]:
        """Every part that is made of no others, in the order of the mail."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.children:
                waiting.extend(reversed(node.children))
            else:
                yield node


def parse(raw: bytes, budget: Budget) -> Node:
    """The tree of parts. A multipart in which no border is found is one part of text."""
    before = _MBOX.match(raw)
    at = before.end() if before else len(raw) - len(raw.lstrip(b"\r\n"))
    root = _node(raw, at, budget)
    boundary = _boundary(raw, root)
    if boundary:
        _divide(raw, root, boundary, budget)
    return root


def _node(raw: bytes, start: int, budget: Budget) -> Node:
    found, body = headers.split(raw, start, budget)
    return Node(found, headers.kind(found, budget), body, len(raw))


def _boundary(raw: bytes, node: Node) -> bytes:
    if not node.kind.content_type.startswith("multipart/"):
        return b""
    if node.kind.boundary:
        return node.kind.boundary
    # It was forgotten: the first line that looks like a border with headers under it.
    guessed = _GUESSED.search(raw, max(0, node.start - 1), node.start + 4096)
    return guessed[1] if guessed else b""


class _Open:
    """The multiparts that are open, the outermost first, and which border belongs to which."""

    def __init__(self, root: Node, boundary: bytes) -> None:
        self.nodes = [root]
        self.boundaries = [boundary]
        self.level = {boundary: 0}

    def push(self, node: Node, boundary: bytes) -> None:
        self.nodes.append(node)
        self.boundaries.append(boundary)
        self.level[boundary] = len(self.nodes) - 1

    def back_to(self, level: int) -> None:
        """Close all that is deeper."""
        if level + 1 < len(self.nodes):
            del self.nodes[level + 1 :], self.boundaries[level + 1 :]
            self.level = {boundary: at for at, boundary in enumerate(self.boundaries)}


def _divide(raw: bytes, root: Node, boundary: bytes, budget: Budget) -> None:
    opened = _Open(root, boundary)
    current: Node | None = None
    for line, level, closing, after in _borders(raw, root.start, opened, budget):
        for node in (current, *opened.nodes[level + 1 :]):
            if node is not None:
                node.end = line
        opened.back_to(level)
        current = None
        if closing:
            continue
        if budget.parts <= 0:
            budget.note("parts")
            return
        budget.parts -= 1
        current = _node(raw, after, budget)
        opened.nodes[level].children.append(current)
        inner = _boundary(raw, current)
        if inner and len(opened.nodes) < MAX_DEPTH:
            opened.push(current, inner)
        elif inner:
            current.deep = True
            budget.note("depth")


def _borders(raw: bytes, start: int, opened: _Open, budget: Budget) -> Iterator[tuple[int, int, bool, int]]:
    """Each border: where the part before it ends, whose it is, whether it is the last one, and what is behind it."""
    at = max(0, start - 1)
    for _ in range(MAX_BORDERS):
        at = raw.find(b"\n--", at)
        if at < 0:
            return
        begin = at + 1
        end = raw.find(b"\n", begin)
        end = len(raw) if end < 0 else end
        label = raw[begin + 2 : min(end, begin + 300)].rstrip()
        level = opened.level.get(label)
        closing = level is None and label.endswith(b"--")
        if closing:
            level = opened.level.get(label[:-2].rstrip())
        if level is not None:
            yield max(start, at - (raw[at - 1 : at] == b"\r")), level, closing, min(len(raw), end + 1)
        # The line behind may be a border too.
        at = end
        if at >= len(raw):
            return
    budget.note("parts")
