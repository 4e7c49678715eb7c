"""What of a public form's submissions a person looks at first: pure, without any third party."""

from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["trap", "too_quick", "too_many"]

# Nobody has read a question and answered it sooner.
LEAST_SECONDS = 2.0
# A page that was open for longer asks for a new token: what it holds may be stolen, its form may be another one by now.
MOST_SECONDS = 24 * 3_600.0
# A clock of another process of the desk may be a little ahead.
AHEAD_SECONDS = 5.0
# The field that people do not see. Whoever fills in everything fills it in.
TRAP = "website"
# Of one mail address in an hour. Those above are parked and not refused: who names somebody's address locks nobody out.
MOST_OF_ADDRESS = 5
ADDRESS_SECONDS = 3_600
# Confirmations to one mail address in a day. Anybody can name anybody's.
MOST_CONFIRMATIONS = 3
CONFIRMATION_SECONDS = 86_400


def verdict(*, trap: str, seconds: float, of_address: int) -> Verdict | None:
    """Why a person should look first; None: it becomes a ticket at once.

    `trap` is what the field that people do not see holds, `seconds` how long after the form was read it came,
    `of_address` how many came of its mail address in the hour before.
    """
    if trap.strip():
        return "trap"
    if seconds < LEAST_SECONDS:
        return "too_quick"
    if of_address >= MOST_OF_ADDRESS:
        return "too_many"
    return None


def mailbox(email: str) -> str:
    """Where mail to an address lands: what stands after a plus makes no other person of it."""
    local, _, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
