"""What became of actions, as clients see it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.schemas.ticket_actions import OutcomeOut

_OWN = frozenset({"type", "skipped"})


def shown(outcomes: Sequence[Mapping[str, Any]]) -> list[OutcomeOut]:
    """Each with its type, why it was skipped if it was, and what else it says."""
    return [
        OutcomeOut(
            type=each["type"],
            skipped=each.get("skipped"),
            details={name: value for name, value in each.items() if name not in _OWN},
        )
        for each in outcomes
    ]
