"""Reading what translation services answer: as many texts as were asked, and a language that is one."""

import re

from app.providers.base import ProviderFailed


def strings(found: object, count: int) -> tuple[str, ...]:
    """So many strings. Raises `ProviderFailed` (nonsense)."""
    if not isinstance(found, list) or len(found) != count or not all(isinstance(each, str) for each in found):
        raise ProviderFailed("nonsense", "its answer has not the texts that were asked for")
    return tuple(found)


def texts(found: object, name: str, count: int) -> tuple[str, ...]:
    """The same, of a list of objects with this member."""
    if not isinstance(found, list):
        raise ProviderFailed("nonsense", "its answer has no translations")
    return strings([each.get(name) if isinstance(each, dict) else None for each in found], count)


def language(said: object) -> str | None:
    """A language that the provider has detected, as we write it; None when it is none."""
    if not isinstance(said, str) or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", said):
        return None
    head, dash, rest = said.partition("-")
    return head.lower() + dash + rest
