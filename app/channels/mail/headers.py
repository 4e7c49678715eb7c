"""The headers of a mail or a part: fields out of bytes, and what those that structure a mail say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from app.channels.mail import words
from app.channels.mail.charsets import clean, decode
from app.channels.mail.limits import (
    MAX_HEADER,
    MAX_HEADER_BLOCK,
    MAX_HEADER_FIELDS,
    MAX_HEADERS,
    MAX_NAME,
    MAX_PARAMETERS,
    Budget,
)

# Those that decide what a mail is, and what its server found out about it, are kept before any others, however many
# there are.
FIRST = (
    "authentication-results", "content-type", "content-transfer-encoding", "content-disposition", "content-id",
    "message-id", "from", "sender", "reply-to", "subject", "date", "in-reply-to", "references", "return-path",
    "auto-submitted", "precedence", "delivered-to", "to", "cc",
)  # fmt: skip
_FIELD = re.compile(rb"([!-,.-9;-~][!-9;-~]{0,99})[ \t]*:[ \t]*")
_BLANK = re.compile(rb"\n\r?\n")
_NAME = re.compile(r"[;\s]*([^=;\s]+)\s*(=?)\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)', re.DOTALL)
_UNQUOTED = re.compile(r"[^;]*")
_EXTENDED = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")
_TYPE = re.compile(r"\s*([\w.+-]{1,100})\s*/\s*([\w.+-]{1,100})")


@dataclass(slots=True)
class Headers:
    """Fields by their names in lower case, as bytes, in their order."""

    fields: dict[str, list[bytes]] = field(default_factory=dict)

    def raw(self, name: str) -> bytes:
        """The first field of this name that says something, or nothing."""
        return next((each for each in self.fields.get(name, ()) if each.strip()), b"")

    def all(self, name: str) -> Iterable[bytes]:
        """Every field of this name."""
        return self.fields.get(name, ())


def split(raw: bytes, start: int, budget: Budget) -> tuple[Headers, int]:
    """The headers that begin here, and where the body does."""
    for newline in (b"\r\n", b"\n"):
        if raw.startswith(newline, start):
            return Headers(), start + len(newline)
    limit = min(len(raw), start + MAX_HEADER_BLOCK)
    blank = _BLANK.search(raw, start, limit)
    stop = limit if blank is None else blank.start() + 1
    found, end = _fields(raw, start, stop, budget)
    if blank is not None and end == stop:
        end = blank.end()
    elif limit < len(raw) and end == stop:
        # More headers than anybody writes: the body is where they end, wherever that is.
        budget.note("headers")
        rest = _BLANK.search(raw, limit)
        end = len(raw) if rest is None else rest.end()
    return Headers(_kept([(name, raw[begin:to]) for name, begin, to in found], budget)), end


def _fields(raw: bytes, start: int, stop: int, budget: Budget) -> tuple[list[tuple[str, int, int]], int]:
    found: list[tuple[str, int, int]] = []
    at = start
    while at < stop:
        if raw.startswith(b"--", at):
            break
        budget.header_lines -= 1
        if budget.header_lines < 0:
            budget.note("headers")
            return found, stop
        end = raw.find(b"\n", at, stop)
        end = stop if end < 0 else end + 1
        match = None if raw.startswith((b" ", b"\t"), at) else _FIELD.match(raw, at, end)
        if match is not None:
            found.append((match[1].decode("ascii").lower(), match.end(), end))
        elif found:
            # Folded, or broken and folded by mistake.
            found[-1] = (found[-1][0], found[-1][1], end)
        else:
            # No header at all: everything is body.
            return [], start
        at = end
    return found, at


def _kept(found: list[tuple[str, bytes]], budget: Budget) -> dict[str, list[bytes]]:
    left, fields = MAX_HEADERS, MAX_HEADER_FIELDS
    kept: dict[int, bytes] = {}
    order = sorted(range(len(found)), key=lambda at: FIRST.index(found[at][0]) if found[at][0] in FIRST else len(FIRST))
    for at in order:
        name, value = found[at]
        if len(value) > MAX_HEADER:
            budget.note("headers")
            value = value[:MAX_HEADER]
        if fields <= 0 or left < len(name) + len(value):
            budget.note("headers")
            continue
        fields -= 1
        left -= len(name) + len(value)
        kept[at] = value.strip()
    out: dict[str, list[bytes]] = {}
    for at in sorted(kept):
        out.setdefault(found[at][0], []).append(kept[at])
    return out


def text(value: bytes) -> str:
    """A field's value on one line, its encoded words as they are."""
    return words.unfolded(value).strip()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a part says that it is. `content_type` is in lower case, `name` a file's name or empty."""

    content_type: str
    charset: str | None
    boundary: bytes
    name: str
    attached: bool
    content_id: str | None
    encoding: str
    parameters: Mapping[str, str]


def kind(headers: Headers, budget: Budget) -> Kind:
    """What these headers say of their part."""
    value = decode(headers.raw("content-type"))
    parameters = _parameters(value, budget)
    place = decode(headers.raw("content-disposition"))
    placed = _parameters(place, budget)
    found = _TYPE.match(value)
    name = placed.get("filename") or placed.get("name") or parameters.get("name") or parameters.get("filename") or ""
    content_id = clean(decode(headers.raw("content-id"))).strip().strip("<>").strip()
    return Kind(
        content_type=f"{found[1]}/{found[2]}".lower() if found else "text/plain",
        charset=parameters.get("charset"),
        boundary=parameters.get("boundary", "").rstrip().encode("utf-8"),
        name=file_name(words.decoded(name, budget)),
        attached=place.strip().lower().startswith("attachment"),
        content_id=content_id[:MAX_NAME] or None,
        encoding=decode(headers.raw("content-transfer-encoding")).partition(";")[0].strip(" \t\"'.").lower(),
        parameters=parameters,
    )


def file_name(name: str) -> str:
    """A name without folders, controls and marks that turn writing around; its ending stays when it is too long."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(each for each in name if each.isprintable()).strip(" .")
    if len(name) > MAX_NAME:
        stem, _, ending = name.rpartition(".")
        name = f"{stem[: MAX_NAME - 21]}.{ending}" if stem and len(ending) <= 20 else name[:MAX_NAME]  # noqa: PLR2004
    return name


def _parameters(value: str, budget: Budget) -> dict[str, str]:
    """Parameters with their continuations joined and decoded (RFC 2231)."""
    at = value.find(";")
    plain: dict[str, str] = {}
    segments: dict[str, dict[int, tuple[bool, str]]] = {}
    for _ in range(MAX_PARAMETERS):
        if at < 0 or (found := _NAME.match(value, at)) is None:
            break
        text, at = _value(value, found.end()) if found[2] else ("", found.end())
        extended = _EXTENDED.fullmatch(found[1].lower())
        if extended is not None and (extended[2] or extended[3]):
            segments.setdefault(extended[1], {}).setdefault(int(extended[2] or 0), (bool(extended[3]), text))
        else:
            plain.setdefault(found[1].lower(), text)
    else:
        budget.note("parameters")
    return plain | {name: _joined(numbered) for name, numbered in segments.items()}


def _value(value: str, at: int) -> tuple[str, int]:
    if (quoted := _QUOTED.match(value, at)) is not None:
        end = value.find(";", quoted.end())
        return re.sub(r"\\(.)", r"\1", quoted[1]), len(value) if end < 0 else end
    plain = _UNQUOTED.match(value, at)
    return (plain[0].strip(), plain.end()) if plain else ("", len(value))


def _joined(numbered: Mapping[int, tuple[bool, str]]) -> str:
    charset: str | None = None
    joined = bytearray()
    for number in sorted(numbered):
        escaped, text = numbered[number]
        if escaped and number == min(numbered) and text.count("'") >= 2:  # noqa: PLR2004 - charset'language'text
            charset, _, text = text.split("'", 2)
        joined += unquote_to_bytes(text) if escaped else text.encode("utf-8", "replace")
    return decode(bytes(joined), charset)
