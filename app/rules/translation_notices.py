"""What a reader is told of a message that is a translation, in a language of theirs."""

from babel import Locale, UnknownLocaleError

from app import locales


def notice(source: str, reader: str | None) -> str:
    """One line for below a message: that it is a translation, and from which language where that has a name."""
    spoken = reader if reader is not None and locales.has("translation.named", reader) else locales.FALLBACK
    found = locale(source)
    name = None if found is None else found.get_language_name(spoken.partition("-")[0].lower())
    return locales.text("translation.named", spoken, language=name) if name else locales.text("translation.any", spoken)


def locale(code: str) -> Locale | None:
    """What a code of a language stands for; None for one that nobody knows, and for "nobody knows" (`und`)."""
    if code.partition("-")[0] == "und":
        return None
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
