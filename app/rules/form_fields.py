"""The parts of an HTML form as the JSON that says the same."""

from collections.abc import Mapping, Sequence
from typing import Any


def nested(parts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """`requester.email` is `email` within `requester`; several parts of a name are a list, `name[]` always is one.

    What a page sends for a question that nobody answered, an empty text, is no answer. Of two names that contradict
    each other (`requester` and `requester.email`) the one that has parts counts: judging is not the business of this.
    """
    found: dict[str, Any] = {}
    for name, values in sorted(parts.items()):
        answered = [each for each in values if each.strip()]
        listed = name.endswith("[]")
        if not answered and name != "token":
            continue
        value: Any = list(answered) if listed or len(answered) > 1 else (answered or [""])[0]
        whole, dot, part = name.removesuffix("[]").partition(".")
        if dot and whole in {"requester", "custom_fields"}:
            within = found.get(whole)
            if not isinstance(within, dict):
                within = found[whole] = {}
            within[part] = value
        else:
            found[whole + dot + part] = value
    return found
