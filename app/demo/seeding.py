"""Fills an empty database with the demo desk, in one transaction: it is there as a whole or not at all."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlmodel import col, exists, func, select

from app import clock
from app.db import Database, UnitOfWork
from app.demo import articles, catalogue, history, quality, shared, surveys, work
from app.demo.history import Past
from app.demo.people import AGENTS, BRANDS, CUSTOMERS, EARLIER, ORGANIZATIONS, SOURCE, TEAMS
from app.demo.stories import STORIES, Story
from app.models import Agent, Brand, Customer, Team, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import CUSTOMER, ROLES, Permission
from app.schemas.agents import AgentIn, CapacityIn, PresenceIn, SkillLevelIn
from app.schemas.brands import BrandIn
from app.schemas.customers import CustomerIn
from app.schemas.feedback import FeedbackIn
from app.schemas.organizations import OrganizationIn
from app.schemas.sources import SourceIn
from app.schemas.teams import TeamIn
from app.schemas.tickets import RequesterIn, TicketIn, TicketPatch
from app.services import agents, brands, customers, feedback, messages, organizations, sources, teams, tickets
from app.services.lean.messages import NewMessage
from app.settings import Settings

# For the demo desk on this machine only; everybody knows it.
ADMIN = AGENTS[0].email
PASSWORD = "otklik-demo-desk"  # noqa: S105 - the demo's password is no secret


@dataclass(frozen=True)
class Login:
    """An agent of the demo desk, for people to sign in as."""

    email: str
    name: str
    role: str


def random_password(length: int = 15) -> str:
    """A password for a demo desk that others can reach."""
    return secrets.token_urlsafe(length)


async def logins(database: Database) -> list[Login]:
    """The demo desk's agents who can sign in; none on a desk that is not the demo desk."""
    known = [each.email for each in AGENTS]
    async with database.unit_of_work() as work:
        query = select(Agent).where(col(Agent.email).in_(known), col(Agent.status) == "active").order_by(col(Agent.id))
        found = (await work.session.exec(query)).all()
    return [Login(each.email, each.name, each.role) for each in found] if len(found) == len(known) else []


async def seed(database: Database, settings: Settings, *, password: SecretStr) -> bool:
    """Make the demo desk; false, and nothing is touched, when the database holds anything but its first admin."""
    async with database.unit_of_work() as work:
        # Of two processes that start together, the second waits here and then finds the desk.
        await work.session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik demo desk"))))
        if not await _is_empty(work, settings.admin_email):
            return False
        await _Seeding(work).run(password.get_secret_value())
    return True


async def _is_empty(work: UnitOfWork, admin_email: str | None) -> bool:
    others = select(Agent.id).where(col(Agent.email) != (admin_email or ""))
    for query in (select(Ticket.id), select(Customer.id), select(Team.id), select(Brand.id), others):
        if (await work.session.exec(select(exists(query)))).one():
            return False
    return True


class _Seeding:
    """What has been made so far, by the names that people.py and stories.py use."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.session = work.session
        self.agents: dict[str, Actor] = {}
        self.customers: dict[str, Actor] = {}
        self.teams: dict[str, UUID] = {}
        self.partner = SYSTEM

    async def run(self, password: str) -> None:
        """All of it, as if it had been here for weeks."""
        now = clock.now()
        with clock.at(now - timedelta(days=history.DAYS + 1)):
            await self._begin(password)
        for past in history.of(now):
            await self._tell_past(past)
        for each in AGENTS:
            if each.ticket_duty:
                here = PresenceIn(status="online", channels=["ticket"])
                await agents.set_presence(self.session, self.agents[each.email], here)
        await self.session.flush()
        for story in STORIES:
            await self._tell(story)
        await shared.seed(self.work, self.agents[ADMIN], list(self.agents.values())[:3])

    async def _begin(self, password: str) -> None:
        for each in AGENTS:
            made = await agents.create(
                self.session,
                SYSTEM,
                AgentIn(
                    email=each.email,
                    name=each.name,
                    password=password,
                    role=each.role,
                    languages=list(each.languages),
                    skills=[SkillLevelIn(name=name, level=level) for name, level in each.skills],
                    capacity=CapacityIn(chat=each.chats, ticket=20, call=1),
                ),
            )
            self.agents[each.email] = Actor("agent", made.id, made.name, ROLES[each.role], role=each.role)
        await self._places()
        await catalogue.seed(self.session, self.teams)
        writer = next(each for each in AGENTS if each.role == "lead")
        await articles.seed(self.session, self.agents[writer.email])
        await surveys.seed(self.session)
        await quality.seed(self.session, self.agents[writer.email])
        await work.seed(self.session, self.agents[ADMIN])
        await self._customers()

    async def _places(self) -> None:
        for name in TEAMS:
            members = [self.agents[each.email].id for each in AGENTS if name in each.teams]
            self.teams[name] = (await teams.create(self.session, SYSTEM, TeamIn(name=name, agent_ids=members))).id
        for each in BRANDS:
            place = self.teams[each.team]
            new = BrandIn(key=each.key, name=each.name, default_team_id=place, appearance=each.appearance)
            await brands.create(self.session, SYSTEM, new)
        key, name, brand = SOURCE
        source, _ = await sources.create(self.session, SourceIn(key=key, name=name, brand=brand))
        permissions = frozenset({Permission.TICKETS_READ, Permission.TICKETS_WRITE})
        self.partner = Actor("partner", source.id, source.name, permissions, source_id=source.id)

    async def _customers(self) -> None:
        made: dict[str, UUID] = {}
        for name, domains in ORGANIZATIONS.items():
            new = OrganizationIn(name=name, domains=list(domains))
            made[name] = (await organizations.create(self.session, SYSTEM, new)).id
        # The newest are the first in lists: those with a story of their own.
        for each in (*EARLIER, *CUSTOMERS):
            customer = await customers.create(
                self.session,
                SYSTEM,
                CustomerIn(
                    name=each.name,
                    email=each.email,
                    phone=each.phone,
                    locale=each.locale,
                    organization_id=made[each.organization] if each.organization else None,
                ),
            )
            self.customers[each.email] = Actor("customer", customer.id, each.name, CUSTOMER)

    async def _tell_past(self, past: Past) -> None:
        story, customer = past.story, self.customers[past.story.customer]
        answering = self.agents[story.agent or ADMIN]
        with clock.at(past.began):
            ticket = await self._open(story)
        if past.taken is None:
            return
        with clock.at(past.taken):
            await self._change(answering, ticket, {"priority": story.priority, "assignee_id": answering.id})
        for (who, body), at in zip(story.said, past.said, strict=True):
            with clock.at(at):
                await messages.send(self.work, customer if who == "customer" else answering, ticket, NewMessage(body))
        if past.solved is not None:
            with clock.at(past.solved):
                await self._change(answering, ticket, {"status": "solved"})
        if past.rated is not None and story.score is not None:
            with clock.at(past.rated):
                rating = FeedbackIn(ticket_id=ticket, score=story.score)
                await feedback.give(self.session, rating, actor=customer)
                await self.session.flush()

    async def _open(self, story: Story) -> UUID:
        customer = self.customers[story.customer]
        opened: dict[str, Any] = {
            "subject": story.subject, "body": story.body, "type": story.type, "topic": story.topic,
            "language": story.language, "brand": story.brand,
        }  # fmt: skip
        by = customer
        if story.by == "partner":
            by = self.partner
            opened |= {"requester": RequesterIn(email=story.customer, name=customer.name)}
        made = await tickets.create(self.work, by, TicketIn(**opened))
        return UUID(int=made["id"].int)

    async def _tell(self, story: Story) -> None:
        customer, ticket = self.customers[story.customer], await self._open(story)
        answering = self.agents[story.agent] if story.agent else SYSTEM
        first: dict[str, Any] = {"priority": story.priority, "tags": list(story.tags)}
        if story.agent:
            first["assignee_id"] = answering.id
        await self._change(answering, ticket, first)
        for who, body in story.said:
            visibility = "internal" if who == "note" else "public"
            new = NewMessage(body=body, visibility=visibility)
            await messages.send(self.work, customer if who == "customer" else answering, ticket, new)
        if story.status not in {"new", "open"}:
            await self._change(answering, ticket, {"status": story.status})
        if story.score is not None:
            rating = FeedbackIn(ticket_id=ticket, score=story.score, comment=story.comment)
            await feedback.give(self.session, rating, actor=customer)
            await self.session.flush()

    async def _change(self, actor: Actor, ticket: UUID, change: dict[str, Any]) -> None:
        await tickets.patch(self.session, actor, ticket, TicketPatch(**change), version=None)
        # The next statement may be a raw one, which sees only what has been sent.
        await self.session.flush()
