"""Signatures under a mail: what follows `-- `, and what a telephone writes of itself."""

import re
from collections.abc import Sequence
from typing import Final

from app.rules import mail_quote_marks as marks

LONGEST: Final = 12  # lines under `-- `; more is text that somebody divided by dashes
LARGEST: Final = 1_000  # characters of them

_DEVICE = (
    r"(?:i ?phone|i ?pad|i ?pod|android|samsung|galaxy|huawei|honor|xiaomi|redmi|nokia|pixel|motorola|blackberry|"
    r"windows|outlook|hotmail|yahoo|gmail|aol|mail|proton|telefon|smartphone|handy|mobil|phone|tablet|"
    r"sparrow|spark|thunderbird|gmx|web\.de|яндекс|почт|телефон|смартфон|планшет|мобильн|приложени|айфон|устройств|"
    r"téléphone|teléfono|móvil|telefono|cellulare|telemóvel|celular|dispositivo|appareil|gerät|device|correo|courriel)"
)
_MOBILE: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"sent (?:from|with|via|by|using) (?:my |the |a )?.{{0,40}}{_DEVICE}.{{0,80}}$",
        rf"(?:get|download) .{{0,30}}(?:outlook|{_DEVICE}) (?:for|on) .{{0,120}}$",
        rf"отправлено (?:с|со|из|через|при помощи|с помощью) .{{0,60}}{_DEVICE}.{{0,80}}$",
        rf"(?:отримано|надіслано) (?:з|із|за допомогою) .{{0,60}}{_DEVICE}.{{0,60}}$",
        rf"(?:von|mit) (?:meinem|meiner|dem|der)? ?.{{0,40}}{_DEVICE}.{{0,40}}(?:gesendet|gesandt|verfasst)\.?$",
        rf"(?:diese .{{0,20}}wurde )?(?:gesendet|gesandt|verschickt) (?:von|mit|über|aus) .{{0,40}}{_DEVICE}.{{0,80}}$",
        rf"(?:envoyé|provenance)\s?:? ?(?:de|depuis|à partir de|avec|par|du) .{{0,40}}{_DEVICE}.{{0,80}}$",
        rf"envoyé .{{0,40}}{_DEVICE}.{{0,40}}$",
        rf"enviad[oa] (?:desde|con|de|do|da|a partir d[oe]|pelo|via|através d[oe]) .{{0,40}}{_DEVICE}.{{0,80}}$",
        rf"(?:inviato|inviata|spedito) (?:da|dal|dall['’]|con|dal mio) ?.{{0,40}}{_DEVICE}.{{0,80}}$",
        rf"wys[łl]an[eoy] (?:z|ze|za pomocą) .{{0,40}}{_DEVICE}.{{0,60}}$",
        rf"(?:obtener|obtenir|télécharger|scarica|ottieni|obt(?:er|enha)|holen sie|скачать) .{{0,40}}{_DEVICE}",
    )
)
_ADDED: Final = 200  # characters of such a line


def split(lines: Sequence[str]) -> int:
    """Where in the lines of a reply (its quotes folded away) the signature begins; their number when there is none.

    A signature is never everything: what would leave no words is none.
    """
    plain = [marks.plain(each) for each in lines]
    end = len(plain)
    while end and not plain[end - 1]:
        end -= 1
    start = _mobile(plain, end)
    start = _dashes(lines, plain, start, end)
    return start if any(plain[:start]) else len(lines)


def _mobile(plain: Sequence[str], end: int) -> int:
    """The first of the last lines that a telephone wrote; `end` when there is none."""
    start = end
    for place in range(end - 1, max(end - 5, -1), -1):
        if plain[place] and not of_a_telephone(plain[place]):
            break
        start = place if plain[place] else start
    return start


def of_a_telephone(line: str) -> bool:
    """Whether a plain line is what a program adds to each mail (`Sent from my iPhone`)."""
    bare = line.strip("*_- ")
    return 0 < len(bare) <= _ADDED and any(each.match(bare) for each in _MOBILE)


def _dashes(lines: Sequence[str], plain: Sequence[str], start: int, end: int) -> int:
    """The `--` whose few lines end the text; else `start`."""
    filled = size = 0
    for place in range(end - 1, max(end - LONGEST - 8, -1), -1):
        line = plain[place]
        if line in {"--", "—", "- --"} or lines[place].rstrip("\r\n") == "-- ":
            return place
        filled += bool(line)
        size += len(line)
        if filled > LONGEST or size > LARGEST or marks.quoted(line):
            break
    return start
