"""What the actions of one list share: who acts and why, whom to tell at the end, and which templates were used."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.rules.actors import Actor
from app.services.causes import Cause
from app.services.notifications import Told
from app.services.people_to_tell import Directory

# What was done; with `skipped`, why it was not.
Outcome: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Doing:
    """One list of actions that is applied to one locked ticket. `place` is the action's in the list."""

    session: AsyncSession
    actor: Actor
    cause: Cause
    now: datetime
    directory: Directory
    place: int = 0
    told: list[Told] = field(default_factory=list)
    used: list[UUID] = field(default_factory=list)

    def key(self, what: str) -> str:
        """One for this action of this decision: what leaves the desk under it leaves once."""
        return f"{self.cause.key}:{self.place}:{what}"
