"""Who may change what was said, and how long; and what nobody may."""

from dataclasses import dataclass

# Leads and admins answer for what the desk says.
_MAY_ALL = frozenset({"lead", "admin"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not."""

    code: str
    detail: str


def may_edit(*, role: str | None, own: bool, age_seconds: float, limit_seconds: int) -> Refusal | None:
    """Whether an agent may edit a message: their own for a while, leads and admins any. None: they may."""
    if role in _MAY_ALL:
        return None
    if not own:
        return Refusal("not_your_message", "Agents edit their own messages; leads and admins edit any")
    if age_seconds > limit_seconds:
        return Refusal("too_late_to_edit", f"A message can be edited for {limit_seconds} seconds; ask a lead")
    return None


def may_redact(*, role: str | None, own: bool) -> Refusal | None:
    """Whether an agent may redact a message: their own at any time, leads and admins any. None: they may."""
    if own or role in _MAY_ALL:
        return None
    return Refusal("not_your_message", "Agents redact their own messages; leads and admins redact any")
