"""What stands around an answer that the assistant gives by itself: that nobody has written it, and where it is from."""

from collections.abc import Sequence

from app import locales


def name(language: str | None, own: str | None) -> str:
    """Who the customer sees as the author."""
    return own or locales.text("assistant.name", language)


def framed(answer: str, articles: Sequence[tuple[int, str, str]], language: str | None) -> str:
    """The answer with its articles (number, title, address) and the mark: on every channel, a mail too, it is text."""
    listed = "\n".join(f"[{number}] {title}: {url}" for number, title, url in articles)
    sources, mark = locales.text("assistant.sources", language), locales.text("assistant.mark", language)
    return f"{answer}\n\n{sources}\n{listed}\n\n{mark}"
