"""Which of several translations somebody gets."""

from collections.abc import Mapping, Sequence

_MOST_WANTED = 10


def accepted(header: str | None) -> list[str]:
    """The languages of an Accept-Language header, best first; what makes no sense in it is passed over."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate((header or "")[:500].split(",")[:_MOST_WANTED]):
        tag, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1) if quality else 1.0
        except ValueError:
            continue
        if tag.strip() and 0 < weight <= 1:
            found.append((-weight, place, tag.strip()))
    return [tag for _, _, tag in sorted(found)]


def best(texts: Mapping[str, str], wanted: Sequence[str]) -> str:
    """The text in the first wanted language that there is (`ru` serves `ru-RU`, and the other way), else English,
    else the first one; empty when there is none.
    """
    spelled = {key.lower(): text for key, text in texts.items()}
    for each in (*wanted, "en"):
        tag = each.lower()
        if tag in spelled:
            return spelled[tag]
        primary = tag.partition("-")[0]
        for key, text in spelled.items():
            if key.partition("-")[0] == primary:
                return text
    return next(iter(texts.values()), "")
