"""Instants and numbers as people of a language write them."""

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers

from app.locales import FALLBACK

# What every language that is known well has a name for: a territory that is none.
_NOWHERE: Final = "ZZ"


class Moment(NamedTuple):
    """An instant, and where somebody looks at a clock then. Said only once the reader is known."""

    at: datetime
    zone: tzinfo


def said(moment: Moment, language: str | None) -> str:
    """`30 November 2026, 09:00 (Moscow)`: nobody can take the day for the month, or the zone for their own."""
    locale, there = locale_of(language), moment.at.astimezone(moment.zone)
    day = dates.format_date(there, "long", locale=locale)
    return f"{day}, {dates.format_time(there, 'short', locale=locale)} ({_place(moment.zone, locale)})"


def day(there: datetime, language: str | None) -> str:
    """`30 November 2026`: the date on somebody's calendar."""
    return dates.format_date(there, "long", locale=locale_of(language))


def clock(there: datetime, language: str | None) -> str:
    """`09:00`, or `9:00 AM`: the time on somebody's wall."""
    return dates.format_time(there, "short", locale=locale_of(language))


def place(zone: tzinfo, language: str | None) -> str:
    """Whose clock it is: `Moscow`."""
    return _place(zone, locale_of(language))


def number(value: float, language: str | None) -> str:
    """`1,234.5` or `1 234,5`."""
    return numbers.format_decimal(value, locale=locale_of(language))


@lru_cache(maxsize=512)
def locale_of(language: str | None) -> Locale:
    """How somebody who speaks this language writes: as in their country, else as most do; English for what is none, and
    for languages of which little is known: without the names of places there are none of months.
    """
    tag = (language or FALLBACK).replace("_", "-")
    for each in (tag, tag.partition("-")[0], FALLBACK):
        try:
            found = Locale.parse(each, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if _NOWHERE in found.territories:
            return found
    raise AssertionError  # there is English


@lru_cache(maxsize=512)
def _place(zone: tzinfo, locale: Locale) -> str:
    if not isinstance(zone, ZoneInfo):
        return "UTC"
    # A zone without a place is called as it is.
    named = "/" in zone.key and not zone.key.startswith("Etc/")
    return dates.get_timezone_location(zone, locale=locale, return_city=True) if named else zone.key
