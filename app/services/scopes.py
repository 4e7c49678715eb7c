"""What agents keep for their work, and whose it is: who may see it, and who may change it."""

from typing import Any, TypeAlias
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Forbidden, Invalid, pointer
from app.models import Macro, TeamMember, Template
from app.rules.actors import Actor
from app.services import naming

Scoped: TypeAlias = Template | Macro

LEADS = frozenset({"lead", "admin"})


def of(actor: Actor, query: SelectOfScalar[Any], kind: type[Scoped]) -> SelectOfScalar[Any]:
    """The query, narrowed to what this agent may see: everybody's, their teams' (leads: every team's), their own."""
    shared = or_(col(kind.scope) == "shared", col(kind.owner_id) == actor.id)
    if actor.role in LEADS:
        return query.where(or_(shared, col(kind.scope) == "team"))
    teams = select(TeamMember.team_id).where(col(TeamMember.agent_id) == actor.id)
    return query.where(or_(shared, col(kind.team_id).in_(teams)))


async def settle(session: AsyncSession, actor: Actor, thing: Scoped, scope: str, team_id: UUID | None) -> None:
    """Give it a scope. Raises `Forbidden` (`not_for_agents`) and `Invalid`."""
    may_change(actor, scope)
    if (scope == "team") != (team_id is not None):
        detail = "Name the team of what is a team's, and of nothing else"
        raise Invalid(detail, code="invalid_scope", errors=[pointer("team_id", detail)])
    if team_id is not None and team_id != thing.team_id:
        await naming.refuse(session, [(("team_id",), "team", team_id)])
    # What somebody else's was personal is not among what one sees, so it is the caller's own.
    thing.scope, thing.team_id, thing.owner_id = scope, team_id, actor.id if scope == "personal" else None


def may_change(actor: Actor, scope: str) -> None:
    """Raise `Forbidden` (`not_for_agents`) unless this agent may change things of this scope."""
    if scope != "personal" and actor.role not in LEADS:
        raise Forbidden("What is not only yours is for leads and admins to change", code="not_for_agents")
