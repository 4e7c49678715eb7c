"""Text out of bytes whose charset is unknown, misspelt or a lie: UTF-8 when it is, else what is declared, else a guess.

Only decoders that take linear time are used; what a mail declares never chooses another one.
"""

import codecs
import re
from functools import lru_cache

# Spellings that Python does not know, and sets of which everybody means a larger one (as browsers do).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_SPELT = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-windows-949": "cp949",
    "windows-874": "cp874",
    "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "cyrillic": "iso8859-5",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
# `punycode`, `idna`, `unicode_escape` and the like are decoders too, and not meant for mail.
_FOR_MAIL = re.compile(
    r"ascii|utf[-_](7|8|16|16[-_][bl]e|32|32[-_][bl]e)|iso8859[-_]\d+|iso2022[-_]\w+|cp\d+|koi8[-_][rut]|mac[-_]\w+"
    r"|gb2312|gbk|gb18030|big5|big5hkscs|euc[-_]\w+|shift_jis\w*|johab|hz|tis[-_]620|kz1048|ptcp154|hp[-_]roman8"
)
# Written in bytes below 128, or with NULs between: valid UTF-8 that means something else.
_STATEFUL = re.compile(r"iso2022|utf[-_](7|16|32)|hz$")
_EAST_ASIAN = frozenset({"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "johab", "euc_jis_2004", "euc_jisx0213"})
_WESTERN = frozenset({"cp1252", "cp1254", "iso8859-15", "ascii", "mac_roman"})
_CYRILLIC = frozenset({"cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac_cyrillic"})

_HIGH = re.compile(rb"[\x80-\xff]+")
_ESCAPED = re.compile(rb"\x1b[$(][@BJI()*D]")
# How often the letters come in Russian, in thousandths: the sets permute the same letters.
_FREQUENCY = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4,
         3, 3, 1, 1),
        strict=True,
    )
)  # fmt: skip
_SAMPLE = 4096
# Western letters that need a high byte seldom stand beside more than one other.
_RUN = 3
# Fewer high bytes than this may be UTF-8 by chance, when an East Asian set is declared.
_BY_CHANCE = 8
# A declared set may fail for one character in so many: the text was cut, or one byte is wrong.
_BROKEN = 50

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Without what no text has and no database takes: NUL and other controls, half characters; lines end in LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text)


@lru_cache(maxsize=256)
def known(declared: str) -> str | None:
    """The decoder for a charset as mails spell it; None when there is none."""
    name = declared.strip().strip("\"'").lower()
    if not _NAME.fullmatch(name):
        return None
    name = _SPELT.get(name, name)
    if name.startswith(("windows", "win", "cp-", "x-cp")) and (number := re.search(r"(\d{3,5})$", name)):
        name = f"cp{number[1]}"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(found, found) if _FOR_MAIL.fullmatch(found) else None


def decode(raw: bytes, declared: str | None = None) -> str:
    """Text, whatever the bytes are. `declared` is what the mail says of them, as it spells it."""
    name = known(declared) if declared else None
    if name is not None and _STATEFUL.search(name) and (text := _strictly(raw, name)) is not None:
        return text
    if _ESCAPED.search(raw):
        for each in ("iso2022_jp_ext", "iso2022_kr"):
            if (text := _strictly(raw, each)) is not None:
                return text
    if raw.isascii():
        return raw.decode("ascii")
    return _decode_high(raw, name)


def _decode_high(raw: bytes, name: str | None) -> str:
    text = _strictly(raw, "utf-8")
    if text is not None and (name not in _EAST_ASIAN or sum(map(len, _HIGH.findall(raw[:_SAMPLE]))) >= _BY_CHANCE):
        return text
    if name is not None and name not in _WESTERN | _CYRILLIC and (declared := _strictly(raw, name)) is not None:
        return declared
    if text is not None:
        return text
    for each in (name, "utf-8"):
        # What a single byte's set says is always valid: whether it is meant is the guess's.
        if each is not None and each not in _WESTERN | _CYRILLIC:
            roughly = raw.decode(each, "replace")
            if roughly.count("\ufffd") * _BROKEN <= len(roughly):
                return roughly
    return raw.decode(_guess(raw, name), "replace")


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _guess(raw: bytes, declared: str | None) -> str:
    """The likeliest set of bytes that are no UTF-8: Cyrillic comes in runs, western letters alone among others."""
    runs = _HIGH.findall(raw)[:_SAMPLE]
    high = b"".join(runs)[:_SAMPLE]
    in_runs = sum(len(each) for each in runs if len(each) >= _RUN)
    if declared not in _WESTERN | _CYRILLIC and (asian := _east_asian(raw, high)) is not None:
        return asian
    if declared in _CYRILLIC or in_runs * 2 > sum(map(len, runs)):
        return _cyrillic(b" ".join(runs)[:_SAMPLE], declared)
    return declared if declared in _WESTERN else "cp1252"


def _east_asian(raw: bytes, high: bytes) -> str | None:
    if len(high) < _RUN:
        return None
    # Of the bytes of Cyrillic few are below C0; of those of two-byte sets every third or so.
    if sum(byte < 0xC0 for byte in high) * 6 < len(high):  # noqa: PLR2004
        return None
    found = {
        each: text for each in ("gb18030", "cp932", "euc_jp", "euc_kr", "big5hkscs") if (text := _strictly(raw, each))
    }
    shares = {each: _usual(text[:_SAMPLE]) for each, text in found.items()}
    best = max(shares, key=lambda each: shares[each], default=None)
    return best if best is not None and shares[best] > 0.7 else None  # noqa: PLR2004


def _usual(text: str) -> float:
    """The share of characters that are everyday ones in Chinese, Japanese or Korean."""
    foreign = [each for each in text if not each.isascii()]
    usual = 0.0
    for each in foreign:
        if "\u3040" <= each <= "\u30ff" or "\uac00" <= each <= "\ud7a3":
            usual += 1.0
        elif "\u4e00" <= each <= "\u9fff":
            # Level 1 of GB 2312 are the 3,755 everyday ones, in B0 to D7.
            usual += 0.95 if 0xB0 <= (each.encode("gb18030")[0]) <= 0xD7 else 0.4  # noqa: PLR2004
        elif "\u3000" <= each <= "\u303f" or "\uff01" <= each <= "\uff5e":
            usual += 0.9
    return usual / len(foreign) if foreign else 0.0


def _cyrillic(sample: bytes, declared: str | None) -> str:
    scores = {each: _russian(sample.decode(each, "replace")) for each in ("cp1251", "koi8-r", "cp866", "iso8859-5")}
    best = max(scores, key=lambda each: scores[each])
    if declared in _CYRILLIC and scores[best] < 1.3 * _russian(sample.decode(declared, "replace")):
        return declared
    return best


def _russian(text: str) -> float:
    score = 0.0
    before = " "
    for each in text:
        score += _FREQUENCY.get(each.lower(), -40)
        # A capital after a small letter: the sets of the other family swap them.
        if each.isupper() and before.islower():
            score -= 100
        before = each
    return max(0.0, score / (len(text) or 1))
