"""Names of files: cleaned when they come, and said in a header so that every browser understands them."""

import re
import unicodedata
from urllib.parse import quote

MAX_BYTES = 255
_NAMELESS = "file"
# What turns text around or joins nothing: `invoice[RLO]gpj.exe` would look like a picture.
_ODD = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean(name: str) -> str:
    """A name without a path, without control and direction characters, of at most 255 bytes, with its extension."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(" " if char.isspace() else char for char in base if unicodedata.category(char) not in _ODD)
    kept = re.sub(r'[<>:"|?*]', "_", re.sub(r" {2,}", " ", kept)).strip(" .")
    if not kept:
        return _NAMELESS
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    return _shortened(kept)


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 20:  # noqa: PLR2004 - what is longer is no extension
        stem, dot, extension = name, "", ""
    room = MAX_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + dot + extension


def disposition(name: str, *, inline: bool = False) -> str:
    """The value of `Content-Disposition` (RFC 6266): an ASCII name for old clients, the real one by RFC 8187."""
    kind = "inline" if inline else "attachment"
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in name)
    extended = quote(name, safe="!#$&+-.^_`|~")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{extended}"
