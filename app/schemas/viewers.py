"""Who looks at a ticket, as agents see it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Out


class ViewerOut(Out):
    """Somebody at a ticket at this moment."""

    id: UUID
    name: str
    kind: Literal["agent", "customer", "partner", "system"] | None = Field(description="Null: not known.")
    viewing: bool = Field(description="An agent who has it in front of them.")
    typing: Literal["public", "internal"] | None = Field(description="A reply or a note, if they type.")


class ViewersOut(Out):
    """Who looks at a ticket and who types on it, by what their clients say: best effort, and a few seconds old."""

    ticket_id: UUID
    viewers: list[ViewerOut]
