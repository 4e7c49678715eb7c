"""Whom a company's own sign-on knows, and sign-ins that are on their way from there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import at


class AgentIdentity(SQLModel, table=True):
    """Who an agent is to a provider. One agent is one person there: whoever gets their address later is another."""

    __tablename__ = "agent_identities"
    __table_args__ = (Index("agent_identities_one_each", "agent_id", "issuer", unique=True),)

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE")
    created_at: datetime = at()


class SignInCode(SQLModel, table=True):
    """What the provider's word is worth for a minute: once, to the page that has begun."""

    __tablename__ = "sign_in_codes"

    # sha256.
    code_hash: str = Field(primary_key=True)
    # Of the secret that the page keeps: base64url of its sha256.
    challenge: str
    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE", index=True)
    expires_at: datetime = at(index=True)
