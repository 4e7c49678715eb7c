"""Addresses in what a model has written: only those that the desk itself has named may stay."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

LINK, ADDRESS = "[link removed]", "[address removed]"

# What opens something: a scheme, a host that begins with www., or a host with a usual end and perhaps a path.
_SCHEME = r"\b[a-z][a-z0-9+.-]{1,30}:/{1,3}[^\s<>\"]+"
_SCRIPT = r"\b(?:javascript|vbscript|data|file|mailto|tel|sms|intent|callto|skype):[^\s<>\"]+"
_WWW = r"\bwww\.[^\s<>\"]+"
_TOP = r"[a-z]{2,24}|xn--[\w-]{1,50}|рф|рус|бел|укр|москва|онлайн|сайт"
_HOST = rf"(?<![\w@.-])(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.){{1,6}}(?:{_TOP})\b(?::\d{{1,5}})?(?:[/?#][^\s<>\"]*)?"
_LINKS = re.compile(f"(?:{_SCHEME}|{_SCRIPT}|{_WWW}|{_HOST})", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>()\[\]\"',;:|]{1,64}@[^\s@<>()\[\]\"',;:|!?]{1,200}\.[^\W\d_]{2,24}(?![\w@])")
_PHONE = re.compile(r"(?<![\w.-])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\w])")
# Behind an address, and no part of it.
_AFTER = ".,;:!?)]}»”’'\"*_"
# A file that is spoken of is no host; nor is a short word with a full stop that a blank was forgotten behind.
_FILES = frozenset(
    {
        "pdf", "txt", "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "doc", "docx", "xls", "xlsx", "ppt", "pptx",
        "odt", "csv", "json", "xml", "html", "htm", "log", "eml", "msg", "rtf", "mp3", "mp4", "wav", "ogg",
        "exe", "dmg", "iso", "tar", "gz", "rar", "bak", "ini", "cfg", "conf", "yaml", "yml", "js", "css", "sql",
    }
)  # fmt: skip
_PHONE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What may stand in a text: these links, and the mail addresses and telephone numbers of these texts."""

    links: frozenset[str] = frozenset()
    texts: tuple[str, ...] = field(default=())

    def link(self, found: str) -> bool:
        """Whether this link may be given to somebody."""
        return _plain(found) in self.links

    def spoken(self, found: str) -> bool:
        """Whether a mail address stands in one of our texts."""
        wanted = found.casefold()
        return any(wanted in text.casefold() for text in self.texts)

    def number(self, found: str) -> bool:
        """Whether a telephone number stands in one of our texts, however it is written."""
        wanted = _digits(found)
        return any(wanted in _digits(text) for text in self.texts)


def known(links: Iterable[str] = (), texts: Iterable[str] = ()) -> Known:
    """These links, and all addresses of these texts, which the desk's own people have written."""
    ours = tuple(texts)
    return Known(frozenset(_plain(each) for each in links).union(*map(_links_of, ours)), ours)


def without_strange(text: str, ours: Known) -> tuple[str, list[str]]:
    """The text without addresses that are not ours, and what was taken out of it."""
    taken: list[str] = []
    text = _MAIL.sub(_unless(ours.spoken, ADDRESS, taken), text)
    text = _LINKS.sub(_unless(lambda found: _is_file(found) or ours.link(found), LINK, taken), text)
    return _PHONE.sub(_unless(lambda found: _no_phone(found) or ours.number(found), ADDRESS, taken), text), taken


def _unless(fine: Callable[[str], bool], instead: str, taken: list[str]) -> Callable[[re.Match[str]], str]:
    def replaced(found: re.Match[str]) -> str:
        whole = found[0].rstrip(_AFTER)
        if fine(whole):
            return found[0]
        taken.append(whole[:200])
        return instead + found[0][len(whole) :]

    return replaced


def _is_file(found: str) -> bool:
    name, _, ending = found.rpartition(".")
    return ending.lower() in _FILES and ":/" not in name and "/" not in found and not name.lower().startswith("www.")


def _no_phone(found: str) -> bool:
    """Fewer digits, or a date, are no telephone number: `assistant_outputs` looks at numbers as such."""
    return sum(each.isdigit() for each in found) < _PHONE_DIGITS or bool(
        re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}", found)
    )


def _links_of(text: str) -> set[str]:
    return {_plain(each[0].rstrip(_AFTER)) for each in _LINKS.finditer(text)}


def _plain(link: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", link.casefold()).rstrip("/")


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())
