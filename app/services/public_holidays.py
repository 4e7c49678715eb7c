"""Public holidays as dates with names, from the `holidays` library: what a version of a calendar keeps of them."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import holidays

# A target is 366 days at most and a closure can be long: ten years ahead is further than a clock looks.
YEARS_BEFORE, YEARS_AFTER = 1, 10
_BETWEEN: Final = "; "  # as the library joins the names of one date

HolidaySet = Mapping[str, str | None]
Wrong = tuple[tuple[str | int, ...], str, str]


def wrong(sets: Sequence[HolidaySet]) -> Iterator[Wrong]:
    """Countries and regions that the library does not know: (path, code, sentence) each."""
    known = holidays.list_supported_countries(include_aliases=False) if sets else {}
    for place, each in enumerate(sets):
        country, region = each["country"], each["region"]
        if country not in known:
            sentence = "No public holidays are known for this country: use its ISO code, like RU"
            yield (place, "country"), "unknown_country", sentence
        elif region is not None and region not in known[country]:
            some = ", ".join(sorted(known[country])[:60]) or "none"
            yield (place, "region"), "unknown_region", f"There is no such region of {country}; known are: {some}"


def expand(sets: Sequence[HolidaySet], year: int) -> dict[str, str]:
    """All their dates from the year before `year` to ten years after it, in order, each with its names.

    Names are in the country's own language; the library would else ask the environment of this process for one.
    Days that are observed or moved are as the library has them. Countries and regions must be known.
    """
    found: dict[str, list[str]] = {}
    for each in sets:
        country = str(each["country"])
        with warnings.catch_warnings():
            # It warns of years that it does not know (moons, decrees that are to come): they have fewer holidays.
            warnings.simplefilter("ignore")
            made = holidays.country_holidays(
                country,
                subdiv=each["region"],
                years=range(year - YEARS_BEFORE, year + YEARS_AFTER + 1),
                language=getattr(holidays, country).default_language,
            )
        for day, name in made.items():
            names = found.setdefault(day.isoformat(), [])
            names += [part for part in name.split(_BETWEEN) if part not in names]
    return {day: _BETWEEN.join(names) for day, names in sorted(found.items())}
