"""Which of a template's texts a customer gets: in their language first, and in that the one of their brand."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.locales import FALLBACK


def choose(variants: Sequence[Mapping[str, Any]], *, locale: str | None, brand: str | None) -> int | None:
    """The place of the variant for a customer with this locale (a tag) on this brand; None: there is none for them.

    First the very locale, then its language, then that language as another country speaks it, then what is for any
    locale, then English, then whatever there is. Of two alike the brand's own before the one for any brand.
    """
    fitting = [
        (_distance(each.get("locale"), locale), each.get("brand") is None, place)
        for place, each in enumerate(variants)
        if each.get("brand") in {None, brand}
    ]
    return min(fitting)[2] if fitting else None


def _distance(offered: str | None, wanted: str | None) -> int:
    if offered is None:
        return 3
    tag, primary = offered.casefold(), offered.partition("-")[0].casefold()
    asked = (wanted or "").casefold()
    if asked and tag == asked:
        return 0
    if asked and primary == asked.partition("-")[0]:
        return 1 if tag == primary else 2
    return 4 if primary == FALLBACK else 5
