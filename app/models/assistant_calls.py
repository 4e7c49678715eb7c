"""What the assistant was asked and what it wrote, without what is personal; and how much of it a day has had."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, words


class AssistantCall(SQLModel, table=True):
    """One call. It is stored before it is made: what left the desk is known, also when nobody heard the answer."""

    __tablename__ = "assistant_calls"
    __table_args__ = (
        one_of("assistant_calls", "task", "draft", "summary", "rewrite", "answer", "auto_answer"),
        one_of("assistant_calls", "outcome", "asked", "done", "unusable", "failed"),
        Index(
            "assistant_calls_of_ticket", "ticket_id", "id", postgresql_where=text("ticket_id IS NOT NULL")
        ),
        Index("assistant_calls_of_actor", "actor_id", "id"),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    task: str
    outcome: str = "asked"
    # Of `unusable` and `failed`: why.
    why: str | None = None
    actor_kind: str
    actor_id: UUID
    actor_name: str
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    model: str
    # Redacted; null: not kept, or gone with what it was about.
    prompt: str | None = None
    output: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    ms: int | None = None
    notices: list[str] = words()
    created_at: datetime = at()


class AssistantDay(SQLModel, table=True):
    """How much a day (UTC) has had of what it may."""

    __tablename__ = "assistant_days"

    day: date = Field(primary_key=True)
    calls: int = 0
    tokens: int = Field(default=0, sa_type=BigInteger)
