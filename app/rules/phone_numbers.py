"""Phone numbers as exchanges say them: in E.164, with the zones that they are of; or withheld, or only an extension."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, timezone

from app.rules.phones import normal_phone

# Longer than any number is what somebody sends who tries what happens.
MOST = 64
_WITHHELD = frozenset({
    "", "anonymous", "private", "withheld", "unknown", "restricted", "unavailable", "hidden", "blocked", "no caller id",
    "anonymous@anonymous.invalid", "asserted-id", "-", "null", "none", "p", "o",
})  # fmt: skip
_NO_ZONE = "Etc/Unknown"
# Mobile numbers that a country has changed, and that messengers go on calling as before: in Mexico with a 1, in Brazil
# without a 9. From before to today, and back.
_RENUMBERED = (
    (re.compile(r"\+521([0-9]{10})"), r"+52\1", re.compile(r"\+52([0-9]{10})"), r"+521\1"),
    (
        re.compile(r"\+55([0-9]{2})([6-9][0-9]{7})"),
        r"+55\g<1>9\2",
        re.compile(r"\+55([0-9]{2})9([6-9][0-9]{7})"),
        r"+55\1\2",
    ),
)
# In Argentina whoever calls a mobile number from abroad says a 9, and whoever calls from home does not.
_ARGENTINA, _MOBILE = "+54", "+549"


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
    found = _parsed(said, region)
    if found is None:
        # An extension, a short number, a number that nobody can have: it is shown, and nobody is found by it.
        return Number(said)
    e164 = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    return Number(
        e164,
        e164,
        _known(timezone.time_zones_for_number(found)),
        _known(timezone.time_zones_for_geographical_number(found)),
    )


def vouched(phone: str | None) -> str | None:
    """A number that somebody has proved, as it is stored: in E.164 where it is one of the public network."""
    return None if phone is None else read(phone, None).e164 or normal_phone(phone)


def _parsed(said: str, region: str | None) -> PhoneNumber | None:
    """A number that somebody can have, as it is today."""
    try:
        found = phonenumbers.parse(said, region)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(found):
        return found
    e164 = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    for before, today, _, _ in _RENUMBERED:
        if before.fullmatch(e164):
            found = phonenumbers.parse(before.sub(today, e164), None)
            return found if phonenumbers.is_valid_number(found) else None
    return None


def _known(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in zones if each != _NO_ZONE)


def spellings(e164: str) -> list[str]:
    """How the number may have been stored by those who wrote it as at home, the best first."""
    found = phonenumbers.parse(e164, None)
    national = "".join(filter(str.isdecimal, phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL)))
    return list(dict.fromkeys((e164, e164.removeprefix("+"), national, *same(e164))))


def same(phone: str) -> list[str]:
    """Under which international numbers a stored one may also be known, itself first."""
    others = [today.sub(back, phone) for _, _, today, back in _RENUMBERED if today.fullmatch(phone)]
    if phone.startswith(_MOBILE):
        national = phonenumbers.format_number(phonenumbers.parse(phone, None), PhoneNumberFormat.NATIONAL)
        at_home = "".join(filter(str.isdecimal, national)).removeprefix("0")
        others += [_ARGENTINA + phone.removeprefix(_MOBILE), _ARGENTINA + at_home]
    elif phone.startswith(_ARGENTINA):
        others.append(_MOBILE + phone.removeprefix(_ARGENTINA))
    return list(dict.fromkeys((phone, *others)))
