"""Why something happens to a ticket, when it is neither a person's single act nor the desk's own rule: what a macro, a
bulk change, an automation or a model of topics does says so in every event that it leaves (`data.via`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

VIA = "via"


@dataclass(frozen=True, slots=True)
class Cause:
    """What makes a list of actions be applied.

    `key` is one for one decision: what leaves the desk under it leaves once, however often it is tried.
    `chain` are the automations that led here, the latest last: none of them reacts to what comes of it.
    """

    kind: Literal["macro", "bulk", "automation", "topic_model"]
    id: UUID
    name: str
    key: str
    chain: tuple[str, ...] = ()

    @property
    def said(self) -> dict[str, Any]:
        """As events have it."""
        said: dict[str, Any] = {"kind": self.kind, "id": str(self.id), "name": self.name}
        if self.chain:
            said |= {"depth": len(self.chain), "chain": list(self.chain)}
        return said


@contextmanager
def caused(session: AsyncSession, cause: Cause) -> Iterator[None]:
    """Inside, every event that this session records says what caused it."""
    before = session.info.get(VIA)
    session.info[VIA] = cause.said
    try:
        yield
    finally:
        session.info[VIA] = before


def of(session: AsyncSession) -> Mapping[str, Any] | None:
    """What causes what this session records now."""
    found: Mapping[str, Any] | None = session.info.get(VIA)
    return found
