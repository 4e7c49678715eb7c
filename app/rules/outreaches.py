"""What an outreach says to whom, and how many go at a time."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from app.rules import locale_tags, templates

# What its texts may ask for.
KNOWN: Final = frozenset({"customer.name", "brand.name"})
FALLBACK: Final = "en"
AT_ONCE: Final = 50


def unknown(source: str) -> tuple[str, ...]:
    """The names in a text that there are not. Raises `TemplateError` for what is no template."""
    return templates.unknown(source, KNOWN)


def locale_for(texts: Mapping[str, object], speaks: str | None) -> str:
    """The locale to speak in: the customer's, else their language's, else English, else the first there is."""
    return locale_tags.best(sorted(texts), [speaks] if speaks else [], otherwise=FALLBACK)


def said(source: str, *, customer: str | None, brand: str | None) -> str:
    """A text filled; what has no value is empty, and `default` can say something else. Raises `TemplateError`."""
    values = {"customer": {"name": customer or ""}, "brand": {"name": brand or ""}}
    return templates.render(source, values, known=KNOWN).text.strip()


def pace(per_minute: int) -> tuple[int, timedelta]:
    """How many go together, and how long it is until the next ones may."""
    together = min(AT_ONCE, max(1, math.ceil(per_minute / 60)))
    return together, timedelta(seconds=60 * together / per_minute)
