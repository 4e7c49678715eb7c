"""Addresses of articles as they stand in messages: found, and compared however they were written."""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, unquote, urlsplit

# So many addresses of one message are looked at, and none that is longer.
MOST, LONGEST = 20, 2_000

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{}|\u201c\u201d\u00ab\u00bb]{1,2000}", re.IGNORECASE)
# What ends a sentence, or a link in Markdown, and not an address.
_AFTER = ".,;:!?*_~\u2026"
_LETTERS = re.compile(r"[^\W\d_]+")


def found_in(text: str) -> list[str]:
    """The web addresses in a text, as written, without what stands after them; each once."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(text):
        found.setdefault(_trimmed(match[0]))
        if len(found) == MOST:
            break
    return list(found)


def variants(address: str) -> list[str]:
    """How the same page may be written otherwise: with and without its fragment, its query, a slash at the end, `www.`
    and encryption. The nearest first; nothing for what is no address.
    """
    parts = _split(address)
    if parts is None:
        return []
    hosts = _others(parts.netloc.lower(), "www.")
    queries = [f"?{parts.query}", ""] if parts.query else [""]
    fragments = [f"#{parts.fragment}", ""] if parts.fragment else [""]
    path = parts.path.rstrip("/")
    ends = [path, f"{path}/"] if not parts.path.endswith("/") else [f"{path}/", path]
    schemes = [parts.scheme.lower(), "http" if parts.scheme.lower() == "https" else "https"]
    return [
        f"{scheme}://{host}{end}{query}{fragment}"
        for query in queries
        for fragment in fragments
        for scheme in schemes
        for host in hosts
        for end in ends
    ]


def below(address: str, base: str) -> list[str] | None:
    """The parts of an address's path below another address (`["en", "reset-it"]`); None when it is not below it."""
    parts, start = _split(address), _split(base)
    if parts is None or start is None or parts.netloc.lower() != start.netloc.lower():
        return None
    begins = start.path.rstrip("/") + "/"
    if not parts.path.startswith(begins):
        return None
    return [unquote(each) for each in parts.path[len(begins) :].split("/") if each]


def words(addresses: Iterable[str]) -> str:
    """The words that stand in the paths of addresses: often the title of the page."""
    found = []
    for each in addresses:
        parts = _split(each)
        if parts is not None:
            found += _LETTERS.findall(unquote(parts.path))
    return " ".join(found)


def _others(host: str, beginning: str) -> list[str]:
    return [host, host.removeprefix(beginning) if host.startswith(beginning) else beginning + host]


def _split(address: str) -> SplitResult | None:
    if len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def _trimmed(address: str) -> str:
    while address:
        last = address[-1]
        # A bracket belongs to the address when it was opened there.
        closes = {")": "(", "]": "["}.get(last)
        if last in _AFTER or (closes and address.count(closes) < address.count(last)):
            address = address[:-1]
        else:
            break
    return address
