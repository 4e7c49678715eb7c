"""The first admin of an empty desk, from the settings."""

from sqlalchemy import func
from sqlmodel import col, select

from app.db import Database
from app.models import Agent
from app.rules.actors import SYSTEM
from app.schemas.agents import AgentIn
from app.schemas.auth import MIN_PASSWORD
from app.services import agents
from app.settings import Settings


async def first_admin(database: Database, settings: Settings) -> str | None:
    """Make the first admin when the settings name one and there is no agent at all; its e-mail address if made.

    Any number of processes may start at once: one of them makes it. Raises `ValueError`, for people, when the
    settings name one that cannot be made.
    """
    email, secret = settings.admin_email, settings.admin_password
    if email is None and secret is None:
        return None
    if not email or secret is None:
        msg = "OTKLIK_ADMIN_EMAIL and OTKLIK_ADMIN_PASSWORD make the first admin together: set both or neither"
        raise ValueError(msg)
    async with database.unit_of_work() as work:
        # Whoever comes second waits here, and then there is an agent.
        await work.session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik first admin"))))
        if (await work.session.exec(select(col(Agent.id)).limit(1))).first() is not None:
            return None
        await agents.create(work.session, SYSTEM, _asked(email, secret.get_secret_value()))
    return email


async def somebody_can_sign_in(database: Database) -> bool:
    """Whether there is an agent who is not disabled."""
    async with database.lean() as connection:
        found = await connection.fetchval("SELECT EXISTS (SELECT 1 FROM agents WHERE status <> 'disabled')")
    return bool(found)


def _asked(email: str, password: str) -> AgentIn:
    try:
        return AgentIn(email=email, name=email.partition("@")[0], password=password, role="admin")
    except ValueError:
        # Not the error's own text: it would print the password.
        msg = (
            "OTKLIK_ADMIN_EMAIL must be an e-mail address, and OTKLIK_ADMIN_PASSWORD must have "
            f"{MIN_PASSWORD} characters or more"
        )
        raise ValueError(msg) from None
