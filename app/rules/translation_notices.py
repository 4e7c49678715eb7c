"""What a reader is told of a message that is a translation, in a language of theirs."""

from babel import Locale, UnknownLocaleError

FALLBACK = "en"
_NOTICES = {
    "en": ("Translated from {language}.", "This is a translation."),
    "ru": ("Переведено. Язык оригинала: {language}.", "Это перевод."),
    "de": ("Übersetzt. Sprache des Originals: {language}.", "Dies ist eine Übersetzung."),
}


def notice(source: str, reader: str | None) -> str:
    """One line for below a message: that it is a translation, and from which language where that has a name."""
    tongue = (reader or FALLBACK).partition("-")[0].lower()
    tongue = tongue if tongue in _NOTICES else FALLBACK
    named, plain = _NOTICES[tongue]
    found = locale(source)
    name = None if found is None else found.get_language_name(tongue)
    return named.format(language=name) if name else plain


def locale(code: str) -> Locale | None:
    """What a code of a language stands for; None for one that nobody knows, and for "nobody knows" (`und`)."""
    if code.partition("-")[0] == "und":
        return None
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
