"""What the desk's automatic answer says of articles that may help meanwhile, in the customer's language."""

from collections.abc import Mapping, Sequence

FALLBACK = "en"
_INTRODUCED: Mapping[str, str] = {
    "en": "This may already help you:",
    "ru": "Возможно, это вам уже поможет:",
    "de": "Vielleicht hilft Ihnen das schon weiter:",
}


def articles(language: str | None, links: Sequence[tuple[str, str]]) -> str:
    """A sentence and, a line each, titles with their addresses; empty when there are none."""
    if not links:
        return ""
    said = _INTRODUCED.get((language or FALLBACK).partition("-")[0].casefold(), _INTRODUCED[FALLBACK])
    return "\n".join([said, *(f"- {' '.join(title.split())}: {address}" for title, address in links)])
