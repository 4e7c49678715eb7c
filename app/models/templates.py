"""Templates: canned replies in several languages and for several brands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, records


class Template(SQLModel, table=True):
    """A text with blanks, as `rules/templates.py` reads it. One that is archived is there for what was made of it.

    `variants` are `{"locale", "brand", "body"}`; which one counts for a ticket `rules/template_variants.py` says.
    """

    __tablename__ = "templates"
    __table_args__ = (
        one_of("templates", "kind", "reply", "greeting"),
        one_of("templates", "scope", "shared", "team", "personal"),
        one_of("templates", "format", "text", "markdown"),
        CheckConstraint(
            "(scope = 'personal') = (owner_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)",
            name="templates_scope_has_its_own",
        ),
        Index("templates_by_title", text("lower(title)"), "id"),
        # What an agent types finds one thing: theirs, their team's, or everybody's.
        Index(
            "templates_shortcut_unique",
            text("lower(shortcut)"),
            text("coalesce(owner_id, team_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            unique=True,
            postgresql_where=text("archived_at IS NULL AND shortcut IS NOT NULL"),
        ),
        # How the desk greets: one way, or the built-in one.
        Index(
            "templates_greeting_unique", "kind", unique=True,
            postgresql_where=text("kind = 'greeting' AND archived_at IS NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = "reply"
    title: str
    shortcut: str | None = None
    folder: str | None = None
    scope: str
    owner_id: UUID | None = Field(default=None, foreign_key="agents.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    format: str = "text"
    variants: list[dict[str, Any]] = records()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
    updated_at: datetime = at()


class UsageCount(SQLModel, table=True):
    """How often a template or macro was used; beside it, so that use is no change of it."""

    __tablename__ = "usage_counts"

    # Of a template or a macro.
    id: UUID = Field(primary_key=True)
    uses: int = 0
    last_used_at: datetime = at()
