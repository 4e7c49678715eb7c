"""Who is acting: the one caller type that services, rules and events share."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.rules.permissions import Permission

ActorKind = Literal["agent", "customer", "partner", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller with what it may do.

    `source_id` narrows a partner to the tickets of one intake source (None: the whole desk).
    `session_id` is the sign-in or key behind the caller, for logout and revocation.
    `vouched_for`: of a customer, that the company itself says who it is. Anybody gets a visitor token.
    """

    kind: ActorKind
    id: UUID
    name: str
    permissions: frozenset[Permission] = frozenset()
    source_id: UUID | None = None
    session_id: UUID | None = None
    role: str | None = None
    vouched_for: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether this caller holds the permission."""
        return permission in self.permissions

    @property
    def sees_internal(self) -> bool:
        """Whether internal notes and the full counter are for this caller (agents and the desk itself)."""
        return self.kind in {"agent", "system"}


SYSTEM = Actor(kind="system", id=UUID(int=0), name="Otklik", permissions=frozenset(Permission))
# The desk itself, where a model has written the words: whoever sees the author sees that.
ASSISTANT_ID = UUID(int=1)
# Whoever has shown no credential, where that is allowed.
NOBODY = Actor(kind="customer", id=UUID(int=0), name="")


def assistant(name: str) -> Actor:
    """The desk as it answers by itself, under this name."""
    return Actor(kind="system", id=ASSISTANT_ID, name=name, permissions=SYSTEM.permissions)


def is_generated(author_kind: str, author_id: UUID) -> bool:
    """Whether a model has written what this author has: customers are told so."""
    return author_kind == "system" and author_id == ASSISTANT_ID
