"""What needs a team: now, so that it cannot go; or ever before, so that its row stays."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Text, cast, exists
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import (
    AutomationVersion,
    Brand,
    Channel,
    Chat,
    Feedback,
    Macro,
    Queue,
    RequestType,
    SideConversation,
    SlaPolicy,
    SlaPolicyVersion,
    SurveyInvitation,
    Team,
    Template,
    Ticket,
)
from app.rules.statuses import UNSOLVED
from app.services import automation_uses, queue_definitions, sla_definitions, ticket_action_naming
from app.services.naming import Named

# So many of each kind are named.
NAMED = 20


async def now(session: AsyncSession, team_id: UUID) -> list[dict[str, str]]:
    """What needs a locked team: `{"kind", "id", "name"}` of brands, policies, teams, queues, macros, automations ..."""
    tickets = select(Ticket.id, Ticket.subject).where(col(Ticket.team_id) == team_id, col(Ticket.status).in_(UNSOLVED))
    chats = (
        select(Chat.id, Ticket.subject)
        .join(Ticket, col(Ticket.id) == col(Chat.ticket_id))
        .where(col(Chat.team_id) == team_id, col(Chat.status) != "ended")
    )
    brands = select(Brand.id, Brand.name).where(col(Brand.default_team_id) == team_id).order_by(Brand.name)
    below = select(Team.id, Team.name).where(col(Team.escalates_to_id) == team_id, col(Team.archived_at).is_(None))
    found = [("brand", *row) for row in (await session.exec(brands.limit(NAMED))).all()]
    channels = select(Channel.id, Channel.name).where(
        col(Channel.team_id) == team_id, col(Channel.archived_at).is_(None)
    )
    found += [("channel", *row) for row in (await session.exec(channels.order_by(Channel.name).limit(NAMED))).all()]
    found += [("policy", *row) for row in await _policies(session, team_id)]
    found += [("team", *row) for row in (await session.exec(below.order_by(Team.name).limit(NAMED))).all()]
    found += [("queue", *row) for row in await _queues(session, team_id)]
    found += [("macro", *row) for row in await _macros(session, team_id)]
    found += [("request_type", *row) for row in await _request_types(session, team_id)]
    automated = await automation_uses.now(session, "team", team_id)
    found += [("ticket", *row) for row in (await session.exec(tickets.limit(NAMED))).all()]
    found += [("chat", *row) for row in (await session.exec(chats.limit(NAMED))).all()]
    asked = select(SideConversation.id, SideConversation.subject).where(
        col(SideConversation.team_id) == team_id, col(SideConversation.status) == "open"
    )
    found += [("side_conversation", *row) for row in (await session.exec(asked.limit(NAMED))).all()]
    return [*automated, *({"kind": kind, "id": str(each), "name": name} for kind, each, name in found)]


async def ever(session: AsyncSession, team_id: UUID) -> bool:
    """Whether anything refers to the team, be it of the past."""
    said = f"%{team_id}%"
    refers = or_(
        exists().where(col(Ticket.team_id) == team_id),
        exists().where(col(Chat.team_id) == team_id),
        exists().where(col(Channel.team_id) == team_id),
        exists().where(col(SideConversation.team_id) == team_id),
        exists().where(col(SurveyInvitation.team_id) == team_id),
        exists().where(col(Feedback.team_id) == team_id),
        exists().where(col(Team.escalates_to_id) == team_id),
        exists().where(cast(SlaPolicyVersion.definition, Text).like(said)),
        exists().where(cast(Queue.definition, Text).like(said)),
        exists().where(cast(Macro.actions, Text).like(said)),
        exists().where(cast(RequestType.definition, Text).like(said)),
        exists().where(cast(AutomationVersion.definition, Text).like(said)),
        exists().where(cast(Macro.conditions, Text).like(said)),
        exists().where(col(Macro.team_id) == team_id),
        exists().where(col(Template.team_id) == team_id),
    )
    return (await session.exec(select(refers))).one()


async def _policies(session: AsyncSession, team_id: UUID) -> list[tuple[UUID, str]]:
    query = (
        select(SlaPolicy.id, SlaPolicy.name, SlaPolicyVersion.definition)
        .join(
            SlaPolicyVersion,
            (col(SlaPolicyVersion.policy_id) == col(SlaPolicy.id))
            & (col(SlaPolicyVersion.number) == col(SlaPolicy.number)),
        )
        .where(col(SlaPolicy.enabled), col(SlaPolicy.archived_at).is_(None))
        .order_by(col(SlaPolicy.position))
    )
    found = (await session.exec(query)).all()
    return [row[:2] for row in found if _names(sla_definitions.in_steps(row[2]["steps"]), team_id)][:NAMED]


async def _queues(session: AsyncSession, team_id: UUID) -> list[tuple[UUID, str]]:
    query = select(Queue.id, Queue.name, Queue.definition).where(col(Queue.archived_at).is_(None))
    found = (await session.exec(query.order_by(col(Queue.position)))).all()
    return [row[:2] for row in found if _names(queue_definitions.named(row[2]), team_id)][:NAMED]


async def _request_types(session: AsyncSession, team_id: UUID) -> list[tuple[UUID, str]]:
    query = select(RequestType.id, RequestType.key).where(
        col(RequestType.archived_at).is_(None), col(RequestType.definition)["team_id"].astext == str(team_id)
    )
    return list((await session.exec(query.order_by(RequestType.key).limit(NAMED))).all())


async def _macros(session: AsyncSession, team_id: UUID) -> list[tuple[UUID, str]]:
    mentions = cast(Macro.actions, Text).like(f"%{team_id}%")
    query = select(Macro.id, Macro.title, Macro.actions).where(col(Macro.archived_at).is_(None), mentions)
    found = (await session.exec(query.order_by(Macro.title))).all()
    return [row[:2] for row in found if _names(ticket_action_naming.in_actions(row[2]), team_id)][:NAMED]


def _names(named: Iterator[Named], team_id: UUID) -> bool:
    return any(kind == "team" and key == str(team_id) for _, kind, key in named)
