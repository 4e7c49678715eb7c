"""Whether somebody is there, in a sentence: nothing is promised that no calendar says."""

from collections.abc import Sequence

from app import locales
from app.locales import moments
from app.locales.moments import Moment


def said(languages: Sequence[str], *, is_open: bool, until: Moment | None) -> str:
    """A sentence in the first of these languages that there is, else English. `until` is the next change."""
    if until is None:
        return locales.text("hours.always" if is_open else "hours.unknown", languages)
    name = "hours.open" if is_open else "hours.closed"
    spoken = next((each for each in languages if locales.has(name, each)), None)
    return locales.text(name, languages, until=moments.said(until, spoken))
