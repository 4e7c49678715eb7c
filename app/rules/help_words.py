"""What the desk's automatic answer says of articles that may help meanwhile, in the customer's language."""

from collections.abc import Sequence

from app import locales


def articles(language: str | None, links: Sequence[tuple[str, str]]) -> str:
    """A sentence and, a line each, titles with their addresses; empty when there are none."""
    if not links:
        return ""
    return "\n".join(
        [
            locales.text("help.may_help", language),
            *(f"- {' '.join(title.split())}: {address}" for title, address in links),
        ]
    )
