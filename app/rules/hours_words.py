"""Whether somebody is there, in a sentence: nothing is promised that no calendar says."""

from collections.abc import Mapping, Sequence

from app.rules.locales import best

_OPEN: Mapping[str, str] = {"en": "Open now, until {until}.", "ru": "Сейчас работаем, до {until}."}
_ALWAYS: Mapping[str, str] = {"en": "Open at any time.", "ru": "Работаем круглосуточно."}
_CLOSED: Mapping[str, str] = {
    "en": "Closed now. We open again at {until}.",
    "ru": "Сейчас не работаем. Откроемся {until}.",
}
_UNKNOWN: Mapping[str, str] = {"en": "Closed now.", "ru": "Сейчас не работаем."}


def said(languages: Sequence[str], *, is_open: bool, until: str | None) -> str:
    """A sentence in the first of these languages that there is, else English. `until` is the next change in words."""
    if until is None:
        return best(_ALWAYS if is_open else _UNKNOWN, languages)
    return best(_OPEN if is_open else _CLOSED, languages).format(until=until)
