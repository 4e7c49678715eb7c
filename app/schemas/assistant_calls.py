"""The log of what the assistant was asked, as admins see it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.messages import AuthorOut

CallTask = Literal["draft", "summary", "rewrite", "answer", "auto_answer"]
CallOutcome = Literal["asked", "done", "unusable", "failed"]


class AssistantCallOut(Out):
    """One call, without its texts."""

    id: UUID
    task: CallTask
    outcome: CallOutcome = Field(
        description="`asked`: it is under way, or its end was lost. `unusable`: what was written was not shown."
        " `failed`: the provider gave no answer."
    )
    why: str | None
    by: AuthorOut = Field(description="Who asked; `system`: the desk itself, for an answer by itself.")
    ticket_id: UUID | None
    model: str
    prompt_tokens: int | None = Field(description="As the provider counts; null: it did not say.")
    completion_tokens: int | None
    ms: int | None
    notices: list[str] = Field(description="Kinds of what was to be looked at.")
    created_at: Instant


class AssistantCallFull(AssistantCallOut):
    """One call with its texts, redacted."""

    prompt: str | None = Field(description="Null: not kept, or gone with what was redacted on its ticket.")
    output: str | None


class AssistantCallPage(Out):
    """A page of calls, newest first."""

    items: list[AssistantCallOut]
    next_cursor: str | None
