"""What stands around an answer that the assistant gives by itself: that nobody has written it, and where it is from."""

from collections.abc import Mapping, Sequence

FALLBACK = "en"
NAMES: Mapping[str, str] = {"en": "Automatic assistant", "ru": "Автоматический помощник"}
_SOURCES: Mapping[str, str] = {"en": "From our articles:", "ru": "Из наших статей:"}
_MARK: Mapping[str, str] = {
    "en": "This answer was written by a program and not by a person. Our people can see your request as well: "
    "if it does not help, just write back.",
    "ru": "Этот ответ составлен программой, а не человеком. Ваше обращение видят и сотрудники: если ответ не помог, "
    "просто напишите сюда.",
}


def name(language: str | None, own: str | None) -> str:
    """Who the customer sees as the author."""
    return own or _in(NAMES, language)


def framed(answer: str, articles: Sequence[tuple[int, str, str]], language: str | None) -> str:
    """The answer with its articles (number, title, address) and the mark: on every channel, a mail too, it is text."""
    listed = "\n".join(f"[{number}] {title}: {url}" for number, title, url in articles)
    return f"{answer}\n\n{_in(_SOURCES, language)}\n{listed}\n\n{_in(_MARK, language)}"


def _in(texts: Mapping[str, str], language: str | None) -> str:
    return texts.get((language or FALLBACK).partition("-")[0].lower(), texts[FALLBACK])
