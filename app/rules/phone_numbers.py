"""Phone numbers as exchanges say them: in E.164, with the zones that they are of; or withheld, or only an extension."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, timezone

# Longer than any number is what somebody sends who tries what happens.
MOST = 64
_WITHHELD = frozenset({
    "", "anonymous", "private", "withheld", "unknown", "restricted", "unavailable", "hidden", "blocked", "no caller id",
    "anonymous@anonymous.invalid", "asserted-id", "-", "null", "none", "p", "o",
})  # fmt: skip
_NO_ZONE = "Etc/Unknown"


@dataclass(frozen=True, slots=True)
class Number:
    """A number: `e164` where it is one of the public network; `shown` is what to show (None: withheld).

    `zones` are the IANA zones in which its owner may live, none where that is not known; `likely` those that the
    numbering plan names first, which says something where `zones` is a whole country.
    """

    shown: str | None
    e164: str | None = None
    zones: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


def read(raw: str | None, region: str | None) -> Number:
    """What an exchange says of a number. `region` (ISO 3166, two letters) is where national numbers are of."""
    said = (raw or "").strip()[:MOST]
    said = said.removeprefix("sip:").removeprefix("tel:").partition("@")[0].strip()
    if said.lower() in _WITHHELD:
        return Number(None)
    try:
        found = phonenumbers.parse(said, region)
    except NumberParseException:
        return Number(said)
    if not phonenumbers.is_valid_number(found):
        # An extension, a short number, a number that nobody can have: it is shown, and nobody is found by it.
        return Number(said)
    e164 = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    return Number(
        e164,
        e164,
        _known(timezone.time_zones_for_number(found)),
        _known(timezone.time_zones_for_geographical_number(found)),
    )


def _known(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in zones if each != _NO_ZONE)


def spellings(e164: str) -> list[str]:
    """How the number may have been stored by those who wrote it as at home, the best first."""
    found = phonenumbers.parse(e164, None)
    national = "".join(filter(str.isdecimal, phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL)))
    return list(dict.fromkeys((e164, e164.removeprefix("+"), national)))
