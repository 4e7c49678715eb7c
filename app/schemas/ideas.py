"""Ideas as staff propose, read and answer them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import Body, In, Instant, Key, Line, Out, Paragraph, Reference

IdeaStatus = Literal["proposed", "considering", "planned", "started", "done", "declined"]
IdeaOrder = Literal["newest", "votes", "asked"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class IdeaIn(In):
    """A new idea, perhaps as a customer asks for it on a ticket."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title": "Pay by bank transfer", "body": "Companies abroad cannot pay by card: let them transfer."}
            ]
        }
    )

    title: Line
    body: Body
    brand: Key | None = None
    ticket_id: UUID | None = Field(default=None, description="A ticket on which a customer asks for it.")


class IdeaPatch(In):
    """Changes of an idea by its author, or by who manages ideas."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Pay by bank transfer, also abroad"}]})

    title: Line | None = None
    body: Body | None = None
    brand: Key | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "IdeaPatch":
        for name in ("title", "body"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class IdeaStatusIn(In):
    """What becomes of an idea, and in which words. Declining needs words; else null keeps what was answered before."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "planned", "answer": "In spring, with the new invoices."}]}
    )

    status: IdeaStatus
    answer: Paragraph | None = None

    @model_validator(mode="after")
    def _said_why(self) -> "IdeaStatusIn":
        if self.status == "declined" and self.answer is None:
            msg = "say why: those who want it read it"
            raise ValueError(msg)
        return self


class IdeaMergeIn(In):
    """Which idea says the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"into_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    into_id: UUID


class IdeaOut(Out):
    """An idea. The counts are of it and of those that were merged into it; a merged one has none of its own."""

    id: UUID
    title: str
    body: str
    brand: str | None
    author: Reference
    status: IdeaStatus
    answer: str | None = Field(description="The words of the last answer.")
    merged_into_id: UUID | None = Field(description="The idea that it is part of; votes and tickets count there.")
    votes: int = Field(description="Agents who want it, each once.")
    voted: bool = Field(description="Whether you do.")
    comments: int
    asked: int = Field(description="Customers who asked for it, each once; tickets marked as spam do not count.")
    tickets: int = Field(description="On how many tickets.")
    version: int
    created_at: Instant
    updated_at: Instant


class IdeaPage(Out):
    """A page of ideas."""

    items: list[IdeaOut]
    next_cursor: str | None


class SimilarIdea(Out):
    """An idea that sounds alike, and by which words."""

    idea: IdeaOut
    likeness: float = Field(description="From 0 to 1: the part of the words that they share.")
    words: list[str] = Field(description="Words that both have, as you wrote them.")


class SimilarIdeas(Out):
    """Ideas that sound alike, the nearest first."""

    items: list[SimilarIdea]


class IdeaAnswerOut(Out):
    """What became of an idea at some time."""

    id: UUID
    was: IdeaStatus
    status: IdeaStatus
    answer: str | None
    by: Reference
    at: Instant


class IdeaAnswerPage(Out):
    """A page of answers, newest first."""

    items: list[IdeaAnswerOut]
    next_cursor: str | None
