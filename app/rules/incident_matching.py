"""Which tickets an incident is behind: its rule on a ticket's facts and its first words, and what of it matched."""

from collections.abc import Mapping
from typing import Any

from app.rules.condition_groups import group_of


def matched(rule: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """What of a rule a ticket fits (`phrase`, `conditions`), or None when it does not.

    `facts` are the ticket's fields, its `subject` and its first `message`. Phrases are found in either, whatever the
    case; of several one is enough.
    """
    group, phrases = group_of(rule["conditions"]), rule["phrases"]
    if not group.holds(facts):
        return None
    words = "\n".join(str(facts.get(name) or "") for name in ("subject", "message")).casefold()
    phrase = next((each for each in phrases if each.casefold() in words), None)
    if phrases and phrase is None:
        return None
    return {"phrase": phrase, "conditions": [leaf.field for leaf, _ in group.matched(facts)]}
