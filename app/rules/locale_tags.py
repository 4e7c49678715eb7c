"""Names of locales, written one way: `pt-BR` and `pt-br` are the same one."""

from collections.abc import Sequence

_SCRIPT, _REGION = 4, 2


def canonical(tag: str) -> str:
    """The language in small letters, a script with a capital, a region in capitals."""
    language, *rest = tag.split("-")
    return "-".join([language.lower(), *map(_part, rest)])


def _part(part: str) -> str:
    if len(part) == _SCRIPT and part.isalpha():
        return part.capitalize()
    return part.upper() if len(part) == _REGION else part.lower()


def best(there: Sequence[str], wanted: Sequence[str], *, otherwise: str) -> str:
    """Which of these locales somebody reads: the first wanted one that there is, or that is of the same language; else
    `otherwise`, else the first. Computed anew each time and not set up in chains, so there is no way to go in circles.
    """
    spelled = {each.lower(): each for each in there}
    for each in (*wanted, otherwise):
        if each.lower() in spelled:
            return spelled[each.lower()]
        primary = each.lower().partition("-")[0]
        same = [key for key in sorted(spelled) if key.partition("-")[0] == primary]
        if same:
            return spelled[same[0]]
    return there[0]
